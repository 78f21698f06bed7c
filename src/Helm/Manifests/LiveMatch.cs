namespace Helmstuck.Helm.Manifests;

/// <summary>Which of the two manifests the cluster's object matches: every field that the manifest sets has that value live.</summary>
internal enum LiveMatch
{
    Stuck,
    Previous,
    Both,
    Neither,
    Missing,
    Unknown,
}
