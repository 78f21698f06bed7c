using Helmstuck.Helm.Records;
using Helmstuck.Runbook;
using Helmstuck.Survey;
using Helmstuck.Terminal;
using Helmstuck.Tui.Keys;
using Helmstuck.Tui.Pages;
using Helmstuck.Tui.Placement;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Views;

/// <summary>The list of releases, or the reason why it is empty.</summary>
internal static class ReleasesView
{
    public static void Draw(Grid grid, Layout layout, Model model, Theme theme)
    {
        var rows = model.Rows;
        var inside = Panel.Draw(
            grid,
            layout.Releases,
            layout,
            theme,
            Title(model, rows, theme),
            model.Focus == Pane.Releases && model.Overlay is null or Overlay.Filter
        );
        if (rows.Count == 0)
        {
            Empty(inside.Width, model, theme).Draw(grid, inside, 0);
            return;
        }
        var index = model.SelectedIndex;
        var place = ReleasesPlace.Of(layout, model, theme);
        place.Notes.Draw(grid, place.NotesPlace, 0);
        var revision = Math.Max(Number(rows.Max(row => row.Revision)).Length, 3);
        var view = place.View(model);
        Panel.More(grid, layout.Boxed ? layout.Releases.Bottom(1) : layout.Releases.Top(1), view, rows.Count, theme);
        var age = Math.Max(Enumerable.Range(view.First, view.Count).Select(i => Age(rows[i], model).Length).DefaultIfEmpty().Max(), 3);
        new Table(
            [
                Column.Fixed("", 1) with
                {
                    Natural = 1,
                },
                .. Placed(rows, model),
                new(Titled("RELEASE", SortColumn.Name, model), 10, Flex: 1)
                {
                    CutsMiddle = true,
                    Natural = Widest(rows, row => row.Release),
                },
                new(Titled("STATUS", SortColumn.Status, model), 12, 16)
                {
                    Natural = rows.Max(row => StatusOf(row, row.Stuck && IsInProgress(row, model)).Length),
                },
                new(Titled("REV", SortColumn.Revision, model), revision, AlignRight: true) { Natural = revision },
                new(Titled("AGE", SortColumn.Age, model), age, Drop: 1, AlignRight: true) { Natural = age },
            ],
            new LazyRows(rows.Count, i => Cells(rows[i], i == index, model, theme))
        )
        {
            Selected = index,
            ShowHeader = place.ShowsHeader,
            HeaderStyle = theme.Dim,
            SelectedStyle = theme.Selected,
            Gap = 1,
            Offset = place.OffsetFor(index),
        }.Draw(grid, place.Rows);
    }

    private static IEnumerable<Column> Placed(IReadOnlyList<ReleaseRow> rows, Model model)
    {
        if (model.SeveralContexts)
            yield return new Column("CONTEXT", 6, 24) { CutsMiddle = true, Natural = Widest(rows, row => row.Context) };
        if (model.SeveralNamespaces)
            yield return new Column("NAMESPACE", 6, 20) { CutsMiddle = true, Natural = Widest(rows, row => row.Namespace) };
    }

    private static int Widest(IReadOnlyList<ReleaseRow> rows, Func<ReleaseRow, string> name) =>
        rows.Max(row => TextWidth.Measure(Clean.Line(name(row))));

    /// <summary>The title of a column; an arrow shows that the list is sorted by it.</summary>
    private static string Titled(string title, SortColumn column, Model model) =>
        model.Sort != column ? title
        : column == SortColumn.Revision ? title + "↓"
        : title + "↑";

    private static List<Spans> Cells(ReleaseRow row, bool selected, Model model, Theme theme)
    {
        var inProgress = IsInProgress(row, model);
        var status = StatusOf(row, inProgress);
        List<Spans> cells = [new Piece(selected ? "▸" : "", theme.Strong)];
        if (model.SeveralContexts)
            cells.Add(new Piece(Clean.Line(row.Context), model.SourceOf(row).Place.Production ? theme.Strong : theme.Text));
        if (model.SeveralNamespaces)
            cells.Add(new Piece(Clean.Line(row.Namespace), theme.Text));
        var isOld = model.SourceOf(row).OldSince is not null;
        cells.Add(
            new Piece(
                Clean.Line(row.Release),
                isOld ? theme.Dim
                    : row.Stuck ? theme.Strong
                    : theme.Text
            )
        );
        cells.Add(
            new Piece(
                Clean.Line(status),
                isOld ? theme.Dim
                    : inProgress ? theme.Warn
                    : row.Stuck ? theme.Stuck
                    : row.Status == ReleaseStatus.Failed ? theme.Fail
                    : theme.Dim
            )
        );
        cells.Add(new Piece(Number(row.Revision), theme.Text));
        cells.Add(new Piece(Age(row, model), theme.Dim));
        // The selected row is one bar: reversed colours and dimmed text would tear it into pieces.
        return selected ? cells.ConvertAll(cell => (Spans)new Piece(cell.Text, row.Stuck ? theme.Strong : theme.Text)) : cells;
    }

