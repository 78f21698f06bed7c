namespace Helmstuck.Helm.Manifests;

/// <summary>A node of a YAML document, before scalars are interpreted and aliases followed.</summary>
internal abstract class ManifestNode;
