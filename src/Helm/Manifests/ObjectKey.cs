namespace Helmstuck.Helm.Manifests;

/// <summary>Identity of an object in a manifest. Namespace is empty for a cluster-scoped object.</summary>
internal sealed record ObjectKey(string ApiVersion, string Kind, string Namespace, string Name);
