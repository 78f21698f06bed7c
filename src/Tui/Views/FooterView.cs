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
            var used = grid.Put(layout.Footer.X + 1, layout.Footer.Y, "filter /", theme.Prompt);
            used += grid.Put(layout.Footer.X + 1 + used, layout.Footer.Y, Clean.Line(model.Filter), theme.Text);
            grid.Cursor = new Position(layout.Footer.X + 1 + used, layout.Footer.Y);
            if (used + 40 < layout.Footer.Width)
                KeyLine.Of(model, theme, 38, scrolls: false).Draw(grid, layout.Footer.X + used + 4, layout.Footer.Y, 38);
            return;
        }
        KeyLine
            .Of(model.AsShown, theme, layout.Footer.Width - 2, model.Overlay is not null && Scrolling.LastOffset(model) > 0)
            .Draw(grid, layout.Footer.X + 1, layout.Footer.Y, layout.Footer.Width - 2);
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
