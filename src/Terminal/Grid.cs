using System.Runtime.InteropServices;

namespace Helmstuck.Terminal;

/// <summary>
/// A screenful of cells that views draw on. Everything is clipped to it: no coordinates, sizes or text make it throw, hang, or put a
/// glyph half outside. Starts out blank.
/// </summary>
internal sealed partial class Grid
{
    /// <summary>No side is longer than this, whatever a terminal claims to be.</summary>
    internal const int MaxSide = 2000;

    private readonly Cell[] _cells;

    /// <summary>The text of the cells that hold more than one character, by index. Rare, hence beside the cells.</summary>
    private Dictionary<int, string>? _clusters;

    public Grid(int width, int height)
    {
        Width = Math.Clamp(width, 0, MaxSide);
        Height = Math.Clamp(height, 0, MaxSide);
        _cells = new Cell[Width * Height];
        _cells.AsSpan().Fill(Cell.Blank);
    }

    public int Width { get; }

    public int Height { get; }

    public Rect Area => new(0, 0, Width, Height);

    /// <summary>Where the terminal's cursor is shown; null hides it. Outside the grid it is hidden too.</summary>
    public Position? Cursor { get; set; }

    /// <summary>The cell there; a blank one outside.</summary>
    public Cell this[int x, int y] => (uint)x < (uint)Width && (uint)y < (uint)Height ? _cells[(y * Width) + x] : Cell.Blank;

    /// <summary>
    /// Writes one line of text from (x, y) to the right, over what is there, at most <paramref name="maxWidth"/> cells and never past
    /// the edge. Gives how many cells from x on it took up (also those left of the grid), so that the next text goes to x + that;
    /// 0 when the row does not exist. A wide glyph that only half fits becomes a space. Controls and the like become U+FFFD.
    /// </summary>
    public int Put(int x, int y, ReadOnlySpan<char> text, Style style, int maxWidth = int.MaxValue)
    {
        if ((uint)y >= (uint)Height || maxWidth <= 0)
            return 0;
        var end = (int)Math.Min((long)x + maxWidth, Width);
        var at = x;
        while (text.Length > 0 && at < end)
        {
            var glyph = TextWidth.Next(text);
            if (at < 0 || glyph.Cells > end - at)
            {
                for (var i = 0; i < glyph.Cells && at < end; i++, at++)
                    Store(at, y, ' ', style, CellFlags.None);
            }
            else
            {
                var index = (y * Width) + at;
                var flags = (glyph.Cells == 2 ? CellFlags.Wide : 0) | (glyph.Doubtful ? CellFlags.Doubtful : 0);
                Store(at, y, glyph.Scalar, style, flags);
                if (glyph.Scalar == Cell.Several)
                    (_clusters ??= [])[index] = new string(text[..glyph.Kept]);
                at += glyph.Cells;
            }
            text = text[glyph.Chars..];
        }
        return Math.Max(at - x, 0);
    }

    /// <summary>Blanks the rectangle in that style.</summary>
    public void Fill(Rect rect, Style style)
    {
        var (left, top, right, bottom) = Clip(rect);
        for (var y = top; y < bottom && left < right; y++)
        {
            Break(left, y);
            Break(right, y);
            Forget(left, right, y);
            _cells.AsSpan((y * Width) + left, right - left).Fill(new Cell(' ', style, CellFlags.None));
        }
    }

    /// <summary>
    /// Patches a style over what is there (<see cref="Style.Patch"/>), for example a selection's. A wide glyph belongs to the rectangle
    /// that has its left half.
    /// </summary>
    public void SetStyle(Rect rect, Style style)
    {
        var (left, top, right, bottom) = Clip(rect);
        for (var y = top; y < bottom && left < right; y++)
        {
            var row = _cells.AsSpan(y * Width, Width);
            var x = row[left].IsTail ? left + 1 : left;
            for (; x < right || (x < Width && x > left && row[x].IsTail); x++)
                row[x] = row[x] with { Style = row[x].Style.Patch(style) };
        }
    }

    /// <summary>Draws a border along the rectangle's edges, its inside untouched; the title goes into the upper edge.</summary>
    public void Box(Rect rect, string title, Style style, BorderSet border) => Box(rect, new Spans(new Piece(title, style)), style, border);

