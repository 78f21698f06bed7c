namespace Helmstuck.Health;

/// <summary>Which of the two manifests contain a workload.</summary>
internal enum NamedIn
{
    /// <summary>Both manifests, or found by the release's annotations or in the namespace.</summary>
    Both,
    StuckOnly,
    PreviousOnly,
}
