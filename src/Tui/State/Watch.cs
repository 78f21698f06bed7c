using Helmstuck.Helm.Records;
using Helmstuck.Runbook;

namespace Helmstuck.Tui.State;

/// <summary>
/// The watch for a Helm that is still alive. <paramref name="Seen"/>: what it has done since then, one sentence each;
/// <paramref name="Looking"/>: a read is in progress.
/// </summary>
internal sealed record Watch(
    RecoveryPlan Plan,
    IReadOnlyList<RecordMeta> Left,
    IReadOnlyList<string> Seen,
    DateTimeOffset? LookedAt,
    bool Looking = false
)
{
    /// <summary>Why the last read failed; empty if it did not.</summary>
    public string Error { get; init; } = "";

    /// <summary>The kubeconfig context, if several are on the screen; empty if there is only one.</summary>
    public string Context { get; init; } = "";

    public ReleaseKey Key => new(Plan.Review.Namespace, Plan.Review.Release, Context);
}
