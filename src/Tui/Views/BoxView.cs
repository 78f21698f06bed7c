using Helmstuck.Recovery;
using Helmstuck.Terminal;
using Helmstuck.Tui.Dialogs;
using Helmstuck.Tui.Pages;
using Helmstuck.Tui.Placement;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Views;

/// <summary>The small boxes over the panes: namespace, question, progress.</summary>
internal static class BoxView
{
    public static void Draw(Grid grid, Layout layout, Model model, Theme theme)
    {
        switch (model.Overlay)
        {
            case Overlay.Namespaces prompt:
                Namespaces(grid, layout, prompt, theme);
                break;
            case Overlay.UndoPrompt undo:
                var question = new Page(Math.Min(layout.Body.Width - 8, 90), theme)
                    .Add($"Restore from the backup{Place(model.UndoOf)}:")
                    .Blank();
                foreach (var backup in undo.Backups)
                    question.Add(new Piece(backup.ObjectName, theme.Strong)).Beside("  ", new Piece(backup.Path, theme.Dim));
                question
                    .Blank()
                    .Add(new Piece("The release will be stuck again: Helm will refuse every upgrade of it.", theme.Warn))
                    .Blank()
                    .Add(new Piece("Enter restores it, Esc cancels.", theme.Prompt));
                Box(grid, layout, "Restore", question, theme);
                break;
            case Overlay.Progress progress:
                Progress(grid, layout, model, progress, theme);
                break;
        }
    }

    private static string Place(ReleaseKey? of) =>
        of is null ? "" : $" in {Clean.Line(of.Namespace)}{(of.Context.Length > 0 ? $" on {Clean.Line(of.Context)}" : "")}";

    private static void Progress(Grid grid, Layout layout, Model model, Overlay.Progress progress, Theme theme)
    {
        var page = new Page(Math.Min(layout.Body.Width - 8, 70), theme);
        if (progress.Step is not { } now)
        {
            page.Add("Sending the backup to the API server …");
        }
        else
        {
            foreach (var step in Enum.GetValues<RecoveryStep>().Where(step => step != RecoveryStep.Done))
            {
                page.Beside(
                    step < now ? new Piece("✓ ", theme.Pass)
                        : step == now ? new Piece("▸ ", theme.Key)
                        : new Piece("  ", theme.Dim),
                    new Piece(
                        TuiText.Of(step),
                        step == now ? theme.Strong
                            : step < now ? theme.Text
                            : theme.Dim
                    )
                );
            }
        }
        if (progress.Waiting.Length > 0)
            page.Blank().Add(new Piece(progress.Waiting, theme.Warn));
        if (model.QuitWhenDone)
            page.Blank().Add(new Piece("Quits as soon as the result is known.", theme.Warn));
        Box(grid, layout, progress.Title, page, theme);
    }

    private static void Namespaces(Grid grid, Layout layout, Overlay.Namespaces prompt, Theme theme)
    {
        var width = Math.Min(layout.Body.Width - 8, 60);
        var shown = NamespaceChoice.Shown(prompt);
        var height = Math.Clamp(shown.Count, 1, Math.Max(layout.Body.Height - 6, 1));
        var page = new Page(width, theme).Add(new Piece("namespace: ", theme.Prompt), new Piece(prompt.Typed, theme.Text));
        var cursor = page.Lines[^1].Width;
        if (prompt.Error.Length > 0)
            page.Beside("", new Piece($"Could not list the namespaces: {prompt.Error.TrimEnd('.')}. Type one.", theme.Warn));
        else if (prompt.Known is null)
            page.Add(new Piece("reading the namespaces …", theme.Dim));
        var marked = NamespaceChoice.Marked(prompt);
        var view = Scroll.Window(shown.Count, marked, height, 0);
        for (var i = view.First; i < view.First + view.Count; i++)
            page.Add(new Piece($"{(i == marked ? "▸" : " ")} {shown[i]}", i == marked ? theme.Selected : theme.Text));
        var inside = Box(grid, layout, "Change namespace", page, theme);
        Panel.More(grid, inside with { Y = inside.EndY, Height = 1 }, view, shown.Count, theme);
        grid.Cursor = new Position(Math.Min(inside.X + cursor, inside.EndX), inside.Y);
    }

    private static Rect Box(Grid grid, Layout layout, string title, Page page, Theme theme)
    {
        var place = layout.Body.Centered(page.Width + 4, page.Lines.Count + 2);
        grid.Fill(place, theme.Text);
        grid.Box(place, new Piece(Clean.Line(title), theme.FocusedTitle), theme.FocusedBorder, BorderSet.Light);
        var inside = place.Inset(2, 1);
        page.Draw(grid, inside, 0);
        return inside;
    }
}
