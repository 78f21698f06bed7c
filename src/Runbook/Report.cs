using System.Buffers;
using System.Globalization;
using System.Text;
using Helmstuck.Health;
using Helmstuck.Helm.Manifests;
using Helmstuck.Helm.Outlook;
using Helmstuck.Helm.Records;
using Helmstuck.Runbook.Checks;

namespace Helmstuck.Runbook;

/// <summary>
/// A Review as Markdown, for an incident issue, with what was done to the release. Contains no values and no manifests, only
/// names, counts, states and Helm's own words.
/// </summary>
internal static class Report
{
    private static readonly SearchValues<char> Markup = SearchValues.Create("`*_~[]<>&@#!$^%|\\{}");

    /// <param name="done">The entries of this machine's journal for the release.</param>
    public static string Markdown(Review review, ActionHistory done)
    {
        var text = new StringBuilder();
        void Line(string line = "") => text.Append(line).Append('\n');
        Line($"# Helm release {Code(review.Release)} in {Code(review.Namespace)}");
        Line();
        if (review.Cluster.Deletion is { } deletion)
            Line($"- **Attention**: {Inline(deletion.Sentence)}");
        Line($"- Context: {Code(review.Context)} ({Code(review.Server)})");
        if (review.ReadAt is { } readAt)
            Line($"- Read: {PlainText.Utc(readAt)}");
        if (review.Loading.Count > 0)
            Line($"- Incomplete: still being read: {string.Join(", ", review.Loading)}");
        if (review.Record is not { } record)
        {
            Line("- This release has no record.");
            Done(Line, done);
            return text.ToString();
        }
        Line(
            $"- {(review.Phase == ReleasePhase.InProgress ? "**In progress**" : review.Stuck ? "**Stuck**" : "Not stuck")}: revision {record.Revision} is {Code(record.Status)}"
        );
        Line(
            $"- Record: {ReviewText.Of(record.Meta.Driver)} {Code(record.Meta.ObjectName)}, uid {Code(record.Meta.Uid)}, "
                + $"resourceVersion {Code(record.Meta.ResourceVersion)}"
        );
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
            Line($"- Last hook: {Code(hook.Name)} ({hook.Event}), last recorded as {Code(hook.Phase)}; {Inline(hook.Now)}");
        Done(Line, done);

        Line();
        var isWell = review.IsWell;
        Line(isWell ? "## Checks as of now (nothing is stuck)" : "## Checks");
        Line();
        // Checks about the delete of a record do not apply to a record that is not to be deleted.
        foreach (var check in review.Checks.Where(check => !isWell || CheckList.Of(check).Topic != CheckTopic.Target))
        {
            Line($"- **{ReviewText.Of(check.State)}** {check.Id}: {Inline(check.Summary)}");
            foreach (var evidence in check.State == CheckState.Pass ? [] : check.Evidence)
                Line($"  - {Inline(evidence)}");
        }

        Line();
        Line("## Workloads");
        Line();
        if (review.Workloads.Count == 0)
            Line("- none");
        foreach (var workload in review.Workloads)
            Line($"- **{HealthText.Of(workload.Verdict)}** {workload.Kind} {Inline(workload.Name)}: {Inline(workload.Reason)}");

        if (review.Outlook is { } outlook)
        {
            Line();
            Line("## What Helm thinks");
            Line();
            Line($"- Now: {Inline(OutlookText.Now(review.Release, outlook.Now))}");
            if (Planner.For(review, Remedy.Delete) is { } plan)
            {
                Line($"- Without {string.Join(", ", plan.Records.Select(one => Code(one.Meta.ObjectName)))}: {Inline(plan.Next)}");
                Line(
                    $"- If revision {record.Revision} is marked failed: "
                        + $"{Inline(OutlookText.Sentence(review.Release, outlook.AfterMarkFailed, review.Record!.Revision))}"
                );
            }
            foreach (var note in outlook.Notes)
                Line($"- {Inline(note.Text)}");
        }

        if (review.Changes is { Count: > 0 } changes)
        {
            Line();
            Line("## What the cluster runs");
            Line();
            var after = Planner.AfterDelete(review.Outlook!);
            var start = after.StartsFrom;
            Line(Inline(Planner.ClusterRuns(changes, record.Revision, after)));
            Line();
            foreach (var change in changes)
                Line(
                    $"- {ReviewText.Of(change.Change)} {Inline($"{change.Object.Kind}/{change.Object.Name}")}: "
                        + $"{Live(change.Live, record.Revision, start)}"
                );
        }

        Line();
        Line($"## Recommendation: {ReviewText.Of(review.Recommendation?.Action ?? RecommendedAction.None)}");
        Line();
        foreach (var reason in review.Recommendation?.Reasons ?? [])
            Line($"- {Inline(reason)}");
        Line();
        Line("Never `helm rollback`: it rolls back running code whose migrations may already have run. Roll forward.");
        foreach (var link in review.FailedJobs)
            Line($"- Last failed CI job, run it again: {Inline(link)}");
        return text.ToString();
    }

