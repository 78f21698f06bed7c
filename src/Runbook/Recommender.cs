using Helmstuck.Helm.Manifests;
using Helmstuck.Helm.Outlook;
using Helmstuck.Helm.Records;

namespace Helmstuck.Runbook;

/// <summary>Which way out the facts advise, each reason with what it costs. Pure: a Review's facts in, advice out.</summary>
internal static class Recommender
{
    /// <param name="afterDelete">The forecast for when every record of the plan is gone.</param>
    public static Recommendation Of(Review review, Forecast afterDelete)
    {
        if (review.Record is not { } record)
            return new Recommendation(RecommendedAction.None, ["no record of this release exists"]);
        if (record.Payload is not RecordPayload.Undecodable && !ReleaseStatus.IsStuck(record.Status))
        {
            var well = $"the newest record, revision {record.Revision}, is {record.Status}: Helm is not stuck";
            return NameTaken(review, review.Outlook?.Now) is { } taken
                ? new Recommendation(RecommendedAction.Investigate, [well, $"but every upgrade is refused: {taken}"])
                : new Recommendation(RecommendedAction.None, [well]);
        }

        if (review.Find(CheckId.Owner) is { State: CheckState.Fail } owner)
            return new Recommendation(RecommendedAction.LeaveToOwner, [owner.Summary, .. owner.Evidence]);
        if (Alive(review) is { Count: > 0 } alive)
            return new Recommendation(RecommendedAction.Wait, [.. alive, IfAlive(record.Status)]);
        if (record.Status == ReleaseStatus.Uninstalling)
            return new Recommendation(RecommendedAction.UninstallAgain, Uninstalling(review, record, afterDelete));
        if (review.Find(CheckId.Workloads) is { State: CheckState.Fail } workloads)
            return new Recommendation(RecommendedAction.Investigate, Investigate(review, workloads));
        if (EverythingApplied(review))
            return new Recommendation(
                RecommendedAction.MarkDeployed,
                [
                    $"everything of revision {record.Revision} was applied: its base is already superseded and the cluster matches it; "
                        + $"only Helm's last write is missing",
                    "deleting it would leave Helm at the revision before, and what this one added would be orphaned",
                    $"with this tool: mark it failed; the next upgrade then starts from {review.Outlook?.AfterMarkFailed.Upgrade.Base}",
                ]
            );
        if (
            afterDelete.Upgrade.Outcome != VerdictOutcome.Proceeds
            && review.Outlook?.AfterMarkFailed.Upgrade.Outcome == VerdictOutcome.Proceeds
        )
            return new Recommendation(
                RecommendedAction.MarkFailed,
                [
                    NameTaken(review, afterDelete) is { } taken
                        ? $"without revision {record.Revision} every upgrade would be refused: {taken}"
                        : $"without revision {record.Revision} Helm has nothing to upgrade from "
                            + $"({afterDelete.Upgrade.Error?.Helm3 ?? "it would install anew"})",
                    $"marked failed, it stays the base of the next upgrade, which becomes revision "
                        + $"{review.Outlook.AfterMarkFailed.Upgrade.NewRevision}, and nothing is orphaned",
                ]
            );
        if (
            afterDelete is
            { Upgrade: { Outcome: VerdictOutcome.Refused, Error: { } refused }, UpgradeInstall.Outcome: VerdictOutcome.Refused }
        )
            return new Recommendation(
                RecommendedAction.Investigate,
                [
                    $"without revision {record.Revision} Helm would still refuse every upgrade: {OutlookText.Of(refused)}",
                    "deleting it does not unlock Helm: see the history",
                ]
            );
        return new Recommendation(RecommendedAction.Delete, Delete(review, record, afterDelete));
    }

    /// <summary>Which record stands in the way of the next revision's name, as a sentence; null where none does.</summary>
    private static string? NameTaken(Review review, Forecast? forecast)
    {
        if (forecast is not { Last: { } last } || forecast.Upgrade.Error != HelmErrorText.Exists)
            return null;
        var name = RecordName.Of(review.Release, last.Revision + 1);
        var why = review.History.FirstOrDefault(record => record.Meta.ObjectName == name) switch
        {
            { Payload: RecordPayload.Undecodable } => "which cannot be decoded",
            { } hidden when !hidden.Meta.IsVisibleIn(review.Release) =>
                $"which lacks the labels that Helm looks for (owner=helm, name={review.Release})",
            _ => "whose payload has another revision than its name",
        };
        return $"the name of the next revision, {name}, is taken by a record {why} ({OutlookText.Of(HelmErrorText.Exists)})";
    }

