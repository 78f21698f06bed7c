namespace Helmstuck.Helm.Manifests;

internal sealed class ManifestAliasNode(ManifestNode target) : ManifestNode
{
    public ManifestNode Target { get; } = target;
}
