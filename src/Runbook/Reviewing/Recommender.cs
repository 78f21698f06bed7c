using Helmstuck.Helm.Manifests;
using Helmstuck.Helm.Outlook;
using Helmstuck.Helm.Records;
using Helmstuck.Runbook.Checks;

namespace Helmstuck.Runbook.Reviewing;

/// <summary>Decides which action the facts advise, with reasons and consequences. Pure: a Review's facts in, advice out.</summary>
internal static class Recommender
{
    /// <param name="afterDelete">The forecast for when every record of the plan is deleted.</param>
    public static Recommendation Of(Review review, Forecast afterDelete)
    {
        if (review.Record is not { } record)
            return new Recommendation(RecommendedAction.None, ["this release has no record"]);
        if (!record.IsInTheWay)
        {
            var well = $"the newest record, revision {record.Revision}, is {record.Status}: Helm is not stuck";
            return Obstacle(review, review.Outlook?.Now) is { } why
                ? new Recommendation(
                    RecommendedAction.Investigate,
                    [well, $"but every upgrade is refused: {why}", .. WayOut(review, review.Outlook!.Now)]
                )
                : new Recommendation(RecommendedAction.None, [well]);
        }
        if (review.Cluster.Deletion is { } deletion)
            return new Recommendation(RecommendedAction.Investigate, Terminating(review, record, deletion));

        if (Failed(review, RecommendedAction.Investigate) is [{ Id: RecordCheck.Id } contradicted, ..])
            return new Recommendation(
                RecommendedAction.Investigate,
                [contradicted.Summary, "it may be the record of another release: find out who wrote it before you delete it"]
            );
        if (Failed(review, RecommendedAction.LeaveToOwner) is [var owner, ..])
            return new Recommendation(RecommendedAction.LeaveToOwner, [owner.Summary, .. owner.Evidence]);
        if (Failed(review, RecommendedAction.Wait) is { Count: > 0 } alive)
            return new Recommendation(RecommendedAction.Wait, [.. alive.Select(check => check.Summary), IfAlive(record.Status)]);
        if (record.Status == ReleaseStatus.Uninstalling && review.Outlook?.Now.Uninstall.Error is { Meaning: { } endless })
            return new Recommendation(
                RecommendedAction.Investigate,
                [$"helm uninstall {ReviewText.Argument(record, review.Release)} cannot finish: {endless}", .. WayOut(review, record)]
            );
        if (record.Status == ReleaseStatus.Uninstalling)
            return new Recommendation(RecommendedAction.UninstallAgain, Uninstalling(review, record, afterDelete));
        if (Failed(review, RecommendedAction.Investigate) is [var broken, ..])
            return new Recommendation(RecommendedAction.Investigate, Investigate(review, broken));
        if (EverythingApplied(review))
            return new Recommendation(
                RecommendedAction.MarkDeployed,
                [
                    $"revision {record.Revision} was fully applied: the cluster matches it and its base is already superseded; only Helm's "
                        + $"last write is missing",
                    "deleting the record would set Helm back to the previous revision, and orphan the objects that this one added",
                    review.Outlook?.MarkFailed.Reason is { } why
                        ? $"it cannot be marked deployed: {why}"
                        : $"make the missing write: kubectl helmstuck unstick {ReviewText.Argument(record, review.Release)} --revision "
                            + $"{record.Revision} --mark-deployed; the next upgrade then starts from revision "
                            + $"{review.Outlook?.AfterMarkDeployed.Upgrade.Base} and becomes "
                            + $"{review.Outlook?.AfterMarkDeployed.Upgrade.NewRevision}",
                ]
            );
        if (
            afterDelete.Upgrade.Outcome != VerdictOutcome.Proceeds
            && review.Outlook?.AfterMarkFailed.Upgrade.Outcome == VerdictOutcome.Proceeds
        )
            return new Recommendation(
                RecommendedAction.MarkFailed,
                [
                    Obstacle(review, afterDelete) is { } why
                        ? $"without revision {record.Revision}, Helm refuses every upgrade: {why}"
                        : $"without revision {record.Revision}, Helm has nothing to upgrade from "
                            + $"({afterDelete.Upgrade.Error?.Helm3 ?? "it would install again"})",
                    $"marked failed, it is the base of the next upgrade, revision {review.Outlook.AfterMarkFailed.Upgrade.NewRevision}, "
                        + "and nothing is orphaned",
                ]
            );
        if (afterDelete.Refusal is { } refused)
            return new Recommendation(
                RecommendedAction.Investigate,
                [
                    $"even without revision {record.Revision}, Helm refuses every upgrade: {OutlookText.Why(refused)}",
                    .. WayOut(review, afterDelete) is [_, ..] ways ? ways : ["deleting it does not unlock Helm: look at the history"],
                ]
            );
        if (
            review is { Owner: { RetriesFailed: true, Name: var writer }, Outlook.AfterMarkFailed.Upgrade: var marked }
            && record.IsDecodable
            && marked.Outcome == VerdictOutcome.Proceeds
        )
            return new Recommendation(
                RecommendedAction.MarkFailed,
                [
                    $"{writer} is a controller: most of them try a failed release again by themselves, and a pending one never",
                    $"marked failed, the next upgrade starts from revision {marked.Base} and becomes revision {marked.NewRevision}",
                    "without the record, the controller may take the revision before for what it deployed last",
                ]
            );
        return new Recommendation(RecommendedAction.Delete, Delete(review, record, afterDelete));
    }

