using Helmstuck.Terminal;
using Helmstuck.Tui.Pages;
using Helmstuck.Tui.Placement;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Views;

/// <summary>The pane under the answers: the open page about the selected release.</summary>
internal static class DetailView
{
    public static void Draw(Grid grid, Layout layout, Model model, Theme theme)
    {
        var focused = model.Overlay is null && (model.Focus == Pane.Detail || model.Zoomed);
        var inside = Panel.Draw(grid, layout.Detail, layout, theme, Tabs(model, layout.Detail.Width, theme), focused);
        var page = DetailPages.Write(model, inside.Width, theme);
        page.Draw(grid, inside, model.DetailOffset);
        Panel.Position(grid, layout.Detail, inside, layout, theme, model.DetailOffset, page.Lines.Count);
    }

    private static Spans Tabs(Model model, int width, Theme theme)
    {
        var full = Tabs(model, theme, brief: false);
        // The right end is for the position in the page.
        return full.Width <= width - 18 || (!model.Zoomed && full.Width <= width - 6) ? full : Tabs(model, theme, brief: true);
    }

    private static Spans Tabs(Model model, Theme theme, bool brief)
    {
        var pieces = new List<Piece>();
        if (model.Zoomed && model.Selected is { } selected)
            pieces.Add(new Piece(Clean.Line(selected.Release) + "  ", theme.Title));
        foreach (var tab in DetailPages.All)
        {
            var open = tab.Name == model.Tab;
            // Brackets show which page is open if there is no colour.
            var text =
                open ? $"[{tab.Key} {tab.Title}]"
                : brief ? tab.Key
                : $"{tab.Key} {tab.Title}";
            pieces.Add(new Piece(text, open ? theme.FocusedTitle : theme.Dim));
            pieces.Add(new Piece("  ", theme.Dim));
        }
        pieces.RemoveAt(pieces.Count - 1);
        return new Spans([.. pieces]);
    }
}
