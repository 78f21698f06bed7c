using Helmstuck.Helm.Records;

namespace Helmstuck.Runbook;

/// <summary>
/// Exactly what would be done and its consequences, for the dialog, the dry run and the journal. Made from a <see cref="Review"/> alone.
/// </summary>
internal sealed record RecoveryPlan
{
    public required Remedy Remedy { get; init; }
    public required Review Review { get; init; }

    /// <summary>The records to act on, newest first: one, or all stacked pending ones.</summary>
    public required IReadOnlyList<ReleaseRecord> Records { get; init; }

    /// <summary>What Helm thinks now, one sentence.</summary>
    public required string Now { get; init; }

    /// <summary>What Helm will think afterwards, one sentence.</summary>
    public required string Next { get; init; }

    /// <summary>Which of the stuck revision's changes the cluster runs, in one sentence; empty until compared.</summary>
    public required string ClusterRuns { get; init; }

    /// <summary>What has to be typed: the revision, or all of them, newest first, separated by commas.</summary>
    public string Confirmation => string.Join(',', Records.Select(record => record.Revision));

    /// <summary>The checks that are not <c>pass</c>, in the runbook's order.</summary>
    public IReadOnlyList<Check> NotGreen => [.. Review.Checks.Where(check => check.State != CheckState.Pass)];
}
