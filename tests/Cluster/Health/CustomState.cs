namespace Helmstuck.Tests.Cluster.Health;

/// <summary>A state of a custom resource, by the members of its spec and status.</summary>
/// <param name="Expected"><c>VERDICT, workloads STATE, helm-idle STATE</c></param>
internal sealed record CustomState(string Name, string[] Spec, string[] Status, string Expected);
