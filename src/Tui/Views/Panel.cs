using Helmstuck.Terminal;
using Helmstuck.Tui.Pages;
using Helmstuck.Tui.Placement;

namespace Helmstuck.Tui.Views;

/// <summary>The frame of a pane: a box if there is room, else a line with the title.</summary>
internal static class Panel
{
    /// <summary>Draws the frame and returns the rectangle inside.</summary>
    public static Rect Draw(Grid grid, Rect rect, Layout layout, Theme theme, Spans title, bool focused)
    {
        if (rect.IsEmpty)
            return rect;
        var style = focused ? theme.FocusedBorder : theme.Border;
        var marked = focused ? new Spans([new Piece("▸ ", theme.FocusedTitle), .. title.Pieces]) : title;
        if (layout.Boxed)
            grid.Box(rect, marked, style, BorderSet.Light);
        else
            Rule(grid, rect.Top(1), style, marked);
        return layout.Inside(rect);
    }

    /// <summary>A line across with a title in it.</summary>
    public static void Rule(Grid grid, Rect row, Style style, Spans title)
    {
        for (var x = row.X; x < row.EndX; x++)
            grid.Put(x, row.Y, "─", style);
        if (title.Width == 0 || row.Width < 6)
            return;
        var shown = title.Cut(row.Width - 5);
        grid.Put(row.X + 2, row.Y, " ", Style.Default);
        var used = shown.Draw(grid, row.X + 3, row.Y, row.Width - 5);
        grid.Put(row.X + 3 + used, row.Y, " ", Style.Default);
    }

    /// <summary>
    /// At the right end of a row: how many more there are below, or that there are some above. Nothing if all are in view.
    /// </summary>
    public static void More(Grid grid, Rect row, Scroll view, int count, Theme theme)
    {
        var below = count - view.First - view.Count;
        if (view.Count == 0 || view.Count >= count)
            return;
        var text = below > 0 ? $" ↓ {below} more " : " ↑ ";
        grid.Put(row.EndX - TextWidth.Measure(text) - 2, row.Y, text, theme.Strong);
    }

    /// <summary>At the pane's lower right corner: which lines of how many are in view. Nothing if all are.</summary>
    public static void Position(Grid grid, Rect pane, Rect inside, Layout layout, Theme theme, int offset, int lines)
    {
        if (PositionOf(inside.Height, offset, lines) is not { Length: > 0 } text || pane.Width < 20)
            return;
        var y = layout.Boxed ? pane.EndY - 1 : pane.Y;
        grid.Put(pane.EndX - text.Length - 2, y, text, theme.Dim);
    }

    /// <summary>Which lines of how many are in view; empty if all are.</summary>
    public static string PositionOf(int height, int offset, int lines)
    {
        if (lines <= height || height <= 0)
            return "";
        offset = Math.Clamp(offset, 0, lines - height);
        return $" {offset + 1}-{offset + height}/{lines} ";
    }
}
