using Helmstuck.Terminal;

namespace Helmstuck.Tui.Views;

/// <summary>The pane under the answers: one of five pages about the selected release.</summary>
internal static class DetailView
{
    public static void Draw(Grid grid, Layout layout, Model model, Theme theme)
    {
        var focused = model.Overlay is null && (model.Focus == Pane.Detail || model.Zoomed);
        var inside = Panel.Draw(grid, layout.Detail, layout, theme, Tabs(model, layout.Detail.Width, theme), focused);
        var page = Page(model, inside.Width, theme);
        page.Draw(grid, inside, model.DetailOffset);
        Panel.Position(grid, layout.Detail, inside, layout, theme, model.DetailOffset, page.Lines.Count);
    }

    public static int LastOffset(Layout layout, Model model, Theme theme)
    {
        var inside = layout.Inside(layout.Detail);
        return Page(model, inside.Width, theme).LastOffset(inside.Height);
    }

    private static Spans Tabs(Model model, int width, Theme theme)
    {
        var full = Tabs(model, theme, brief: false);
        // The right end belongs to the position in the page.
        return full.Width <= width - 18 || (!model.Zoomed && full.Width <= width - 6) ? full : Tabs(model, theme, brief: true);
    }

    private static Spans Tabs(Model model, Theme theme, bool brief)
    {
        var pieces = new List<Piece>();
        if (model.Zoomed && model.Selected is { } selected)
            pieces.Add(new Piece(Clean.Line(selected.Release) + "  ", theme.Title));
        foreach (var tab in Enum.GetValues<Tab>())
        {
            var open = tab == model.Tab;
            // Brackets say which is open where there is no colour.
            var text =
                open ? $"[{(int)tab + 1} {tab}]"
                : brief ? $"{(int)tab + 1}"
                : $"{(int)tab + 1} {tab}";
            pieces.Add(new Piece(text, open ? theme.FocusedTitle : theme.Dim));
            pieces.Add(new Piece("  ", theme.Dim));
        }
        pieces.RemoveAt(pieces.Count - 1);
        return new Spans([.. pieces]);
    }

    private static Page Page(Model model, int width, Theme theme)
    {
        var page = new Page(width, theme);
        if (model.ReviewError.Length > 0)
            page.Add(new Piece($"✗ {model.ReviewError}", theme.Fail)).Add(new Piece("r reads again.", theme.Dim)).Blank();
        if (model.Review is not { } facts || facts.Key != model.Selected)
            return model.ReviewError.Length > 0 ? page : page.Add(new Piece("reading …", theme.Dim));
        return model.Tab switch
        {
            Tab.Health => HealthPage.Write(page, facts.Review, model.Zoomed),
            Tab.Outlook => OutlookPage.Write(page, facts),
            Tab.Changes => ChangesPage.Write(page, facts, model.Zoomed),
            Tab.History => HistoryPage.Write(page, facts.Review),
            _ => EvidencePage.Write(page, facts.Review),
        };
    }
}
