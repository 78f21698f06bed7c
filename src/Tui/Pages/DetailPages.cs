using Helmstuck.Terminal;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Pages;

/// <summary>The one list of the detail's pages, for tabs, keys and <c>screen --view</c>.</summary>
internal static class DetailPages
{
    /// <summary>The name of the page on the workloads.</summary>
    public const string Health = "health";

    public static readonly IReadOnlyList<PageDefinition> All =
    [
        new(
            "1",
            Health,
            "Health",
            "the workloads, and why any is not healthy",
            (page, facts, whole) => HealthPage.Write(page, facts.Review, whole)
        ),
        new("2", "outlook", "Outlook", "what Helm thinks now and will do next", (page, facts, _) => OutlookPage.Write(page, facts))
        {
            LeftBehind = true,
        },
        new("3", "changes", "Changes", "what the stuck revision changed, and what the cluster runs", ChangesPage.Write) { Opens = true },
        new("4", "history", "History", "all records of the release", (page, facts, _) => HistoryPage.Write(page, facts.Review))
        {
            WholeHistory = true,
        },
        new("5", "evidence", "Evidence", "every check with its evidence", (page, facts, _) => EvidencePage.Write(page, facts.Review)),
    ];

    /// <summary>The page of that name; a name that is not in the list is a bug of the caller.</summary>
    public static PageDefinition Named(string name) => All.First(page => page.Name == name);

    /// <summary>The pages that are side by side where there is room, from left to right.</summary>
    private static readonly string[] Order = [Health, "outlook", "history"];

    /// <summary>The names of that many pages side by side. The last one changes place with an open page that is not among them.</summary>
    public static List<string> Beside(string open, int count)
    {
        List<string> pages = [.. Order.Take(count)];
        if (!pages.Contains(open))
            pages[^1] = open;
        return pages;
    }

    /// <summary>
    /// The text of a page, or the reason why it cannot be shown yet.
    /// </summary>
    public static Page Write(Model model, string name, int width, int height, Theme theme)
    {
        var page = new Page(width, theme);
        if (model.ReviewError.Length > 0)
            page.Add(new Piece($"✗ {model.ReviewError}", theme.Fail)).Add(new Piece("r reads again.", theme.Dim)).Blank();
        if (model.Shown is not { } facts)
            return model.ReviewError.Length > 0 ? page : page.Add(new Piece("reading …", theme.Dim));
        var definition = Named(name);
        if (definition.Opens && page.Lines.Count == 0 && definition.Write(new Page(width, theme), facts, true) is var whole)
        {
            if (model.Zoomed || whole.Lines.Count <= height)
                return whole;
        }
        return definition.Write(page, facts, model.Zoomed);
    }
}
