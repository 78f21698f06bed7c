using Helmstuck.Helm.Manifests;
using Helmstuck.Helm.Outlook;
using Helmstuck.Helm.Records;
using Helmstuck.Runbook.Checks;

namespace Helmstuck.Runbook.Reviewing;

/// <summary>Makes a Review from facts: the one place that runs all checks. Pure; called again for each new fact.</summary>
internal static class Reviewer
{
    public static Review Assemble(ReviewFacts facts)
    {
        var history = facts.Records.ValueOrDefault ?? [];
        var record = UnderReview(facts.Release, history);
        var cluster = facts.Cluster;
        var refused = Review.RefusalIn(history) is not null;
        var outlook = record is null || refused ? null : Forecaster.Outlook(facts.Release, history, record.Revision, cluster);
        var review = new Review
        {
            Context = facts.Context,
            Server = facts.Server,
            Namespace = facts.Namespace,
            Release = facts.Release,
            Record = record,
            History = history,
            Outlook = outlook,
            Cluster = cluster,
            ClusterAsked = facts.ClusterAsked,
            Workloads = facts.Workloads.ValueOrDefault ?? [],
            Changes = facts.Changes.ValueOrDefault,
            Deleted = facts.Deleted,
            Hook = facts.Hook,
            Owner = facts.Owner.ValueOrDefault,
            Remedy = facts.Remedy,
            Loading = Loading(facts),
            Problems = Problems(facts),
            ServerNow = facts.ServerNow,
            IdleAfter = facts.IdleAfter,
            FailedJobs = facts.CiJobs.ValueOrDefault?.FailedJobs ?? [],
        };
        review = review with { Checks = Checks(new CheckSubject(facts, review)), ReadAt = review.Loading.Count == 0 ? facts.ReadAt : null };
        return review with
        {
            Recommendation =
                record is null ? null
                : outlook is null ? new Recommendation(RecommendedAction.Investigate, [review.Refusal!])
                : Recommender.Of(review, Planner.AfterDelete(outlook)),
        };
    }

    /// <summary>The newest record that Helm sees or fails on: an undecodable newest one is under review itself.</summary>
    public static ReleaseRecord? UnderReview(string release, IReadOnlyList<ReleaseRecord> history) =>
        history.FirstOrDefault(record => record.Meta.IsSeenByHelm(release));

    /// <summary>If there is no record, or none can be read, the Review says only that.</summary>
    private static IReadOnlyList<Check> Checks(CheckSubject subject)
    {
        var hasRecord = subject.Review.Record is not null || subject.Facts.Records is Loadable<IReadOnlyList<ReleaseRecord>>.Loading;
        return [.. CheckList.All.Where(check => hasRecord || check.NeedsNoRecord).Select(check => check.Ask(subject))];
    }

    private static List<string> Loading(ReviewFacts facts)
    {
        var loading = new List<string>();
        void Note<T>(Loadable<T> fact, string what)
        {
            if (fact is Loadable<T>.Loading)
                loading.Add(what);
        }
        Note(facts.Records, "records");
        if (facts.Records is Loadable<IReadOnlyList<ReleaseRecord>>.Unreadable)
            return loading;
        Note(facts.Workloads, "workloads");
        Note(facts.ActiveHooks, "hooks");
        Note(facts.LocalHelms, "local processes");
        Note(facts.CiJobs, "CI jobs");
        Note(facts.Owner, "owner");
        Note(facts.Deletion, "namespace");
        Note(facts.Unbuilt, "served kinds");
        Note(facts.LeftBehind, "orphans");
        Note(facts.Permissions, "permissions");
        Note(facts.Changes, "changes");
        if (facts is { Changes: Loadable<IReadOnlyList<ManifestChange>>.Known, LiveCompared: false })
            loading.Add("live objects");
        return loading;
    }

    private static List<string> Problems(ReviewFacts facts)
    {
        var problems = new List<string>();
        void Note<T>(Loadable<T> fact)
        {
            if (fact is Loadable<T>.Unreadable unreadable && !problems.Contains(unreadable.Why))
                problems.Add(unreadable.Why);
        }
        Note(facts.Records);
        Note(facts.Workloads);
        Note(facts.ActiveHooks);
        Note(facts.Changes);
        return problems;
    }
}