    /// <summary>Why no upgrade is accepted, if that says more than Helm's own words; else null.</summary>
    private static string? Obstacle(Review review, Forecast? forecast) => NameTaken(review, forecast) ?? forecast?.Refusal?.Meaning;

    private static List<string> Terminating(Review review, ReleaseRecord record, NamespaceDeletion deletion) =>
        [
            $"{deletion.Sentence}: the API server refuses every install, upgrade and rollback in it",
            "deleting the record or marking it failed does not change that: find out who deletes the namespace, and why",
            .. record.Status == ReleaseStatus.Uninstalling && review.Outlook?.Now.Uninstall.Outcome == VerdictOutcome.Proceeds
                ? new[] { $"helm uninstall {ReviewText.Argument(record, review.Release)} can still be finished" }
                : [],
        ];

    /// <summary>What lets Helm build the manifest of the next base again; empty if that is not the problem.</summary>
    private static List<string> WayOut(Review review, Forecast forecast) =>
        forecast.StartsFrom is { } start && review.History.OfRevision(review.Release, start) is { } record ? WayOut(review, record) : [];

    private static List<string> WayOut(Review review, ReleaseRecord record) =>
        review.Cluster.UnbuiltOf(record) is { } unbuilt ? [ClusterNotes.Remedy(review.Release, record, unbuilt)] : [];

    /// <summary>Which record has the name of the next revision, as a sentence; null if none has.</summary>
    private static string? NameTaken(Review review, Forecast? forecast)
    {
        if (forecast is not { Last: { } last } || forecast.Upgrade.Error != HelmErrorText.Exists)
            return null;
        var name = RecordName.Of(review.Release, last.Revision + 1);
        var why = review.History.FirstOrDefault(record => record.Meta.ObjectName == name) switch
        {
            { Payload: RecordPayload.Undecodable } => "which cannot be decoded",
            { } hidden when !hidden.Meta.IsSeenByHelm(review.Release) =>
                $"which lacks the labels that Helm looks for (owner=helm, name={review.Release})",
            _ => "whose payload has another revision than its name",
        };
        return $"the name of the next revision, {name}, is taken by a record {why} ({OutlookText.Of(HelmErrorText.Exists)})";
    }

