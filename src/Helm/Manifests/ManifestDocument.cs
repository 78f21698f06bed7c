namespace Helmstuck.Helm.Manifests;

/// <summary>What one document of the stream held.</summary>
internal sealed record ManifestDocument(IReadOnlyList<ManifestObject> Objects, string? Problem);
