using System.Text;
using Helmstuck.Health;
using Helmstuck.Helm.Outlook;
using Helmstuck.Helm.Records;
using Helmstuck.Runbook.Checks;
using static Helmstuck.Runbook.MarkdownText;

namespace Helmstuck.Runbook.Reviewing;

/// <summary>
/// A Review as Markdown, for an incident issue, with what was done to the release. Contains no values and no manifests, only
/// names, counts, states and Helm's own words, all of them in code spans: see <see cref="MarkdownText"/>.
/// </summary>
internal static class Report
{
    /// <param name="origin">Who writes it, with what.</param>
    /// <param name="done">The entries of this machine's journal for the release.</param>
    public static string Markdown(Review review, ActionHistory done, ReportOrigin origin)
    {
        var text = new StringBuilder();
        void Line(string line = "") => text.Append(line).Append('\n');
        Line($"# Helm release {Code(review.Release)} in {Code(review.Namespace)}");
        Line();
        if (review.Cluster.Deletion is { } deletion)
            Line($"- **Attention**: {Code(deletion.Sentence)}");
        Line(
            $"- Context: {Code(review.Context)} ({Code(review.Server)}), "
                + (origin.ClusterUid.Length > 0 ? $"cluster uid {Code(origin.ClusterUid)}" : "cluster uid not readable")
        );
        Line($"- Written by {Code(origin.User)} with kubectl helmstuck {Code(origin.Version)}");
        if (review.ReadAt is { } readAt)
            Line($"- Read: {PlainText.Utc(readAt)}");
        if (review.Loading.Count > 0)
            Line($"- Incomplete: still being read: {string.Join(", ", review.Loading)}");
        if (review.Record is not { } record)
        {
            Line("- This release has no record.");
            ReportActions.Write(Line, done);
            return text.ToString();
        }
        var phase =
            review.Phase == ReleasePhase.InProgress ? "**In progress**"
            : review.Stuck ? "**Stuck**"
            : "Not stuck";
        Line($"- {phase}: revision {Code(record.Revision)} is {Code(record.Status)}");
        Line(
            $"- Record: {ReviewText.Of(record.Meta.Driver)} {Code(record.Meta.ObjectName)}, uid {Code(record.Meta.Uid)}, "
                + $"resourceVersion {Code(record.Meta.ResourceVersion)}"
        );
        if (ReviewText.Place(record) is { } place)
            Line($"- Place: {Code(place)}");
        if (record.BeganAt is { } started)
        {
            var since = record is { Restored: true, Meta.StartedAt: { } restored }
                ? $"{(record.BroughtBack ? "" : "deleted and ")}restored: {PlainText.Utc(restored)}"
                : $"last write by Helm: {(record.Meta.LastWrittenAt is { } written ? PlainText.Utc(written) : "not recorded")}";
            Line($"- Started: {PlainText.Utc(started)}; {since}");
        }
        if (record.Release is { } payload)
            Line($"- Chart: {Code(payload.Chart)}, app version {Code(payload.AppVersion)}");
        if (review.Hook is { } hook)
            Line($"- Last hook: {Code(hook.Name)} ({hook.Event}), last recorded as {Code(hook.Phase)}; {Code(hook.Now)}");
        if (review.Deleted is { } deleted)
            Line(
                $"- What was wrong: revision {Code(deleted.Revision)} was {Code(deleted.Status)}"
                    + (deleted.Release is { } lost ? $", chart {Code(lost.Chart)}" : "")
                    + (deleted.BeganAt is { } begun ? $", begun {PlainText.Utc(begun)}" : "")
                    + (deleted.Meta.LastWrittenAt is { } last ? $", last written by Helm {PlainText.Utc(last)}" : "")
            );
        ReportActions.Write(Line, done);

        Line();
        var isWell = review.IsWell;
        Line(isWell ? "## Checks as of now (nothing is stuck)" : "## Checks");
        Line();
        // Checks about the delete of a record do not apply to a record that is not to be deleted.
        foreach (var check in review.Checks.Where(check => !isWell || CheckList.Of(check).Topic != CheckTopic.Target))
        {
            Line($"- **{ReviewText.Of(check.State)}** {check.Id}: {Code(check.Summary)}");
            foreach (var evidence in check.State == CheckState.Pass ? [] : check.Evidence)
                Line($"  - {Code(evidence)}");
        }

        Line();
        Line("## Workloads");
        Line();
        if (review.Workloads.Count == 0)
            Line("- none");
        foreach (var workload in review.Workloads)
            Line($"- **{HealthText.Of(workload.Verdict)}** {Code($"{workload.Kind} {workload.Name}")}: {Code(workload.Reason)}");

        if (review.Outlook is { } outlook)
        {
            Line();
            Line("## What Helm thinks");
            Line();
            Line($"- Now: {Code(OutlookText.Now(review.Release, outlook.Now))}");
            if (Planner.For(review, Remedy.Delete) is { } plan)
            {
                Line($"- Without {string.Join(", ", plan.Records.Select(one => Code(one.Meta.ObjectName)))}: {Code(plan.Next)}");
                Line(
                    $"- If revision {Code(record.Revision)} is marked failed: "
                        + $"{Code(OutlookText.IfMarked(review.Release, outlook, review.Record!.Revision))}"
                );
            }
            foreach (var note in outlook.Notes)
                Line($"- {Code(note.Text)}");
        }

        ReportNext.Runs(Line, review);

        Line();
        Line($"## Recommendation: {ReviewText.Of(review.Recommendation?.Action ?? RecommendedAction.None)}");
        Line();
        foreach (var reason in review.Recommendation?.Reasons ?? [])
            Line($"- {Code(reason)}");
        Line();
        Line("Never `helm rollback`: it rolls back running code whose migrations may already have run. Roll forward.");
        ReportNext.Write(Line, review);
        return text.ToString();
    }
}
