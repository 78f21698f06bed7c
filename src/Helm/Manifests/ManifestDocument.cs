namespace Helmstuck.Helm.Manifests;

/// <summary>The content of one document of the stream.</summary>
internal sealed record ManifestDocument(IReadOnlyList<ManifestObject> Objects, string? Problem);
