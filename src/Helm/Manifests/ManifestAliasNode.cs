using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Helmstuck.Helm.Manifests;

internal sealed class ManifestAliasNode(ManifestNode target) : ManifestNode
{
    public ManifestNode Target { get; } = target;
}
