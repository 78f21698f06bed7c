namespace Helmstuck.Helm.Manifests;

internal sealed class ManifestMappingNode : ManifestNode
{
    /// <summary>Keys and values in turn.</summary>
    public List<ManifestNode> Items { get; } = [];
}
