namespace Helmstuck.Terminal;

/// <summary>One line made of pieces in different styles.</summary>
internal sealed class Spans(params Piece[] pieces)
{
    public static readonly Spans Empty = new();

    public IReadOnlyList<Piece> Pieces => pieces;

    /// <summary>Its width in cells.</summary>
    public int Width { get; } = pieces.Sum(piece => TextWidth.Measure(piece.Text));

    public static implicit operator Spans(string text) => new(new Piece(text, Style.Default));

    public static implicit operator Spans(Piece piece) => new(piece);

    public string Text => pieces.Length == 1 ? pieces[0].Text : string.Concat(pieces.Select(piece => piece.Text));

    public Spans Append(params Piece[] more) => new([.. pieces, .. more]);

    /// <summary>
    /// Itself if it fits into that many cells, else as much of it as fits, with an ellipsis in the style of the text that it replaces.
    /// </summary>
    public Spans Cut(int cells, string ellipsis = "…")
    {
        if (Width <= cells)
            return this;
        if (cells <= 0)
            return Empty;
        var left = cells - (TextWidth.Measure(ellipsis) <= cells ? TextWidth.Measure(ellipsis) : 0);
        var kept = new List<Piece>();
        foreach (var piece in pieces)
        {
            var width = TextWidth.Measure(piece.Text);
            if (width <= left)
            {
                kept.Add(piece);
                left -= width;
                continue;
            }
            kept.Add(piece with { Text = piece.Text[..TextWidth.Fit(piece.Text, left)] });
            if (TextWidth.Measure(ellipsis) <= cells)
                kept.Add(piece with { Text = ellipsis });
            break;
        }
        return new([.. kept]);
    }

    /// <summary>Draws it from (x, y) on, at most that many cells, without an ellipsis. Returns how many cells it took up.</summary>
    public int Draw(Grid grid, int x, int y, int width)
    {
        var used = 0;
        foreach (var piece in pieces)
            used += grid.Put(x + used, y, piece.Text, piece.Style, width - used);
        return used;
    }

    /// <summary>The line as several, each at most that many cells wide (<see cref="TextWidth.Wrap"/>).</summary>
    public IReadOnlyList<Spans> Wrap(int cells)
    {
        if (cells > 0 && Width <= cells && !Text.Contains('\n', StringComparison.Ordinal))
            return [this];
        return [.. TextWidth.WrapSlices(Text, cells).Select(Part)];
    }

    private Spans Part(TextSlice slice)
    {
        var parts = new List<Piece>();
        var at = 0;
        foreach (var piece in pieces)
        {
            var from = Math.Max(slice.Start, at);
            var to = Math.Min(slice.Start + slice.Length, at + piece.Text.Length);
            if (from < to)
                parts.Add(piece with { Text = piece.Text[(from - at)..(to - at)] });
            at += piece.Text.Length;
        }
        return new([.. parts]);
    }
}
