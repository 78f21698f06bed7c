using System.Globalization;
using Helmstuck.Helm.Records;
using Helmstuck.Runbook;
using Helmstuck.Terminal;

namespace Helmstuck.Tui.Pages;

/// <summary>All records of the release, newest first, as Helm sees them; if label and payload differ, both are shown.</summary>
internal static class HistoryPage
{
    public static Page Write(Page page, Review review)
    {
        var theme = page.Theme;
        if (review.History.Count == 0)
            return page.Add(new Piece(review.Loading.Count > 0 ? "reading the records …" : "No record of this release exists.", theme.Dim));
        var chart = Math.Clamp(
            review.History.Max(record => TextWidth.Measure(record.Release?.Chart ?? "")),
            5,
            Math.Max(page.Width / 4, 5)
        );
        // Beside other pages the time is short, and a description that is not read needs no column.
        var isNarrow = page.Width < 65 + chart;
        var time = isNarrow ? 12 : 20;
        int[] widths = [-5, 16, time, chart, Math.Max(page.Width - 29 - time - chart, 8)];
        page.Row(
            widths,
            new Piece("REV", theme.Dim),
            new Piece("STATUS", theme.Dim),
            new Piece("STARTED", theme.Dim),
            new Piece("CHART", theme.Dim),
            new Piece("DESCRIPTION", theme.Dim)
        );
        foreach (var record in review.History)
        {
            var reviewed = record.Meta.ObjectName == review.Record?.Meta.ObjectName;
            page.Row(
                widths,
                new Piece(record.Revision.ToString(CultureInfo.InvariantCulture), reviewed ? theme.Strong : theme.Text),
                Status(record, theme),
                new Piece(
                    record.BeganAt is not { } started ? ""
                        : isNarrow ? PlainText.Utc(started)[5..16] + "Z"
                        : PlainText.Utc(started),
                    theme.Dim
                ),
                new Piece(record.Release?.Chart ?? "", theme.Text),
                new Piece(
                    record.Payload is RecordPayload.NotRead or RecordPayload.Refused
                        ? isNarrow
                            ? "not read"
                            : "(payload not read)"
                        : record.Release?.Description ?? "",
                    theme.Dim
                )
            );
            foreach (var odd in Oddities(record, review.Release))
                page.Beside("       ", new Piece($"! {odd}", theme.Warn));
        }
        return page;
    }

    private static Piece Status(ReleaseRecord record, Theme theme) =>
        record switch
        {
            { Payload: RecordPayload.Undecodable } => new Piece("✗ undecodable", theme.Fail),
            _ when ReleaseStatus.IsStuck(record.Status) => new Piece(record.Status, theme.Stuck),
            { Status: ReleaseStatus.Deployed } => new Piece(record.Status, theme.Pass),
            { Status: ReleaseStatus.Failed } => new Piece(record.Status, theme.Fail),
            _ => new Piece(record.Status, theme.Text),
        };

    private static IEnumerable<string> Oddities(ReleaseRecord record, string release)
    {
        if (record.Payload is RecordPayload.Undecodable corrupt)
            yield return $"Helm cannot read it either: {corrupt.Reason}";
        if (record.Release is { } seen && seen.Status != record.Meta.LabelStatus)
            yield return $"the label says {(record.Meta.LabelStatus.Length == 0 ? "nothing" : record.Meta.LabelStatus)}; Helm uses "
                + $"the payload";
        if (record.Release is { } payload && payload.Version != record.Meta.Revision)
            yield return $"its name and label say revision {record.Meta.Revision}, its payload {payload.Version}";
        if (record.Meta.MissingLabel(release) is { } label)
            yield return $"the label {label} is missing: Helm does not see it, but its name is in use";
    }
}