    /// <summary>
    /// What a delete does to a Helm that is still running (Helm: action/install.go, upgrade.go, uninstall.go, each at its last writes).
    /// </summary>
    private static string IfAlive(string status) =>
        status switch
        {
            ReleaseStatus.PendingInstall =>
                "if you delete the record while Helm is still running, Helm cannot record that the install ended, and does not know what "
                    + "it installed",
            ReleaseStatus.Uninstalling => "if Helm is still running, it keeps deleting the release's objects, even without its record",
            _ =>
                "if you delete the record while Helm is still running, Helm marks the previous revision superseded, and no deployed record "
                    + "is left",
        };

    /// <summary>The failed checks whose definition advises that, in the runbook's order.</summary>
    private static List<Check> Failed(Review review, RecommendedAction advised) =>
        [.. review.Checks.Where(check => check.State == CheckState.Fail && CheckList.Of(check).Advises == advised)];

    private static List<string> Uninstalling(Review review, ReleaseRecord record, Forecast afterDelete) =>
        [
            $"helm uninstall {ReviewText.Argument(record, review.Release)} did not finish: run it again, and Helm deletes what is left",
            afterDelete.Upgrade.Outcome == VerdictOutcome.Proceeds
                ? $"to keep the release instead, delete this record: the next upgrade then starts from revision "
                    + $"{afterDelete.Upgrade.Base}, but objects may already be gone"
                : $"deleting this record does not bring the release back: helm upgrade then says: {afterDelete.Upgrade.Error?.Helm3}",
            $"objects of revision {record.Revision} may already be gone: Changes lists what is missing",
        ];

    private static List<string> Investigate(Review review, Check failed)
    {
        var record = review.Record!;
        if (record.Status == ReleaseStatus.PendingInstall && review.History.Count == 1)
            return
            [
                failed.Summary,
                $"revision {record.Revision} is the first one and never worked, and no older revision serves: find the cause, then mark it "
                    + $"failed and upgrade with a fix, or run helm uninstall {ReviewText.Argument(record, review.Release)} and install "
                    + "again",
            ];
        if (review.Workloads.Count(workload => workload.BrokenByStuckRevision) is > 0 and var broken)
            return
            [
                failed.Summary,
                $"revision {record.Revision} broke {(broken == 1 ? "it" : PlainText.Count(broken, "workload"))}, and the old pods still "
                    + $"serve: find the cause; to roll a fix forward Helm must be unlocked, so override the check with a reason",
            ];
        return [failed.Summary, "investigate that workload before you delete a record"];
    }

    private static bool EverythingApplied(Review review) =>
        review.Changes is { } changes
        && changes.All(change => change.Live is LiveMatch.Stuck or LiveMatch.Both)
        && Forecaster.EverythingApplied(review.Release, review.History);

    private static List<string> Delete(Review review, ReleaseRecord record, Forecast afterDelete)
    {
        var reasons = new List<string>();
        if (!record.IsDecodable)
        {
            var said = review.Outlook?.Now.Upgrade.Error is { } error ? $"; helm upgrade says: {OutlookText.Of(error)}" : "";
            reasons.Add($"Helm cannot read revision {record.Revision}{said}");
        }
        var records = Planner.Records(review, Remedy.Delete);
        var without =
            records.Count == 1 ? "it" : $"revisions {string.Join(", ", records.Select(one => one.Revision))} (delete all of them)";
        reasons.Add(
            afterDelete.Upgrade is { Outcome: VerdictOutcome.Proceeds, Base: { } start, NewRevision: { } next }
                ? $"without {without}, Helm accepts the next upgrade: it starts from revision {start} and becomes revision {next}"
                : $"without {without}, Helm accepts helm upgrade --install"
        );
        if (afterDelete.Upgrade.NewRevision == record.Revision)
            reasons.Add($"the next upgrade uses the number {record.Revision} again: logs and CI jobs that name it then mean two deploys");
        reasons.AddRange(review.Checks.Select(check => CheckList.Of(check).Doubt(check)).OfType<string>());
        return reasons;
    }
}
