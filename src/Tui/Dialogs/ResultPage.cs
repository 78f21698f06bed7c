using Helmstuck.Recovery;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;
using Helmstuck.Terminal;
using Helmstuck.Tui.Pages;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Dialogs;

/// <summary>How a recovery or a restore ended.</summary>
internal static class ResultPage
{
    public static Page Write(Page page, Model model, Overlay.Result result)
    {
        var theme = page.Theme;
        var outcome = result.Outcome;
        var (mark, word, style) = outcome switch
        {
            RecoveryOutcome.Done => ("✓", "done", theme.Pass),
            RecoveryOutcome.Unverified => ("!", "not verified", theme.Warn),
            RecoveryOutcome.Changed => ("✗", "nothing was changed: the record is no longer the one reviewed", theme.Fail),
            RecoveryOutcome.Blocked => ("✗", "nothing was changed: a check blocks", theme.Fail),
            _ => ("✗", "nothing was changed", theme.Fail),
        };
        page.Add(new Piece($"{mark} {word}", style)).Blank();
        foreach (var sentence in result.Watch?.Seen ?? [])
            page.Beside(new Piece("! ", theme.Warn), new Piece(sentence, theme.Strong));
        if (result.Watch is { Seen.Count: > 0 })
            page.Blank();
        foreach (var line in outcome.Lines)
        {
            var (words, copied) = WayBack.Split(line);
            page.Bullet(words, 0);
            // At the left edge, in pieces that a shell joins: so it can be copied also where it is longer than a line.
            foreach (var piece in Shell.Lines(copied, page.Width))
                page.Add(new Piece(piece, theme.Strong));
        }
        if (outcome.Commands.Count > 0)
            page.Blank();
        foreach (var command in outcome.Commands)
            page.Add(new Piece(command, theme.Strong));
        if (outcome is RecoveryOutcome.Blocked blocked)
        {
            foreach (var check in blocked.Checks)
                page.Beside(
                    new Spans("  ", page.State(check.State), new Piece($"{check.Id, -12}", theme.Strong)),
                    new Piece(check.Summary, theme.Text)
                );
        }
        if (result.Overridden.Count > 0 || result.Attested.Count > 0)
            page.Blank();
        foreach (var lifted in result.Overridden)
            page.Field("Overridden", 12, new Piece($"{lifted.CheckId}: {lifted.Reason}", theme.Text));
        foreach (var id in result.Attested)
            page.Field("Attested", 12, new Piece(CheckList.Find(id)?.Attestation ?? id, theme.Text));
        if (result.FailedJobs.Count > 0)
            page.Heading("Last failed CI jobs: run them again");
        foreach (var job in result.FailedJobs)
            page.Beside("  ", new Piece(job, theme.Text));
        if (outcome.Backups.Count > 0)
            page.Blank().Add(new Piece("These lines are printed again when you quit, without line breaks.", theme.Dim));
        if (result.Watch is { } watch && model.Refresh > TimeSpan.Zero)
        {
            page.Blank()
                .Add(
                    new Piece(
                        watch.Error.Length > 0
                            ? $"Cannot watch the records for a Helm that is still running: {watch.Error}"
                            : "Watching the records while this page is open, for a Helm that is still running.",
                        theme.Dim
                    )
                );
        }
        return page;
    }
}
