namespace Helmstuck.Helm.Manifests;

internal sealed class ManifestSequenceNode : ManifestNode
{
    public List<ManifestNode> Items { get; } = [];
}
