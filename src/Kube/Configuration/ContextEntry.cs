namespace Helmstuck.Kube.Configuration;

/// <summary>One entry of <c>contexts</c>.</summary>
internal sealed record ContextEntry(string Cluster, string User, string Namespace);
