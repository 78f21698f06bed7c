using Helmstuck.Health;
using Helmstuck.Recovery;
using Helmstuck.Runbook;

namespace Helmstuck.Tui.Pages;

/// <summary>Facts in words for the screen.</summary>
internal static class TuiText
{
    public const string Production = "PRODUCTION";

    /// <summary>A workload's verdict as the state of a check.</summary>
    public static CheckState Weight(WorkloadHealth workload) =>
        workload.Verdict switch
        {
            WorkloadVerdict.Healthy or WorkloadVerdict.WithinTolerance => CheckState.Pass,
            WorkloadVerdict.Unknown => CheckState.Unknown,
            _ when workload.NeverBlocks => CheckState.Warn,
            WorkloadVerdict.Missing when workload.NamedIn == NamedIn.StuckOnly => CheckState.Warn,
            _ => CheckState.Fail,
        };

    public static string Of(RecoveryStep step) =>
        step switch
        {
            RecoveryStep.Rereading => "read the record again",
            RecoveryStep.BackingUp => "write the backup",
            RecoveryStep.Journalling => "journal the intent",
            RecoveryStep.Sending => "send it to the API server",
            RecoveryStep.Verifying => "read Helm's records again",
            _ => "done",
        };

    public static string Of(RecommendedAction action) =>
        action switch
        {
            RecommendedAction.Wait => "wait",
            RecommendedAction.Investigate => "investigate first",
            RecommendedAction.Delete => "delete the record",
            RecommendedAction.MarkFailed => "mark the record failed",
            RecommendedAction.MarkDeployed => "mark the record deployed",
            RecommendedAction.UninstallAgain => "run helm uninstall again",
            RecommendedAction.LeaveToOwner => "leave it to its owner",
            _ => "nothing to do",
        };

    /// <summary>The advice. It is no permission: checks that still block come first.</summary>
    public static string Advice(Review review, RecommendedAction action)
    {
        var first = string.Join(", ", review.Checks.Where(check => check is { Blocks: true, Pending: false }).Select(check => check.Id));
        return first.Length > 0 && action is RecommendedAction.Delete or RecommendedAction.MarkFailed or RecommendedAction.MarkDeployed
            ? $"{first} first, then {(action == RecommendedAction.Delete ? "delete" : Of(action))}"
            : Of(action);
    }

    /// <summary>The age; empty if either time is unknown.</summary>
    public static string Age(DateTimeOffset? since, DateTimeOffset? now) =>
        since is { } start && now is { } end ? PlainText.Age(end - start) : "";
}
