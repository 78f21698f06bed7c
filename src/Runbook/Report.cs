using System.Buffers;
using System.Globalization;
using System.Text;
using Helmstuck.Health;
using Helmstuck.Helm;

namespace Helmstuck.Runbook;

/// <summary>A Review as Markdown, for an incident issue. Holds no values and no manifests: what it quotes is names, counts, states and Helm's own words.</summary>
internal static class Report
{
    private static readonly SearchValues<char> Markup = SearchValues.Create("`*_~[]<>&@#!$^%|\\{}");

    public static string Markdown(Review review)
    {
        var text = new StringBuilder();
        void Line(string line = "") => text.Append(line).Append('\n');
        Line($"# Helm release {Code(review.Release)} in {Code(review.Namespace)}");
        Line();
        Line($"- Context: {Code(review.Context)} ({Code(review.Server)})");
        if (review.ReadAt is { } readAt)
            Line($"- Read: {Words.Utc(readAt)}");
        if (review.Record is not { } record)
        {
            Line("- No record of this release exists.");
            return text.ToString();
        }
        Line($"- {(review.Stuck ? "**Stuck**" : "Not stuck")}: revision {record.Revision} is {Code(record.Status)}");
        Line($"- Record: {Spelling.Of(record.Meta.Driver)} {Code(record.Meta.ObjectName)}, uid {Code(record.Meta.Uid)}, resourceVersion {Code(record.Meta.ResourceVersion)}");
        if (record.Meta.StartedAt is { } started)
            Line($"- Began: {Words.Utc(started)}; last write by Helm: {(record.Meta.LastWrittenAt is { } written ? Words.Utc(written) : "not recorded")}");
        if (record.Release is { } payload)
            Line($"- Chart: {Code(payload.Chart)}, app version {Code(payload.AppVersion)}");

        Line();
        Line("## Checks");
        Line();
        Line("| check | state | what it found |");
        Line("|---|---|---|");
        foreach (var check in review.Checks)
            Line($"| {check.Id} | {Spelling.Of(check.State)} | {Cell(check.Summary)} |");
        foreach (var check in review.Checks.Where(check => check.State != CheckState.Pass && check.Evidence.Count > 0))
        {
            Line();
            Line($"{check.Id}:");
            foreach (var evidence in check.Evidence)
                Line($"- {Inline(evidence)}");
        }

        Line();
        Line("## Workloads");
        Line();
        Line("| kind | name | verdict | reason |");
        Line("|---|---|---|---|");
        foreach (var workload in review.Workloads)
            Line($"| {workload.Kind} | {Cell(workload.Name)} | {WorkloadVerdictNames.Of(workload.Verdict)} | {Cell(workload.Reason)} |");

        if (review.Outlook is { } outlook)
        {
            Line();
            Line("## What Helm thinks");
            Line();
            Line($"- Now: {Inline(OutlookWords.Now(review.Release, outlook.Now))}");
            if (Planner.For(review, Remedy.Delete) is { } plan)
            {
                Line($"- Without {string.Join(", ", plan.Records.Select(one => Code(one.Meta.ObjectName)))}: {Inline(plan.Next)}");
                Line($"- If revision {record.Revision} is marked failed: {Inline(OutlookWords.Sentence(review.Release, outlook.AfterMarkFailed, review.Record!.Revision))}");
            }
            foreach (var note in outlook.Notes)
                Line($"- {Inline(note.Text)}");
        }

        if (review.Changes is { Count: > 0 } changes)
        {
            Line();
            Line("## What the cluster runs");
            Line();
            Line(Inline(ChangeWords.Summary(changes, record.Revision, review.Outlook is { } forecast ? Planner.AfterDelete(forecast).Upgrade.Base : null)));
            Line();
            Line("| object | change | the cluster matches |");
            Line("|---|---|---|");
            foreach (var change in changes)
                Line($"| {Cell($"{change.Object.Kind}/{change.Object.Name}")} | {Spelling.Of(change.Change)} | {Spelling.Of(change.Live)} |");
        }

        Line();
        Line($"## Recommendation: {Spelling.Of(review.Recommendation?.Action ?? RecommendedAction.None)}");
        Line();
        foreach (var reason in review.Recommendation?.Reasons ?? [])
            Line($"- {Inline(reason)}");
        Line();
        Line("Never `helm rollback`: it rolls back running code whose migrations may already have run. Roll forward.");
        foreach (var link in review.FailedJobs)
            Line($"- Last failed job, to run again: {Inline(link)}");
        return text.ToString();
    }

    private static string Code(string text) => text.Length == 0 ? "(none)" : $"`{OneLine(text).Replace('`', '\'')}`";

    // A backslash before a bar would take the bar's own: a blank keeps them apart.
    private static string Cell(string text) => Inline(text).Replace("\\|", "\\ |", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);

    /// <summary>
    /// Text from a cluster must not become markup, a mention or a reference in the issue that it is pasted into: an escape does not keep GitLab and GitHub
    /// from reading <c>@all</c> or <c>#1</c> in what they rendered, a code span does.
    /// </summary>
    private static string Inline(string text) => text.AsSpan().IndexOfAny(Markup) < 0 ? OneLine(text) : Code(text);

    private static string OneLine(string text) => string.Concat(text.Select(letter => CharUnicodeInfo.GetUnicodeCategory(letter) switch
    {
        UnicodeCategory.Control => " ",
        // Invisible, or turning the text around: spelled out.
        UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => $"\\u{(int)letter:x4}",
        _ => letter.ToString(),
    }));
}
