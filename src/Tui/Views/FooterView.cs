using Helmstuck.Terminal;
using Helmstuck.Tui.Keys;
using Helmstuck.Tui.Pages;
using Helmstuck.Tui.Placement;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Views;

/// <summary>The available keys; above them, the message of the last key.</summary>
internal static class FooterView
{
    public static void Draw(Grid grid, Layout layout, Model model, Theme theme)
    {
        if (model.Notice is { } notice)
            DrawNotice(grid, layout, notice, theme);
        else if (model is { Plugin: { Since: { } since } plugin, Now: { } now } && now - since >= TimeSpan.FromSeconds(1))
            DrawNotice(
                grid,
                layout,
                new Notice(
                    NoticeKind.Hint,
                    $"waiting for credential plugin {plugin.Name}, {(int)(now - since).TotalSeconds} s. Esc cancels it."
                ),
                theme
            );
        if (model.Overlay is Overlay.Filter)
        {
            var count = model.Listing is { } listing ? $"{model.Rows.Count} of {listing.Rows.Count}  " : "";
            Line(grid, layout, model, theme, "filter /", model.Filter, count);
            return;
        }
        if (model.Overlay is Overlay.CommandLine line)
        {
            Line(grid, layout, model, theme, ":", line.Typed, "");
            return;
        }
        KeyLine
            .Of(model.AsShown, theme, layout.Footer.Width - 2, model.Overlay is not null && Scrolling.LastOffset(model) > 0)
            .Draw(grid, layout.Footer.X + 1, layout.Footer.Y, layout.Footer.Width - 2);
    }

    /// <summary>A line that is typed, and behind it what it finds and the keys.</summary>
    private static void Line(Grid grid, Layout layout, Model model, Theme theme, string prompt, string typed, string found)
    {
        var (x, y) = (layout.Footer.X + 1, layout.Footer.Y);
        x += grid.Put(x, y, prompt, theme.Prompt);
        // Of a line that is too long the end is shown, where it is typed.
        var text = Clean.Line(typed);
        while (text.Length > 0 && TextWidth.Measure(text) >= layout.Footer.EndX - x)
            text = text[1..];
        x += grid.Put(x, y, text, theme.Text);
        grid.Cursor = new Position(x, y);
        var room = layout.Footer.EndX - x - 4;
        var rest = new Spans([new Piece(found, theme.Strong), .. KeyLine.Of(model, theme, room - found.Length, scrolls: false).Pieces]);
        if (room > found.Length)
            rest.Draw(grid, x + 3, y, room);
    }

    private static void DrawNotice(Grid grid, Layout layout, Notice notice, Theme theme)
    {
        var (mark, style) = notice.Kind switch
        {
            NoticeKind.Done => ("✓ ", theme.Pass),
            NoticeKind.Error => ("✗ ", theme.Fail),
            _ => ("", theme.Strong),
        };
        var lines = new Spans(new Piece(mark + Clean.Line(notice.Text), style)).Wrap(layout.Body.Width - 2);
        var shown = Math.Min(lines.Count, Math.Min(3, layout.Body.Height));
        var place = layout.Body.Bottom(shown);
        grid.Fill(place, theme.Text);
        for (var i = 0; i < shown; i++)
            lines[i].Draw(grid, place.X + 1, place.Y + i, place.Width - 2);
    }
}
