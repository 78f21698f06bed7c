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

    /// <summary><c>record in ops, deploys into shop</c>; null if the record lies in the namespace that its payload names.</summary>
    public static string? Place(ReleaseRecord record) =>
        record.DeploysInto is { } target ? $"record in {record.Meta.Namespace}, deploys into {target}" : null;

    /// <summary>
    /// The release as a helm command takes it: with the namespace of the record, where another one would be as likely.
    /// </summary>
    public static string Argument(ReleaseRecord record, string release) =>
        record.DeploysInto is null ? release : $"{release} -n {record.Meta.Namespace}";

    public static string Of(StorageDriver driver) => driver == StorageDriver.Secret ? "Secret" : "ConfigMap";
}
