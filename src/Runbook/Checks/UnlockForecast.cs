using Helmstuck.Helm.Outlook;
using Helmstuck.Helm.Records;

namespace Helmstuck.Runbook.Checks;

/// <summary>What Helm will do after a remedy has been carried out on these revisions, newest first.</summary>
internal sealed record UnlockForecast(Remedy Remedy, Forecast After, IReadOnlyList<long> Revisions)
{
    /// <summary>What makes Helm accept an upgrade where it would not, as a clause; empty where nothing is known to.</summary>
    public string WayOut { get; init; } = "";

    /// <summary>What stands in Helm's way whatever becomes of the records, a sentence each.</summary>
    public IReadOnlyList<string> Obstacles { get; init; } = [];

    /// <summary>What could not be asked, a sentence each: the forecast goes without it.</summary>
    public IReadOnlyList<string> Unread { get; init; } = [];

    /// <summary>Of these, what could have been: many may not read a namespace, and nothing is wrong with that.</summary>
    public IReadOnlyList<string> Doubts { get; init; } = [];

    public static Loadable<UnlockForecast> Of(CheckSubject subject)
    {
        if (!subject.Facts.ClusterAsked)
            return Loadable.Loading<UnlockForecast>();
        var review = subject.Review;
        if (review.Refusal is { } refusal)
            return Loadable.Unreadable<UnlockForecast>(refusal);
        var remedy = subject.Facts.Remedy;
        var outlook = review.Outlook!;
        var after = Planner.After(outlook, remedy);
        var deletion = Why(subject.Facts.Deletion, $"whether namespace {review.Namespace} is being deleted is not known");
        var kinds = Why(subject.Facts.Unbuilt, "whether the API server serves every kind of the manifests is not known");
        return new UnlockForecast(remedy, after, [.. Planner.Records(review, remedy).Select(record => record.Revision)])
        {
            WayOut =
                after.StartsFrom is { } start
                && review.History.OfRevision(review.Release, start) is { } record
                && review.Cluster.UnbuiltOf(record) is { } unbuilt
                    ? ClusterNotes.Remedy(review.Release, record, unbuilt)
                    : "",
            Obstacles = review.Cluster.Deletion is { } going ? [going.Sentence] : [],
            Unread = [.. deletion, .. kinds],
            Doubts = [.. deletion.Where(_ => !subject.Facts.MayNotReadNamespace), .. kinds],
        };
    }

    private static IReadOnlyList<string> Why<T>(Loadable<T> fact, string what) =>
        fact is Loadable<T>.Unreadable unreadable ? [$"{what}: {unreadable.Why}"] : [];
}
