using Helmstuck.Health;
using Helmstuck.Helm.Manifests;
using Helmstuck.Helm.Outlook;
using Helmstuck.Helm.Records;
using Helmstuck.Runbook;
using Helmstuck.Terminal;

namespace Helmstuck.Cli.Printers;

/// <summary>
/// A Review as plain text, in the order of the five answers: what is stuck, is anything running, is the cluster healthy, what would be
/// deleted, what Helm thinks next.
/// </summary>
internal static class ExplainText
{
    public static IEnumerable<string> Lines(Review review)
    {
        foreach (var line in Raw(review))
            yield return Clean.Line(line);
    }

    private static IEnumerable<string> Raw(Review review)
    {
        if (review.Cluster.Deletion is { } deletion)
            yield return $"Attention:      {deletion.Sentence}";
        yield return $"Release:        {review.Release}";
        yield return $"Namespace:      {review.Namespace}";
        yield return $"Context:        {review.Context} ({review.Server})";
        if (review.Record is not { } record)
        {
            yield return "Stuck:          no record of this release exists";
            yield break;
        }
        yield return $"Stuck:          {(review.Phase == ReleasePhase.InProgress ? "in progress" : review.Stuck ? "yes" : "no")}: "
            + $"revision {record.Revision} is {record.Status}{Since(review, record)}";
        yield return $"Record:         {ReviewText.Of(record.Meta.Driver)} {record.Meta.ObjectName}";
        yield return $"                uid {record.Meta.Uid}, resourceVersion {record.Meta.ResourceVersion}";
        if (ReviewText.Place(record) is { } place)
            yield return $"Place:          {place}";
        if (record.Release is { } payload)
            yield return $"Chart:          {payload.Chart}{(payload.AppVersion.Length > 0 ? $" (app version {payload.AppVersion})" : "")}";
        if (review.Hook is { } hook)
            yield return $"Hook:           {hook.Kind} {hook.Name} ({hook.Event}), last recorded as "
                + $"{(hook.Phase.Length == 0 ? "started" : hook.Phase)}; {hook.Now}";

        yield return "";
        yield return "Checks:";
        foreach (var check in review.Checks)
        {
            yield return $"  {ReviewText.Of(check.State), -8} {check.Id, -12} {check.Summary}";
            if (check.State == CheckState.Pass)
                continue;
            foreach (var evidence in check.Evidence)
                yield return $"           {"", -12} {evidence}";
        }

        yield return "";
        yield return "Workloads:";
        if (review.Workloads.Count == 0)
            yield return "  none";
        else
            foreach (
                var line in TextTable.Lines([
                    ["  KIND", "NAME", "VERDICT", "REASON"],
                    .. review.Workloads.Select(Row),
                ])
            )
                yield return line;

        if (review.Stuck || review.Deleted is not null)
        {
            yield return "";
            yield return "Changes:        " + (Planner.ClusterRuns(review) is { Length: > 0 } summary ? summary : "not compared");
            foreach (
                var line in TextTable
                    .Lines([
                        ["  CHANGE", "OBJECT", "LIVE"],
                        .. (review.Changes ?? []).Select(Row),
                    ])
                    .Skip(1)
            )
                yield return line;
        }

        foreach (var line in Outlook(review))
            yield return line;

        yield return "";
        yield return $"Recommendation: {ReviewText.Of(review.Recommendation?.Action ?? RecommendedAction.None)}";
        foreach (var reason in review.Recommendation?.Reasons ?? [])
            yield return $"  {reason}";
        foreach (var problem in review.Problems)
            yield return $"Problem:        {problem}";
    }

    private static IEnumerable<string> Outlook(Review review)
    {
        if (review.Outlook is not { } outlook)
            yield break;
        yield return "";
        yield return "Outlook:";
        yield return $"  now:           {OutlookText.Now(review.Release, outlook.Now)}";
        if (review.Record is { IsInTheWay: true })
        {
            yield return $"  after delete:  {OutlookText.Sentence(review.Release, Planner.AfterDelete(outlook), review.Record!.Revision)}";
            yield return $"  if marked failed: {OutlookText.IfMarked(review.Release, outlook, review.Record!.Revision)}";
        }
        foreach (var note in outlook.Notes)
            yield return $"  - {note.Text}";
    }

    private static string Since(Review review, ReleaseRecord record) =>
        record.BeganAt is { } started && review.ServerNow is { } now
            ? $" for {PlainText.Age(now - started)} (since {PlainText.Utc(started)})"
            : "";

    private static string[] Row(WorkloadHealth workload) =>
        ["  " + workload.Kind, workload.Name, HealthText.Of(workload.Verdict), workload.Reason];

    private static string[] Row(ManifestChange change) =>
        ["  " + ReviewText.Of(change.Change), $"{change.Object.Kind}/{change.Object.Name}", ReviewText.Of(change.Live)];
}
