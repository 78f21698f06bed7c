using Helmstuck.Helm.Manifests;
using Helmstuck.Helm.Outlook;
using Helmstuck.Helm.Records;
using Helmstuck.Runbook.Checks;

namespace Helmstuck.Runbook;

/// <summary>Facts in, Review out: the one place where the checks are put together. Pure; called again whenever a fact arrives.</summary>
internal static class Reviewer
{
    public static Review Assemble(ReviewFacts facts)
    {
        var history = facts.Records.ValueOrDefault ?? [];
        var record = UnderReview(facts.Release, history);
        var outlook = record is null ? null : Forecaster.Outlook(facts.Release, history, record.Revision);
        var review = new Review
        {
            Context = facts.Context,
            Server = facts.Server,
            Namespace = facts.Namespace,
            Release = facts.Release,
            Record = record,
            History = history,
            Outlook = outlook,
            Workloads = facts.Workloads.ValueOrDefault ?? [],
            Changes = facts.Changes.ValueOrDefault,
            Hook = facts.Hook,
            Remedy = facts.Remedy,
            Loading = Loading(facts),
            Problems = Problems(facts),
            ServerNow = facts.ServerNow,
            FailedJobs = facts.CiJobs.ValueOrDefault?.FailedJobs ?? [],
        };
        review = review with { Checks = Checks(facts, review), ReadAt = review.Loading.Count == 0 ? facts.ReadAt : null };
        return record is null ? review : review with { Recommendation = Recommender.Of(review, Planner.AfterDelete(outlook!)) };
    }

    /// <summary>The newest record that Helm sees or stumbles over: an undecodable newest one is under review itself.</summary>
    public static ReleaseRecord? UnderReview(string release, IReadOnlyList<ReleaseRecord> history) =>
        history.FirstOrDefault(record => record.Meta.IsVisibleIn(release));

    private static IReadOnlyList<Check> Checks(ReviewFacts facts, Review review)
    {
        if (facts.Records is Loadable<IReadOnlyList<ReleaseRecord>>.Unreadable unreadable)
            return [new Check(CheckId.Record, CheckState.Unknown, unreadable.Why, [])];
        if (facts.Records is Loadable<IReadOnlyList<ReleaseRecord>>.Loading)
            return [.. CheckId.All.Select(Waiting)];
        if (review.Record is not { } record)
            return [RecordCheck.Of(review.History, null)];
        return
        [
            RecordCheck.Of(review.History, record),
            HelmIdleCheck.Of(
                record,
                facts.ServerNow,
                facts.IdleAfter,
                facts.ClockSkew,
                Writes(facts, review),
                facts.ActiveHooks,
                facts.Workloads
            ),
            Answered(facts.CiJobs, CheckId.CiJobs, CiJobsCheck.Of) with
            {
                At = facts.CiJobsAt,
            },
            Answered(facts.Owner, CheckId.Owner, OwnerCheck.Of),
            Answered(facts.Workloads, CheckId.Workloads, WorkloadsCheck.Of),
            Answered(facts.Permissions, CheckId.Permissions, permissions => PermissionsCheck.Of(record, permissions)),
            UnlocksCheck.Of(
                facts.Remedy,
                facts.Remedy == Remedy.Delete ? Planner.AfterDelete(review.Outlook!) : review.Outlook!.AfterMarkFailed,
                [.. Planner.Records(review, facts.Remedy).Select(one => one.Revision)]
            ),
        ];
    }

    private static Check Answered<T>(Loadable<T> fact, string id, Func<T, Check> check) =>
        fact switch
        {
            Loadable<T>.Known known => check(known.Value),
            Loadable<T>.Unreadable unreadable => new Check(id, CheckState.Unknown, unreadable.Why, []),
            _ => Waiting(id),
        };

    private static Check Waiting(string id) => new(id, CheckState.Unknown, "being read", []) { Pending = true };

    /// <summary>
    /// Signs of life on the release's objects and on every record that would go: its writes, and the starts of hooks, which stand in the
    /// payload even where the API server noted no time.
    /// </summary>
    private static List<HelmWrite> Writes(ReviewFacts facts, Review review)
    {
        var writes = facts.Writes.ToList();
        foreach (var record in Planner.Records(review, Remedy.Delete))
        {
            var meta = record.Meta;
            if (meta is { LastWrittenAt: { } written })
                writes.Add(new HelmWrite($"{ReviewText.Of(meta.Driver)}/{meta.ObjectName}", meta.LastWriter, written));
            if (meta.LastTouch is { Time: { } touched } touch)
                writes.Add(new HelmWrite($"{ReviewText.Of(meta.Driver)}/{meta.ObjectName}", touch.Manager, touched));
            if (
                record.Release is { } release
                && release.Hooks.Where(hook => hook.StartedAt >= release.LastDeployed).MaxBy(hook => hook.StartedAt)
                    is { StartedAt: { } started } hook
            )
                writes.Add(new HelmWrite($"start of hook {hook.Name}", "Helm (by its client's clock)", started));
        }
        return writes;
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
        Note(facts.CiJobs, "CI jobs");
        Note(facts.Owner, "owner");
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
