namespace Helmstuck.Helm.Manifests;

/// <param name="tag">Empty if none was written.</param>
/// <param name="plain">Neither quoted nor a block: it may be a number, a bool or null.</param>
internal sealed class ManifestScalarNode(string value, string tag, bool plain) : ManifestNode
{
    public string Value { get; } = value;
    public string Tag { get; } = tag;
    public bool Plain { get; } = plain;
}
