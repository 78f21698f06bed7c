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
        for (var i = 0; i < layout.Columns.Length; i++)
        {
            var place = layout.Columns[i];
            var open = layout.Pages[i] == model.Tab;
            var focused = open && model.Overlay is null && (model.Focus == Pane.Detail || model.Zoomed);
            var inside = Panel.Draw(grid, place, layout, theme, Tabs(model, layout, i, theme), focused);
            var page = DetailPages.Write(model, layout.Pages[i], inside.Width, inside.Height, theme);
            var offset = open ? model.DetailOffset : 0;
            page.Draw(grid, inside, offset);
            Panel.Position(grid, place, inside, layout, theme, offset, page.Lines.Count);
        }
    }

    private static Spans Tabs(Model model, Layout layout, int column, Theme theme)
    {
        // The last column has the tabs of all pages that have no column of their own.
        var last = column == layout.Columns.Length - 1;
        var shown = DetailPages
            .All.Where(tab =>
                last ? layout.Pages.IndexOf(tab.Name) is -1 || tab.Name == layout.Pages[column] : tab.Name == layout.Pages[column]
            )
            .ToList();
        var full = Tabs(model, shown, layout.Pages[column], theme, brief: false);
        var width = layout.Columns[column].Width;
        // The right end is for the position in the page.
        return full.Width <= width - 18 || (!model.Zoomed && full.Width <= width - 6)
            ? full
            : Tabs(model, shown, layout.Pages[column], theme, brief: true);
    }

    private static Spans Tabs(Model model, List<PageDefinition> shown, string page, Theme theme, bool brief)
    {
        var pieces = new List<Piece>();
        if (model.Zoomed && model.Selected is { } selected)
            pieces.Add(new Piece(Clean.Line(selected.Release) + "  ", theme.Title));
        foreach (var tab in shown)
        {
            var open = tab.Name == page;
            // Brackets show which page is drawn if there is no colour.
            var text =
                open ? $"[{tab.Key} {tab.Title}]"
                : brief && !open ? tab.Key
                : $"{tab.Key} {tab.Title}";
            pieces.Add(
                new Piece(
                    text,
                    open && tab.Name == model.Tab ? theme.FocusedTitle
                        : open ? theme.Title
                        : theme.Dim
                )
            );
            pieces.Add(new Piece("  ", theme.Dim));
        }
        pieces.RemoveAt(pieces.Count - 1);
        return new Spans([.. pieces]);
    }
}
