using Helmstuck.Survey;
using Helmstuck.Terminal;
using Helmstuck.Tui.Keys;
using Helmstuck.Tui.Pages;
using Helmstuck.Tui.Placement;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Views;

/// <summary>Several namespaces or contexts of which no release is listed: what each of them says.</summary>
internal static class EmptyPlaces
{
    public static Page Write(Page page, Model model)
    {
        var theme = page.Theme;
        var found = model.Sources.Sum(source => source.Listing?.Rows.Count ?? 0);
        if (found > 0)
            return page.Add($"Nothing matches “{model.Filter}”. Press Esc to show all {found}.");
        SourceNotes.Write(page, model);
        var well = model.Sources.Where(source => source is { Settled: true, Listing: { Error: null, FromCache: false } }).ToList();
        foreach (var source in well)
            page.Add(new Piece($"{source.Name}: {(source.Scope.All ? "no release" : "no release is stuck")}", theme.Strong));
        if (well.Any(source => source.Scope is { All: false, Deep: false }))
            page.Blank().Add(ListHint.SearchDeeper("there").ForScreen);
        return well.Count == model.Sources.Count ? page : NextKeys.Write(page, Command.Read, Command.Namespace);
    }
}
