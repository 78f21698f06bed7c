using Helmstuck.Runbook;
using Helmstuck.Terminal;

namespace Helmstuck.Tui.Pages;

/// <summary>
/// Lines of text for a given width. Everything is wrapped when it is added, beside its label or sign, and
/// cleaned of characters that a terminal interprets. The result is drawn and scrolled as a whole.
/// </summary>
internal sealed class Page(int width, Theme theme)
{
    private readonly List<Spans> _lines = [];

    public int Width { get; } = Math.Max(width, 1);

    public Theme Theme { get; } = theme;

    public IReadOnlyList<Spans> Lines => _lines;

    /// <summary>An empty line, but never two in a row, and none at the top.</summary>
    public Page Blank()
    {
        if (_lines.Count > 0 && _lines[^1].Width > 0)
            _lines.Add(Spans.Empty);
        return this;
    }

    public Page Heading(string text) => Blank().Add(new Piece(text, Theme.Title));

    public Page Add(string text) => Add(new Piece(text, Theme.Text));

    public Page Add(params Piece[] pieces) => Beside(Spans.Empty, pieces);

    /// <summary>A paragraph beside a label or sign: wrapped lines are indented like the first one.</summary>
    public Page Beside(Spans label, params Piece[] pieces)
    {
        var text = new Spans([.. pieces.Select(Cleaned)]);
        label = new Spans([.. label.Pieces.Select(Cleaned)]);
        var indent = label.Width;
        if (indent > 0 && indent > Width / 2)
        {
            _lines.Add(label.Cut(Width));
            indent = Math.Min(2, Width - 1);
            label = Spans.Empty;
        }
        foreach (var line in text.Wrap(Width - indent))
        {
            _lines.Add(
                indent == 0 ? line
                : label.Width > 0 ? label.Append([.. line.Pieces])
                : new Spans([new string(' ', indent), .. line.Pieces])
            );
            label = Spans.Empty;
        }
        return this;
    }

    /// <summary>A dimmed label in a column of that many cells, and the text beside it.</summary>
    public Page Field(string label, int column, params Piece[] pieces) => Beside(new Piece(label.PadRight(column), Theme.Dim), pieces);

    public Page Bullet(string text, int indent = 2) =>
        Beside(new Piece(new string(' ', indent) + "· ", Theme.Text), new Piece(text, Theme.Text));

    /// <summary>A check's sign and word, 10 cells: <c>✓ pass</c>.</summary>
    public Piece State(CheckState state, bool pending = false) =>
        pending
            ? new Piece($"{Marks.Reading} reading ", Theme.Dim)
            : new Piece($"{Marks.Of(state)} {ReviewText.Of(state), -8}", Theme.Of(state));

    /// <summary>Cells in columns: with the given widths, longer texts cut, numbers right-aligned.</summary>
    public Page Row(IReadOnlyList<int> widths, params Piece[] cells)
    {
        var pieces = new List<Piece>();
        var count = Math.Min(cells.Length, widths.Count);
        for (var i = 0; i < count; i++)
        {
            var cell = Cleaned(cells[i]);
            var room = Math.Abs(widths[i]);
            var text = TextWidth.Cut(cell.Text, room);
            var gap = new string(' ', Math.Max(room - TextWidth.Measure(text), 0));
            pieces.Add(cell with { Text = (widths[i] < 0 ? gap + text : text + gap) + (i + 1 < count ? "  " : "") });
        }
        _lines.Add(new Spans([.. pieces]).Cut(Width));
        return this;
    }

    /// <summary>Draws the lines from <paramref name="offset"/> on.</summary>
    public void Draw(Grid grid, Rect rect, int offset)
    {
        var view = Scroll.Window(_lines.Count, -1, rect.Height, offset);
        for (var i = 0; i < view.Count; i++)
            _lines[view.First + i].Draw(grid, rect.X, rect.Y + i, rect.Width);
    }

    /// <summary>The largest useful offset for that height.</summary>
    public int LastOffset(int height) => Math.Max(_lines.Count - Math.Max(height, 0), 0);

    private static Piece Cleaned(Piece piece) => piece with { Text = Clean.Line(piece.Text) };
}
