namespace Helmstuck.Helm.Manifests;

/// <summary>What happened to an object between the next upgrade's base and the stuck revision.</summary>
internal enum ChangeKind
{
    Added,
    Changed,
    Removed,
}
