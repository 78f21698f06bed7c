using Helmstuck.Terminal;
using Helmstuck.Tui.Pages;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Placement;

/// <summary>Where the rows of the list of releases are, for the view and for the mouse.</summary>
/// <param name="Rows">The table with its header.</param>
/// <param name="Notes">Below the list: why it may be incomplete, and what the deep search found about the selected release.</param>
/// <param name="NotesPlace">Where they are.</param>
/// <param name="ShowsHeader">The table's first row names the columns.</param>
internal sealed record ReleasesPlace(Rect Rows, Page Notes, Rect NotesPlace, bool ShowsHeader)
{
    public static ReleasesPlace Of(Layout layout, Model model, Theme theme)
    {
        var inside = layout.Inside(layout.Releases);
        var rows = model.Rows;
        var notes = NotesOf(model, inside.Width, theme);
        var height = Math.Min(notes.Lines.Count, Math.Max(inside.Height - 2, 0));
        var place = inside.WithoutBottom(height);
        return new ReleasesPlace(place, notes, inside.Bottom(height), place.Height > rows.Count || place.Height > 4);
    }

    /// <summary>Why the list may be incomplete, and what the deep search found about the selected release.</summary>
    public static Page NotesOf(Model model, int width, Theme theme)
    {
        var notes = new Page(width, theme);
        SourceNotes.Write(notes, model);
        if (model.SelectedIndex is >= 0 and var index && model.Rows[index].Note is { Length: > 0 } note)
            notes.Add(new Piece($"* {note}", theme.Warn));
        foreach (var hint in model.Sources.Count == 1 ? model.Listing?.Hints ?? [] : [])
            notes.Add(new Piece(hint.ForScreen, theme.Dim));
        return notes;
    }

    /// <summary>
    /// The first row that is shown while that one is selected. The list is turned by pages, which overlap by a row: if it scrolled with
    /// each move, each move would draw every row again.
    /// </summary>
    public int OffsetFor(int selected)
    {
        var page = Math.Max(Rows.Height - (ShowsHeader ? 1 : 0) - 1, 1);
        return Math.Max(selected, 0) / page * page;
    }

    /// <summary>The rows that are in view.</summary>
    public Scroll View(Model model) =>
        Scroll.Window(
            model.Rows.Count,
            model.SelectedIndex,
            ShowsHeader ? Rows.WithoutTop(1).Height : Rows.Height,
            OffsetFor(model.SelectedIndex)
        );

    /// <summary>The index of the release that is drawn at that line of the screen; null if none is.</summary>
    public int? RowAt(int y, Model model)
    {
        var body = ShowsHeader ? Rows.WithoutTop(1) : Rows;
        var view = View(model);
        var row = y - body.Y;
        return row >= 0 && row < view.Count ? view.First + row : null;
    }
}