    private static string Live(LiveMatch live, long stuck, long? start) =>
        live switch
        {
            LiveMatch.Stuck => $"the cluster runs {stuck} (stuck)",
            LiveMatch.Previous => start is { } revision ? $"the cluster runs {revision} (base)" : "the cluster has none of it",
            LiveMatch.Both => "the cluster matches both",
            LiveMatch.Neither => "the cluster matches neither",
            LiveMatch.Missing => "the cluster lacks it",
            _ => "what the cluster runs is unknown",
        };

    private static void Done(Action<string> line, ActionHistory done)
    {
        if (done.Actions.Count == 0 && done.Unreadable.Count == 0)
            return;
        line("");
        line("## What was done");
        line("");
        foreach (var action in done.Actions)
        {
            line(
                $"- {PlainText.Utc(action.At)}: {Code(action.User)} {Verb(action)} {Code(action.Record)} (uid {Code(action.Uid)}): {Ended(action)}"
            );
            if (action.Checks.Count > 0)
                line($"  - checks then: {string.Join(", ", action.Checks.Select(check => $"{check.Id} {check.State}"))}");
            foreach (var lifted in action.Overrides)
                line($"  - overridden: {lifted.CheckId}: {Inline(lifted.Reason)}");
            foreach (var id in action.Attested)
                line($"  - attested: {CheckList.Find(id)?.Attestation ?? Code(id)}");
            if (action.Backup.Length > 0)
                line($"  - backup: {Code(action.Backup)}");
        }
        foreach (var sentence in done.Unreadable)
            line($"- {Inline(sentence)}");
    }

    private static string Verb(JournaledAction action) =>
        (action.Kind, action.Applied) switch
        {
            (JournaledActionKind.Delete, true) => "deleted",
            (JournaledActionKind.MarkFailed, true) => "marked failed",
            (JournaledActionKind.Restore, true) => "restored",
            (JournaledActionKind.Delete, _) => "tried to delete",
            (JournaledActionKind.MarkFailed, _) => "tried to mark failed",
            _ => "tried to restore",
        };

    private static string Ended(JournaledAction action) =>
        action switch
        {
            { Result.Length: 0 } => "the journal has no result: read the record again",
            { Result: "done" } => "verified",
            { Applied: true } => "Helm was still locked, or the result could not be verified",
            { Applied: false } => $"{action.Result}, nothing was changed",
            _ => $"{action.Result}, whether it took effect is unknown",
        };

    private static string Code(string text) => text.Length == 0 ? "(none)" : $"`{OneLine(text).Replace('`', '\'')}`";

    /// <summary>
    /// Text from a cluster must not become markup, a mention or a reference in the issue that it is pasted into: an escape does not prevent
    /// GitLab and GitHub from reading <c>@all</c> or <c>#1</c> in the rendered text; a code span does.
    /// </summary>
    private static string Inline(string text) => text.AsSpan().IndexOfAny(Markup) < 0 ? OneLine(text) : Code(text);

    private static string OneLine(string text) =>
        string.Concat(
            text.Select(letter =>
                CharUnicodeInfo.GetUnicodeCategory(letter) switch
                {
                    UnicodeCategory.Control => " ",
                    // Invisible characters and bidi controls are spelled out.
                    UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => $"\\u{(int)letter:x4}",
                    _ => letter.ToString(),
                }
            )
        );
}
