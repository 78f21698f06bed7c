namespace Helmstuck.Health;

/// <summary>
/// Is this workload reconciled? In JSON: healthy, within-tolerance, progressing, degraded, stalled, paused, missing, unknown.
/// </summary>
internal enum WorkloadVerdict
{
    Healthy,

    /// <summary>An HPA targets it, Available and Progressing are True, and the counts differ by no more than the tolerance.</summary>
    WithinTolerance,
    Progressing,

    /// <summary>Its pods fail or are too few, without a rollout.</summary>
    Degraded,

    /// <summary>The rollout passed its deadline or cannot go on (ProgressDeadlineExceeded, ReplicaFailure).</summary>
    Stalled,
    Paused,

    /// <summary>In a manifest, but not in the cluster.</summary>
    Missing,

    /// <summary>It could not be read.</summary>
    Unknown,
}
