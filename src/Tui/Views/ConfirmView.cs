using Helmstuck.Runbook;
using Helmstuck.Terminal;
using Helmstuck.Tui.Pages;
using Helmstuck.Tui.Placement;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Views;

/// <summary>The dialog before a delete or a mark. Its last line asks for the revision and never scrolls away.</summary>
internal static class ConfirmView
{
    public static void Draw(Grid grid, Rect rect, Model model, Overlay.Confirm dialog, Theme theme)
    {
        var parts = ConfirmLayout.Of(rect, model, dialog, theme);
        Panel.Rule(
            grid,
            rect.Top(1),
            theme.FocusedBorder,
            model.Place.Production
                ? new Spans(
                    new Piece($" {TuiText.Production} ", theme.Loud),
                    new Piece($" {Title(dialog, rect.Width - 33)}", theme.FocusedTitle)
                )
                : new Piece(Title(dialog, rect.Width - 20), theme.FocusedTitle)
        );
        parts.Page.Draw(grid, parts.Content, dialog.Offset);
        var lines = parts.Page.Lines.Count;
        Panel.More(grid, rect.Top(1), Scroll.Window(lines, -1, parts.Content.Height, dialog.Offset), lines, theme);
        Panel.Rule(grid, parts.Bottom.Top(1), theme.FocusedBorder, Spans.Empty);
        var y = parts.Bottom.Y + 1;
        foreach (var line in parts.Below)
            line.Draw(grid, parts.Bottom.X + 1, y++, parts.Bottom.Width - 2);
        if (dialog.Broken.Length > 0)
            return;
        var (cursorLine, row) = dialog.Reason is null
            ? (parts.Below[^1], rect.EndY - 1)
            : (parts.Below[parts.ReasonLine], parts.Bottom.Y + 1 + parts.ReasonLine);
        grid.Cursor = new Position(Math.Min(parts.Bottom.X + 1 + cursorLine.Width, rect.EndX - 1), row);
    }

    /// <param name="width">Cells that it may have; the name of the release is cut in the middle for that.</param>
    private static string Title(Overlay.Confirm dialog, int width)
    {
        var count = dialog.Plan.Plan.Records.Count;
        var what = count == 1 ? "the stuck record" : $"{count} stacked records";
        var (before, after) = dialog.Remedy == Remedy.Delete ? ($"Delete {what} of ", "") : ($"Mark {what} of ", " failed");
        return before + TextWidth.Middle(Clean.Line(dialog.Facts.Review.Release), width - before.Length - after.Length) + after;
    }
}