    private static string StatusOf(ReleaseRow row, bool inProgress) =>
        (inProgress ? "in progress" : row.Status) + (row.Note.Length > 0 ? " *" : "");

    private static string Age(ReleaseRow row, Model model)
    {
        var source = model.SourceOf(row);
        return TuiText.Age(row.StartedAt, source.ClockAt(model.Now) + source.Listing?.ClockSkew);
    }

    private static bool IsInProgress(ReleaseRow row, Model model) =>
        model.SourceOf(row) is { Listing: { } listing } source
        && source.ClockAt(model.Now) is { } now
        && listing.PhaseOf(row, now) == ReleasePhase.InProgress;

    private static string Number(long revision) => revision.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static Spans Title(Model model, IReadOnlyList<ReleaseRow> rows, Theme theme)
    {
        var running = model.Scope.All ? 0 : rows.Count(row => IsInProgress(row, model));
        var what = model.Scope.All ? "Releases" : "Stuck releases";
        var deep =
            !model.Scope.Deep ? ""
            : model.Listing is null ? ", reading payloads"
            : ", payloads read";
        var sorted = model.Sort == SortColumn.None ? "" : $", by {RowOrder.Names[(int)model.Sort]}";
        var filter = model.Filter.Length > 0 ? $" /{Clean.Line(model.Filter)}" : "";
        var count =
            model.Sources.All(source => source.Listing is null or { Error: not null, Rows.Count: 0 }) ? ""
            : filter.Length > 0 ? $" {rows.Count} of {model.Sources.Sum(source => source.Listing?.Rows.Count ?? 0)}"
            : running > 0 ? $" {rows.Count - running}, in progress {running}"
            : $" {rows.Count}";
        // With several sources the line below the list names the one that is old.
        var old = rows.Count > 0 && model.Sources.Count == 1 ? model.Sources[0].OldSince : null;
        return new Spans(
            new Piece(what, theme.Title),
            old is { } since ? new Piece($" as of {PlainText.Clock(since)}", theme.Warn) : new Piece($"{count}{deep}{sorted}", theme.Dim),
            new Piece(filter, theme.Key)
        );
    }

    private static Page Empty(int width, Model model, Theme theme)
    {
        var page = new Page(width, theme);
        if (model.Sources.Count > 1)
            return EmptyPlaces.Write(page, model);
        if (model.Listing is not { } listing)
            return page.Add(Reading(model, theme));
        if (listing.Error is { } error)
        {
            page.Add(new Piece($"✗ {error}", theme.Fail));
            foreach (var hint in listing.Hints)
                page.Blank().Add(hint.ForScreen);
            return NextKeys.Write(page, Command.Read, Command.Namespace);
        }
        if (model.Filter.Length > 0 && listing.Rows.Count > 0)
            return page.Add($"Nothing matches “{model.Filter}”. Press Esc to show all {listing.Rows.Count}.");
        if (listing.FromCache)
            return page.Add(
                new Piece(
                    $"No release is stuck {Where(model)} according to the API server's cache; the consistent read is running …",
                    theme.Dim
                )
            );
        page.Add(
            new Piece("✓ ", theme.Pass),
            new Piece(model.Scope.All ? $"no release {Where(model)}" : $"no release is stuck {Where(model)}", theme.Strong)
        );
        var hints =
            listing.Hints.Count > 0 ? listing.Hints
            : model.Scope is { All: false, Deep: false } ? [ListHint.SearchDeeper(Where(model))]
            : [];
        foreach (var hint in hints)
            page.Blank().Add(hint.ForScreen);
        return model.Scope switch
        {
            { All: true } => NextKeys.Write(page, Command.Namespace),
            { Deep: true } => NextKeys.Write(page, Command.All, Command.Namespace),
            _ => NextKeys.Write(page, Command.All, Command.Deep, Command.Namespace),
        };
    }

    private static Piece[] Reading(Model model, Theme theme)
    {
        const int Bar = 20;
        if (model.ListFetch is not { Total: > 0 } reading)
            return [new Piece($"Reading the releases {Where(model)} …  Esc stops it.", theme.Dim)];
        var filled = Math.Clamp(Bar * reading.Done / reading.Total, 0, Bar);
        return
        [
            new Piece(new string('█', filled), theme.Pass),
            new Piece(new string('░', Bar - filled), theme.Dim),
            new Piece($" {reading.Done} of {reading.Total} releases read", theme.Strong),
            new Piece("  Esc stops it.", theme.Dim),
        ];
    }

    private static string Where(Model model) => model.Scope.Namespace is { } name ? $"in {name}" : "in any namespace";
}