    /// <summary>
    /// What a delete does to a Helm that is alive after all (Helm: action/install.go, upgrade.go, uninstall.go, each at its last writes).
    /// </summary>
    private static string IfAlive(string status) =>
        status switch
        {
            ReleaseStatus.PendingInstall =>
                "if a Helm is in fact alive, deleting its record leaves it nowhere to write that the install has ended: Helm will not "
                    + "know what it installed",
            ReleaseStatus.Uninstalling =>
                "if a Helm is in fact alive, it goes on deleting the release's objects, whatever becomes of its record",
            _ => "if a Helm is in fact alive, deleting its record lets it end with the previous revision superseded and no deployed "
                + "record at all",
        };

    private static List<string> Alive(Review review) =>
        [
            .. new[] { CheckId.HelmIdle, CheckId.CiJobs }
                .Select(review.Find)
                .OfType<Check>()
                .Where(check => check.State == CheckState.Fail)
                .Select(check => check.Summary),
        ];

    private static List<string> Uninstalling(Review review, ReleaseRecord record, Forecast afterDelete) =>
        [
            $"helm uninstall {review.Release} did not end; running it again is accepted and finishes the job",
            afterDelete.Upgrade.Outcome == VerdictOutcome.Proceeds
                ? $"if the release is to stay instead: without this record the next upgrade starts from {afterDelete.Upgrade.Base}, but "
                    + $"objects may be gone already"
                : $"deleting this record does not bring the release back: helm upgrade would say {afterDelete.Upgrade.Error?.Helm3}",
            $"revision {record.Revision} may already have lost objects: see Changes for what is missing",
        ];

    private static List<string> Investigate(Review review, Check workloads)
    {
        var record = review.Record!;
        if (record.Status == ReleaseStatus.PendingInstall && review.History.Count == 1)
            return
            [
                workloads.Summary,
                $"revision {record.Revision}, the first one, never worked, and nothing is served by an older one: once you know why, "
                    + $"mark it failed and upgrade with what mends it, or run helm uninstall {review.Release} and install anew",
            ];
        if (review.Workloads.Count(workload => workload.BrokenByStuckRevision) is > 0 and var broken)
            return
            [
                workloads.Summary,
                $"revision {record.Revision} itself broke {(broken == 1 ? "it" : PlainText.Count(broken, "workload"))}, and the old "
                    + $"pods serve: look why, and as a fix forward needs the lock gone, override the check with a reason",
            ];
        return [workloads.Summary, "the runbook says: investigate that workload instead of deleting a record"];
    }

    private static bool EverythingApplied(Review review) =>
        review.Changes is { } changes
        && changes.All(change => change.Live is LiveMatch.Stuck or LiveMatch.Both)
        && (
            Forecaster.EverythingApplied(review.Release, review.History)
            || (Forecaster.MayBeApplied(review.Release, review.History) && changes.Any(change => change.Live == LiveMatch.Stuck))
        );

    private static List<string> Delete(Review review, ReleaseRecord record, Forecast afterDelete)
    {
        var reasons = new List<string>();
        if (record.Payload is RecordPayload.Undecodable)
        {
            var said = review.Outlook?.Now.Upgrade.Error is { } error ? $"; helm upgrade says: {OutlookText.Of(error)}" : "";
            reasons.Add($"Helm cannot read revision {record.Revision}{said}");
        }
        var records = Planner.Records(review, Remedy.Delete);
        var without =
            records.Count == 1 ? "it" : $"revisions {string.Join(", ", records.Select(one => one.Revision))} (all of them must go)";
        reasons.Add(
            afterDelete.Upgrade is { Outcome: VerdictOutcome.Proceeds, Base: { } start, NewRevision: { } next }
                ? $"without {without} the next upgrade is accepted, starts from {start} and becomes revision {next}"
                : $"without {without} helm upgrade --install is accepted"
        );
        if (afterDelete.Upgrade.NewRevision == record.Revision)
            reasons.Add($"the number {record.Revision} is used again: logs and CI that name it will mean two things");
        if (review.Find(CheckId.HelmIdle) is { State: not CheckState.Pass } idle)
            reasons.Add($"not certain: {idle.Summary}; if a Helm may still be alive, marking the record failed is the safer way");
        if (review.Find(CheckId.CiJobs) is { State: CheckState.Unknown } jobs)
            reasons.Add($"first make sure that no CI job is running: {jobs.Summary}");
        return reasons;
    }
}
