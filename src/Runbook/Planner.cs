using Helmstuck.Helm.Manifests;
using Helmstuck.Helm.Outlook;
using Helmstuck.Helm.Records;

namespace Helmstuck.Runbook;

/// <summary>Makes a plan from a Review and a remedy: exactly what would be done.</summary>
internal static class Planner
{
    /// <summary>The plan, or null if there is no record to act on (none, or neither stuck nor undecodable).</summary>
    public static RecoveryPlan? For(Review review, Remedy remedy)
    {
        if (review.Record is not { } record || review.Outlook is not { } outlook)
            return null;
        if (!record.IsInTheWay)
            return null;
        var records = Records(review, remedy);
        var after = After(outlook, remedy);
        return new RecoveryPlan
        {
            Remedy = remedy,
            Review = review,
            Records = records,
            Now = OutlookText.Now(review.Release, outlook.Now),
            Next = OutlookText.Sentence(review.Release, after, record.Revision),
            ClusterRuns = ClusterRuns(review, remedy),
        };
    }

    /// <summary>What the cluster runs of the stuck or deleted revision, one sentence; empty if nothing was compared.</summary>
    /// <param name="remedy">What Helm thinks of the record afterwards depends on it.</param>
    public static string ClusterRuns(Review review, Remedy remedy = Remedy.Delete)
    {
        if (review is not { Changes: { } changes, Outlook: { } outlook, Record: { } record } || (review.IsWell && review.Deleted is null))
            return "";
        var after = review.Deleted is null ? AfterDelete(outlook) : outlook.Now;
        return ChangeText.Summary(
            changes,
            review.Deleted?.Revision ?? record.Revision,
            after.StartsFrom,
            after.Last?.Revision,
            alreadyDeleted: review.Deleted is not null,
            marked: RemedyFacts.Of(remedy).Status
        );
    }

    /// <summary>The revision that the next upgrade starts from, as <see cref="Review.Changes"/> compares; null if none exists.</summary>
    public static long? ComparedWith(Review review) =>
        review.Outlook is not { } outlook ? null : (review.Deleted is null ? AfterDelete(outlook) : outlook.Now).StartsFrom;

    /// <summary>The forecast for when the remedy is carried out.</summary>
    public static Forecast After(Outlook outlook, Remedy remedy) =>
        remedy switch
        {
            Remedy.Delete => AfterDelete(outlook),
            Remedy.MarkFailed => outlook.AfterMarkFailed,
            _ => outlook.AfterMarkDeployed,
        };

    /// <summary>Why the record must not be marked deployed; null if it is proven that only Helm's last write is missing.</summary>
    public static string? WhyNotDeployed(Review review) =>
        review.Recommendation is { Action: RecommendedAction.MarkDeployed } ? null
        : review.Outlook?.MarkFailed.Reason is { } why ? why
        : "it is not proven that Helm applied all of it and only its last write is missing"
            + (review.Recommendation is { } advice ? $"; advised: {ReviewText.Of(advice.Action)}: {advice.Reasons[0]}" : "");

    /// <summary>The forecast for when every record of the delete plan is deleted.</summary>
    public static Forecast AfterDelete(Outlook outlook) => outlook.AfterDeleteAll ?? outlook.AfterDelete;

    /// <summary>The records to act on, newest first: the one under review, and for a delete the pending ones directly below it.</summary>
    public static IReadOnlyList<ReleaseRecord> Records(Review review, Remedy remedy)
    {
        var record = review.Record!;
        if (remedy != Remedy.Delete || review.Outlook is not { ToDelete.Count: > 1 } outlook)
            return [record];
        return [.. outlook.ToDelete.Select(revision => review.History.OfRevision(review.Release, revision)!)];
    }
}
