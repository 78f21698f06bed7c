namespace Helmstuck.Helm.Manifests;

/// <summary>A node of a YAML document, before scalars are understood and aliases followed.</summary>
internal abstract class ManifestNode;
