using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;
using Helmstuck.Terminal;

namespace Helmstuck.Tui.Pages;

/// <summary>Every check in the runbook's order, with its evidence.</summary>
internal static class EvidencePage
{
    public static Page Write(Page page, Review review)
    {
        var theme = page.Theme;
        if (review.IsWell)
            page.Add(new Piece("Nothing is stuck, so there is nothing to delete. These checks would apply if it were.", theme.Text))
                .Blank();
        foreach (var id in CheckList.All.Select(check => check.Id))
        {
            var check = review.Find(id);
            var pending = check is { Pending: true } || (check is null && review.Loading.Count > 0);
            page.Beside(
                new Spans(page.State(check?.State ?? CheckState.Unknown, pending), new Piece($"{id, -12}", theme.Strong)),
                new Piece(
                    check is { Summary.Length: > 0 } ? check.Summary
                        : pending ? "…"
                        : "not asked",
                    check is { Blocks: true, Pending: false } ? theme.Strong : theme.Text
                )
            );
            foreach (var line in check?.Evidence ?? [])
                page.Beside(new Spans(new string(' ', 10)), new Piece(line, theme.Dim));
        }
        if (review.Record is { } record)
        {
            page.Heading("The record");
            page.Field(record.Meta.Driver.ToString(), 17, new Piece(record.Meta.ObjectName, theme.Text));
            page.Field("uid", 17, new Piece(record.Meta.Uid, theme.Text));
            page.Field("resourceVersion", 17, new Piece(record.Meta.ResourceVersion, theme.Text));
            if (record.BeganAt is { } started)
                page.Field("started", 17, new Piece(PlainText.Utc(started), theme.Text));
            if (record is { Restored: true, Meta.StartedAt: { } restored })
                page.Field("restored", 17, new Piece(PlainText.Utc(restored), theme.Text));
            if (record.Meta.LastWrittenAt is { } written)
                page.Field("last written", 17, new Piece($"{PlainText.Utc(written)} by {record.Meta.LastWriter}", theme.Text));
        }
        Section(page, "Could not be read", review.Problems);
        Section(page, "CI jobs that failed last", review.FailedJobs);
        return page;
    }

    private static void Section(Page page, string title, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
            return;
        page.Heading(title);
        foreach (var line in lines)
            page.Bullet(line, 0);
    }
}
