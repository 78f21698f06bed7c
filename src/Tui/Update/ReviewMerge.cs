using Helmstuck.Helm.Manifests;
using Helmstuck.Helm.Records;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Update;

/// <summary>
/// A new read of a release begins with an incomplete review. As long as it is the same record, the known facts stay on the screen
/// until their new answers arrive, so that nothing flickers and a slow source delays nothing else.
/// </summary>
internal static class ReviewMerge
{
    public static ScreenReview Over(ScreenReview? old, ScreenReview fresh)
    {
        if (old is null || old.Key != fresh.Key || old.Review.Record is not { } before)
            return fresh;
        if (fresh.Review.Record is null && !fresh.Complete)
            return old;
        if (fresh.Review.Record is null && fresh.Review.Find(RecordCheck.Id) is { State: CheckState.Unknown, Pending: false } unread)
            return Unread(old, fresh, unread);
        if (
            fresh.Review.Record is not { } now
            || now.Meta.Uid != before.Meta.Uid
            || now.Meta.ResourceVersion != before.Meta.ResourceVersion
        )
            return fresh;
        return Same(old, fresh);
    }

    /// <summary>The records could not be read this time: the known facts stay visible, but must not be acted on.</summary>
    private static ScreenReview Unread(ScreenReview old, ScreenReview fresh, Check unread) =>
        old with
        {
            Review = old.Review with
            {
                Checks = [unread, .. old.Review.Checks.Where(check => check.Id != RecordCheck.Id)],
                Problems = fresh.Review.Problems,
                ReadAt = fresh.Review.ReadAt,
                Loading = [],
            },
        };

    private static ScreenReview Same(ScreenReview old, ScreenReview fresh)
    {
        var workloadsPending = fresh.Review.Find(WorkloadsCheck.Id) is null or { Pending: true } && !fresh.Complete;
        // Until the cluster was asked again, a forecast by the records alone must not take the place of a fuller one.
        var isSettled = fresh.Complete || fresh.Review.ClusterAsked || !old.Review.ClusterAsked;
        // The manifests are compared before the cluster's objects are read: what it ran a moment ago stays until then.
        var comparesLess =
            !fresh.Complete && fresh.Review.Changes is { Count: > 0 } changes && changes.All(change => change.Live == LiveMatch.Unknown);
        var review = fresh.Review with
        {
            ClusterAsked = fresh.Review.ClusterAsked || old.Review.ClusterAsked,
            Record = Richer(old.Review.Record!, fresh.Review.Record!),
            History =
                fresh.Review.History.Count == 0 && !fresh.Complete
                    ? old.Review.History
                    : [.. fresh.Review.History.Select(record => Richer(old.Review.History, record))],
            Checks = Checks(old.Review, fresh.Review, fresh.Complete),
            Workloads = workloadsPending ? old.Review.Workloads : fresh.Review.Workloads,
            Changes = comparesLess ? old.Review.Changes : fresh.Review.Changes ?? old.Review.Changes,
            Outlook = isSettled ? fresh.Review.Outlook ?? old.Review.Outlook : old.Review.Outlook ?? fresh.Review.Outlook,
            Cluster = isSettled ? fresh.Review.Cluster : old.Review.Cluster,
            Hook = fresh.Review.Hook ?? (fresh.Complete ? null : old.Review.Hook),
            Recommendation = fresh.Complete ? fresh.Review.Recommendation : old.Review.Recommendation ?? fresh.Review.Recommendation,
            ReadAt = fresh.Review.ReadAt ?? old.Review.ReadAt,
            ServerNow = fresh.Review.ServerNow ?? old.Review.ServerNow,
            FailedJobs = fresh.Review.FailedJobs.Count == 0 && !fresh.Complete ? old.Review.FailedJobs : fresh.Review.FailedJobs,
            Problems = fresh.Complete ? fresh.Review.Problems : [.. old.Review.Problems.Union(fresh.Review.Problems)],
        };
        return new ScreenReview(
            review,
            Plan(old.Delete, isSettled ? fresh.Delete : old.Delete ?? fresh.Delete, fresh.Complete, comparesLess),
            Plan(old.MarkFailed, isSettled ? fresh.MarkFailed : old.MarkFailed ?? fresh.MarkFailed, fresh.Complete, comparesLess)
        )
        {
            Context = fresh.Context,
            Open = fresh.Review.History.Count == 0 && !fresh.Complete ? old.Open : fresh.Open,
        };
    }

    private static PlanFacts? Plan(PlanFacts? old, PlanFacts? fresh, bool complete, bool comparesLess) =>
        fresh switch
        {
            null => complete ? null : old,
            not null when old is not null && !complete && (comparesLess || fresh.Plan.ClusterRuns.Length == 0) => fresh with
            {
                Plan = fresh.Plan with { ClusterRuns = old.Plan.ClusterRuns },
            },
            _ => fresh,
        };

    private static IReadOnlyList<Check> Checks(Review old, Review fresh, bool complete)
    {
        if (complete)
            return fresh.Checks;
        return
        [
            .. CheckList
                .All.Select(check =>
                    (Fresh: fresh.Find(check.Id), Old: old.Remedy != fresh.Remedy && check.DependsOnRemedy ? null : old.Find(check.Id))
                )
                .Select(pair => pair.Fresh is null or { Pending: true } ? pair.Old ?? pair.Fresh : pair.Fresh)
                .OfType<Check>(),
        ];
    }

    private static ReleaseRecord Richer(IReadOnlyList<ReleaseRecord> old, ReleaseRecord fresh) =>
        old.FirstOrDefault(record => record.Meta.ObjectName == fresh.Meta.ObjectName) is { } known ? Richer(known, fresh) : fresh;

    /// <summary>A payload that was read before is still valid if uid and resourceVersion are the same.</summary>
    private static ReleaseRecord Richer(ReleaseRecord old, ReleaseRecord fresh) =>
        fresh.Payload is RecordPayload.NotRead && old.Meta.Uid == fresh.Meta.Uid && old.Meta.ResourceVersion == fresh.Meta.ResourceVersion
            ? fresh with
            {
                Payload = old.Payload,
            }
            : fresh;
}
