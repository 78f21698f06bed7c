using Helmstuck.Recovery;
using Helmstuck.Terminal;

namespace Helmstuck.Tui.Views;

/// <summary>The pages that take the whole screen: help, commands, result.</summary>
internal static class PageView
{
    public static void Draw(Grid grid, Layout layout, Model model, Theme theme)
    {
        var (title, offset) = model.Overlay switch
        {
            Overlay.Help help => ("Keys", help.Offset),
            Overlay.Commands commands => ("The same with kubectl", commands.Offset),
            Overlay.Result result => (Clean.Line(result.Title), result.Offset),
            _ => ("", 0),
        };
        layout = Framed(layout, model);
        var inside = Panel.Draw(grid, layout.Body, layout, theme, new Piece(title, theme.FocusedTitle), focused: true);
        var page = Write(model, inside.Width, theme);
        page.Draw(grid, inside, offset);
        Panel.Position(grid, layout.Body, inside, layout, theme, offset, page.Lines.Count);
    }

    public static int LastOffset(Layout layout, Model model, Theme theme)
    {
        var inside = Framed(layout, model).Inside(layout.Body);
        return Write(model, inside.Width, theme).LastOffset(inside.Height);
    }

    /// <summary>What is to be copied off the screen has no frame at its sides: a selection would take it along.</summary>
    private static Layout Framed(Layout layout, Model model) => model.Overlay is Overlay.Commands ? layout with { Boxed = false } : layout;

    private static Page Write(Model model, int width, Theme theme)
    {
        var page = new Page(width, theme);
        return model.Overlay switch
        {
            Overlay.Help => Help(page),
            Overlay.Commands commands => Commands(page, commands),
            Overlay.Result result => Result(page, model, result),
            _ => page,
        };
    }

    private static Page Help(Page page)
    {
        (string Title, Scene Scene)[] sections = [("Main screen", Scene.Main), ("Dialog for delete and mark failed", Scene.Dialog)];
        foreach (var (title, scene) in sections)
        {
            page.Heading(title);
            foreach (var binding in KeyMap.Listed(scene))
                page.Beside(new Piece($"  {binding.Label, -24}", page.Theme.Key), new Piece(binding.Does, page.Theme.Text));
        }
        page.Heading("Signs");
        page.Beside(
            "  ",
            new Piece("✓ pass and ! warn allow the delete; ✗ fail and ? unknown block it; … is still being read.", page.Theme.Text)
        );
        return page;
    }

    private static Page Commands(Page page, Overlay.Commands commands)
    {
        page.Add(
                "These commands make the same backup and the same delete, and restore the record. The API server refuses the delete "
                    + "if the record has changed. They run no checks, write no journal and verify nothing."
            )
            .Blank();
        foreach (var line in commands.Lines)
            page.Add(new Piece(line, page.Theme.Strong));
        return page;
    }

    private static Page Result(Page page, Model model, Overlay.Result result)
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
            page.Bullet(line, 0);
        if (outcome is RecoveryOutcome.Blocked blocked)
        {
            foreach (var check in blocked.Checks)
                page.Beside(
                    new Spans("  ", page.State(check.State), new Piece($"{check.Id, -12}", theme.Strong)),
                    new Piece(check.Summary, theme.Text)
                );
        }
        if (result.Overridden.Count > 0 || result.Attested)
            page.Blank();
        foreach (var lifted in result.Overridden)
            page.Field("Overridden", 12, new Piece($"{lifted.CheckId}: {lifted.Reason}", theme.Text));
        if (result.Attested)
            page.Field("Attested", 12, new Piece("that no CI job is running", theme.Text));
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
