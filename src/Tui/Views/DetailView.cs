using Helmstuck.Terminal;
using Helmstuck.Tui.Pages;
using Helmstuck.Tui.Placement;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Views;

/// <summary>The pane under the answers: the open page about the selected release.</summary>
internal static class DetailView
{
    private const int MinName = 8;

    public static void Draw(Grid grid, Layout layout, Model model, Theme theme)
    {
        for (var i = 0; i < layout.Columns.Length; i++)
        {
            var place = layout.Columns[i];
            var open = layout.Pages[i] == model.Tab;
            var focused = open && model.Overlay is null && (model.Focus == Pane.Detail || model.Zoomed);
            var inside = layout.Inside(place);
            var page = DetailPages.Write(model, layout.Pages[i], inside.Width, inside.Height, theme);
            var offset = open ? model.DetailOffset : 0;
            var end = model.Zoomed ? Panel.PositionOf(inside.Height, offset, page.Lines.Count).Length : 0;
            Panel.Draw(grid, place, layout, theme, Tabs(model, layout, i, theme, place.Width - end - 7), focused);
            page.Draw(grid, inside, offset);
            Panel.Position(grid, place, inside, layout, theme, offset, page.Lines.Count);
        }
    }

    private static Spans Tabs(Model model, Layout layout, int column, Theme theme, int room)
    {
        // The last column has the tabs of all pages that have no column of their own.
        var last = column == layout.Columns.Length - 1;
        var shown = DetailPages
            .All.Where(tab =>
                last ? layout.Pages.IndexOf(tab.Name) is -1 || tab.Name == layout.Pages[column] : tab.Name == layout.Pages[column]
            )
            .ToList();
        var page = layout.Pages[column];
        var full = Tabs(model, shown, page, theme, brief: false, gap: 2);
        if (!model.Zoomed)
            return full.Width <= room ? full : Tabs(model, shown, page, theme, brief: true, gap: 2);
        var name = Clean.Line(model.Selected?.Release ?? "");
        if (full.Width + 2 + TextWidth.Measure(name) > room)
            full = Tabs(model, shown, page, theme, brief: false, gap: 1);
        // The name of the release is cut before those of the tabs are left out.
        if (full.Width + 2 + Math.Min(TextWidth.Measure(name), MinName) > room)
            full = Tabs(model, shown, page, theme, brief: true, gap: 2);
        name = TextWidth.Middle(name, Math.Max(room - full.Width - 2, MinName));
        return new Spans([new Piece(name + "  ", theme.Title), .. full.Pieces]);
    }

    private static Spans Tabs(Model model, List<PageDefinition> shown, string page, Theme theme, bool brief, int gap)
    {
        var pieces = new List<Piece>();
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
            pieces.Add(new Piece(new string(' ', gap), theme.Dim));
        }
        pieces.RemoveAt(pieces.Count - 1);
        return new Spans([.. pieces]);
    }
}
