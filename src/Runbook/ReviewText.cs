using Helmstuck.Helm.Manifests;
using Helmstuck.Helm.Outlook;
using Helmstuck.Helm.Records;

namespace Helmstuck.Runbook;

/// <summary>The names of a Review's values in JSON, in the journal and on the screen.</summary>
internal static class ReviewText
{
    public static string Of(CheckState state) =>
        state switch
        {
            CheckState.Pass => "pass",
            CheckState.Warn => "warn",
            CheckState.Fail => "fail",
            _ => "unknown",
        };

    public static string Of(RecommendedAction action) =>
        action switch
        {
            RecommendedAction.Wait => "wait",
            RecommendedAction.Investigate => "investigate",
            RecommendedAction.Delete => "delete",
            RecommendedAction.MarkFailed => "mark-failed",
            RecommendedAction.MarkDeployed => "mark-deployed",
            RecommendedAction.UninstallAgain => "uninstall-again",
            RecommendedAction.LeaveToOwner => "leave-to-owner",
            _ => "none",
        };

    public static string Of(ChangeKind change) =>
        change switch
        {
            ChangeKind.Added => "added",
            ChangeKind.Changed => "changed",
            _ => "removed",
        };

    public static string Of(LiveMatch live) =>
        live switch
        {
            LiveMatch.Stuck => "stuck",
            LiveMatch.Previous => "previous",
            LiveMatch.Both => "both",
            LiveMatch.Neither => "neither",
            LiveMatch.Missing => "missing",
            _ => "unknown",
        };

    public static string Of(VerdictOutcome outcome) =>
        outcome switch
        {
            VerdictOutcome.Proceeds => "proceeds",
            VerdictOutcome.Installs => "installs",
            _ => "refused",
        };

    public static string Of(HookLife life) =>
        life switch
        {
            HookLife.Running => "running",
            HookLife.Succeeded => "succeeded",
            HookLife.Failed => "failed",
            HookLife.Gone => "gone",
            HookLife.RunsNothing => "none",
            _ => "unknown",
        };

    public static string Of(StorageDriver driver) => driver == StorageDriver.Secret ? "Secret" : "ConfigMap";
}