    public void Box(Rect rect, Spans title, Style style, BorderSet border)
    {
        if (rect.IsEmpty)
            return;
        long right = (long)rect.X + rect.Width - 1,
            bottom = (long)rect.Y + rect.Height - 1;
        for (long x = Math.Max(rect.X, 0); x <= Math.Min(right, Width - 1); x++)
        {
            PutScalar(
                x,
                rect.Y,
                x == rect.X ? border.TopLeft
                    : x == right ? border.TopRight
                    : border.Horizontal,
                style
            );
            if (rect.Height > 1)
                PutScalar(
                    x,
                    bottom,
                    x == rect.X ? border.BottomLeft
                        : x == right ? border.BottomRight
                        : border.Horizontal,
                    style
                );
        }
        for (var y = Math.Max(rect.Y + 1L, 0); y < Math.Min(bottom, Height); y++)
        {
            PutScalar(rect.X, y, border.Vertical, style);
            PutScalar(right, y, border.Vertical, style);
        }
        if (title.Width == 0 || rect.Width < 6)
            return;
        // One border cell and one space stay on either side.
        var shown = title.Cut(rect.Width - 4);
        Put(rect.X + 1, rect.Y, " ", style);
        var used = shown.Draw(this, rect.X + 2, rect.Y, rect.Width - 4);
        Put(rect.X + 2 + used, rect.Y, " ", style);
    }

    /// <summary>True when both would look the same on a terminal, cursor included.</summary>
    public bool LooksLike(Grid other)
    {
        if (Width != other.Width || Height != other.Height || Cursor != other.Cursor)
            return false;
        for (var y = 0; y < Height; y++)
        {
            if (!RowEquals(other, y))
                return false;
        }
        return true;
    }

    internal ReadOnlySpan<Cell> Row(int y) => _cells.AsSpan(y * Width, Width);

    /// <summary>Compares a row of two grids of the same size.</summary>
    internal bool RowEquals(Grid other, int y)
    {
        ReadOnlySpan<Cell> mine = Row(y),
            theirs = other.Row(y);
        if (!MemoryMarshal.Cast<Cell, ulong>(mine).SequenceEqual(MemoryMarshal.Cast<Cell, ulong>(theirs)))
            return false;
        if (_clusters is not { Count: > 0 })
            return true;
        for (var x = 0; x < mine.Length; x++)
        {
            if (mine[x].Scalar == Cell.Several && !TextAt(x, y).SequenceEqual(other.TextAt(x, y)))
                return false;
        }
        return true;
    }

    internal bool CellEquals(Grid other, int x, int y)
    {
        var mine = _cells[(y * Width) + x];
        return mine == other._cells[(y * Width) + x] && (mine.Scalar != Cell.Several || TextAt(x, y).SequenceEqual(other.TextAt(x, y)));
    }

    /// <summary>The characters of a cell that holds several.</summary>
    internal ReadOnlySpan<char> TextAt(int x, int y) =>
        _clusters is not null && _clusters.TryGetValue((y * Width) + x, out var text) ? text : "";

    private void PutScalar(long x, long y, char character, Style style)
    {
        if (x >= 0 && x < Width && y >= 0 && y < Height)
            Store((int)x, (int)y, character, style, CellFlags.None);
    }

    private void Store(int x, int y, int scalar, Style style, CellFlags flags)
    {
        if ((uint)x >= (uint)Width)
            return;
        var wide = (flags & CellFlags.Wide) != 0;
        Break(x, y);
        Break(x + (wide ? 2 : 1), y);
        var index = (y * Width) + x;
        Forget(x, x + (wide ? 2 : 1), y);
        _cells[index] = new(scalar, style, flags);
        if (wide)
            _cells[index + 1] = new(Cell.TailScalar, style, CellFlags.None);
    }

    /// <summary>If a wide glyph lies across the left edge of x, both its halves become spaces.</summary>
    private void Break(int x, int y)
    {
        if (x <= 0 || x >= Width || !_cells[(y * Width) + x].IsTail)
            return;
        var index = (y * Width) + x;
        Forget(x - 1, x, y);
        _cells[index - 1] = new(' ', _cells[index - 1].Style, CellFlags.None);
        _cells[index] = new(' ', _cells[index].Style, CellFlags.None);
    }

    private void Forget(int left, int right, int y)
    {
        for (var x = left; x < right && _clusters is { Count: > 0 }; x++)
            _clusters.Remove((y * Width) + x);
    }

    private (int Left, int Top, int Right, int Bottom) Clip(Rect rect) =>
        (
            Math.Clamp(rect.X, 0, Width),
            Math.Clamp(rect.Y, 0, Height),
            (int)Math.Clamp((long)rect.X + rect.Width, 0, Width),
            (int)Math.Clamp((long)rect.Y + rect.Height, 0, Height)
        );
}
