using System.Text;
using Helmstuck.Terminal;

namespace Helmstuck.Tests.Unit.Terminal;

/// <summary>
/// A terminal that knows exactly what the renderer may write and fails on anything else. Unlike the one in Pty/, which judges whole
/// programs with widths of its own, it takes the product's widths, so that only the renderer is judged; and with
/// <paramref name="contrary"/> it gives every glyph of doubtful width the other width.
/// </summary>
internal sealed class ReplayScreen(int width, int height, bool contrary = false)
{
    private readonly (string Text, Style Style)[,] _cells = Blank(width, height);
    private Style _pen;
    private int _x,
        _y;
    private string _last = "";
    private int _top,
        _bottom = height - 1;
    private bool _synchronized,
        _wraps = true;

    public bool CursorShown { get; private set; }

    public Position Cursor => new(_x, _y);

    public (string Text, Style Style) this[int x, int y] => _cells[x, y];

    public void Write(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        for (var at = 0; at < text.Length; )
        {
            switch (text[at])
            {
                case '\e' when text.AsSpan(at).StartsWith("\e(B"):
                    at += 3;
                    break;
                case '\e' when text[at + 1] == 'M':
                    Assert.True(IsRegion && _y == _top, "a reverse index outside the first row of a region");
                    Scroll(1);
                    at += 2;
                    break;
                case '\e' when text[at + 1] == '[':
                    var end = at + 2;
                    while (text[end] is < '@' or > '~')
                        end++;
                    Control(text[(at + 2)..end], text[end]);
                    at = end + 1;
                    break;
                case '\r':
                    (_x, at) = (0, at + 1);
                    break;
                case '\n' when IsRegion && _y == _bottom:
                    Scroll(-1);
                    at++;
                    break;
                case '\n':
                    Assert.True(_y < height - 1, "a line feed in the last row would scroll");
                    (_y, at) = (_y + 1, at + 1);
                    break;
                case '\b':
                    (_x, at) = (Math.Max(_x - 1, 0), at + 1);
                    break;
                case '\x0f':
                    at++;
                    break;
                default:
                    Assert.False(char.IsControl(text[at]), $"control {(int)text[at]:x2}");
                    var glyph = TextWidth.Next(text.AsSpan(at));
                    Print(text.Substring(at, glyph.Chars), contrary && glyph.Doubtful ? 3 - glyph.Cells : glyph.Cells);
                    at += glyph.Chars;
                    break;
            }
        }
        Assert.False(_synchronized);
        Assert.False(IsRegion);
        Assert.True(_wraps);
        Assert.Equal(Style.Default, _pen);
    }

    /// <summary>Fails where this does not show the grid.</summary>
    public void AssertShows(Grid grid, bool colors = true)
    {
        for (var y = 0; y < grid.Height; y++)
        {
            for (var x = 0; x < grid.Width; x++)
            {
                var cell = grid[x, y];
                if (contrary && (cell.IsDoubtful || (x > 0 && grid[x - 1, y].IsDoubtful)))
                    continue;
                var text =
                    cell.IsTail ? ""
                    : cell.Scalar == Cell.Several ? grid.TextAt(x, y).ToString()
                    : new Rune(cell.Scalar).ToString();
                Assert.True(text == _cells[x, y].Text, $"({x},{y}): «{text}» is shown as «{_cells[x, y].Text}»");
                if (!cell.IsTail)
                    Assert.Equal(Seen(cell.Style, text, colors), Seen(_cells[x, y].Style, text, colors));
            }
        }
        Assert.Equal(grid.Cursor is { } at && grid.Area.Contains(at.X, at.Y), CursorShown);
        if (CursorShown)
            Assert.Equal(grid.Cursor, Cursor);
    }

    private bool IsRegion => _top > 0 || _bottom < height - 1;

    private void Scroll(int by)
    {
        Assert.Equal(Style.Default, _pen);
        for (var n = 0; n < _bottom - _top; n++)
        {
            var y = by > 0 ? _bottom - n : _top + n;
            for (var x = 0; x < width; x++)
                _cells[x, y] = _cells[x, y - by];
        }
        EraseRow(0, width, by > 0 ? _top : _bottom);
    }

    private static Style Seen(Style style, string text, bool colors)
    {
        style = colors ? style : Style.Of(style.Attributes);
        return text == " " && (style.Attributes & (Attributes.Reverse | Attributes.Underline)) == 0
                ? new(Color.Default, style.Background, Attributes.None)
            : text == " "
                ? style with
                {
                    Attributes =
                        style.Attributes & ~(style.Foreground == Color.Default ? Attributes.Italic | Attributes.Bold : Attributes.Italic),
                }
            : style;
    }

    private void Print(string text, int cells)
    {
        _last = text;
        Assert.False(_wraps && cells >= width - _x, "a glyph at the right edge, where the cursor would go to the next line");
        Assert.True(contrary || cells <= width - _x, "a glyph beyond the right edge");
        if (cells > width - _x)
            return;
        for (var i = 0; i < cells + 1 && _x + i < width; i++)
            Break(_x + i);
        for (var i = 0; i < cells; i++)
            _cells[_x + i, _y] = (i == 0 ? text : "", _pen);
        _x = Math.Min(_x + cells, width - 1);
    }

    // Half of a wide glyph that is written over becomes a space.
    private void Break(int x)
    {
        if (_cells[x, _y].Text.Length > 0)
            return;
        _cells[x, _y].Text = " ";
        if (x > 0)
            _cells[x - 1, _y].Text = " ";
    }

    private void Control(string parameters, char final)
    {
        int Number() => parameters.Length == 0 ? 1 : int.Parse(parameters, System.Globalization.CultureInfo.InvariantCulture);
        switch (final)
        {
            case 'h' or 'l' when parameters == "?2026":
                Assert.Equal(final == 'l', _synchronized);
                _synchronized = final == 'h';
                break;
            case 'h' or 'l' when parameters == "?7":
                _wraps = final == 'h';
                break;
            case 'h' or 'l' when parameters == "?25":
                CursorShown = final == 'h';
                break;
            case 'l' when parameters == "?6":
                break;
            case 'r' when parameters.Length == 0:
                (_top, _bottom) = (0, height - 1);
                break;
            case 'r':
                var rows = parameters
                    .Split(';')
                    .Select(row => int.Parse(row, System.Globalization.CultureInfo.InvariantCulture) - 1)
                    .ToList();
                Assert.InRange(rows[1], rows[0] + 1, height - 1);
                (_top, _bottom) = (rows[0], rows[1]);
                break;
            case 'J' when parameters == "2":
                for (var y = 0; y < height; y++)
                    EraseRow(0, width, y);
                break;
            case 'K' when parameters.Length == 0:
                Assert.Equal(Style.Default, _pen);
                EraseRow(_x, width, _y);
                break;
            case 'X':
                Assert.Equal(Style.Default, _pen);
                EraseRow(_x, Math.Min(_x + Number(), width), _y);
                break;
            case 'b':
                Assert.NotEqual("", _last);
                for (var i = Number(); i > 0; i--)
                    Print(_last, TextWidth.Measure(_last));
                break;
            case 'H':
                var parts = parameters.Split(';');
                Go(
                    parts.Length > 1 ? int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) - 1 : 0,
                    parts[0].Length == 0 ? 0 : int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture) - 1
                );
                break;
            case 'A':
                Go(_x, _y - Number());
                break;
            case 'B':
                Go(_x, _y + Number());
                break;
            case 'C':
                Go(_x + Number(), _y);
                break;
            case 'D':
                Go(_x - Number(), _y);
                break;
            case 'G':
                Go(Number() - 1, _y);
                break;
            case 'd':
                Go(_x, Number() - 1);
                break;
            case 'm':
                Render(parameters);
                break;
            default:
                Assert.Fail($"not a sequence of ours: ESC[{parameters}{final}");
                break;
        }
        if (final != 'b')
            _last = "";
    }

    private void Go(int x, int y)
    {
        Assert.InRange(x, 0, width - 1);
        Assert.InRange(y, 0, height - 1);
        (_x, _y) = (x, y);
    }

    private void EraseRow(int from, int to, int y)
    {
        Assert.True(from == 0 || _cells[from, y].Text.Length > 0 || contrary, "half of a wide glyph is erased");
        for (var x = from; x < to; x++)
            _cells[x, y] = (" ", Style.Default);
    }

    private void Render(string parameters)
    {
        var codes = new Queue<int>(
            parameters.Split(';').Select(part => part.Length == 0 ? 0 : int.Parse(part, System.Globalization.CultureInfo.InvariantCulture))
        );
        while (codes.TryDequeue(out var code))
        {
            _pen = code switch
            {
                38 => _pen with { Foreground = Fixed(codes) },
                48 => _pen with { Background = Fixed(codes) },
                0 => Style.Default,
                1 => _pen.With(Attributes.Bold),
                2 => _pen.With(Attributes.Dim),
                3 => _pen.With(Attributes.Italic),
                4 => _pen.With(Attributes.Underline),
                7 => _pen.With(Attributes.Reverse),
                22 => _pen with { Attributes = _pen.Attributes & ~(Attributes.Bold | Attributes.Dim) },
                23 => _pen with { Attributes = _pen.Attributes & ~Attributes.Italic },
                24 => _pen with { Attributes = _pen.Attributes & ~Attributes.Underline },
                27 => _pen with { Attributes = _pen.Attributes & ~Attributes.Reverse },
                39 => _pen with { Foreground = Color.Default },
                49 => _pen with { Background = Color.Default },
                >= 30 and <= 37 => _pen with { Foreground = Color.Black + (byte)(code - 30) },
                >= 40 and <= 47 => _pen with { Background = Color.Black + (byte)(code - 40) },
                >= 90 and <= 97 => _pen with { Foreground = Color.BrightBlack + (byte)(code - 90) },
                >= 100 and <= 107 => _pen with { Background = Color.BrightBlack + (byte)(code - 100) },
                _ => throw new InvalidOperationException($"SGR {code}"),
            };
        }
    }

    /// <summary><c>5;N</c>: a colour of the palette of 256.</summary>
    private static Color Fixed(Queue<int> codes)
    {
        Assert.Equal(5, codes.Dequeue());
        return Color.DarkGreen + (byte)Pen.Fixed.IndexOf((byte)codes.Dequeue());
    }

    private static (string, Style)[,] Blank(int width, int height)
    {
        var cells = new (string, Style)[width, height];
        for (var x = 0; x < width; x++)
        {
            for (var y = 0; y < height; y++)
                cells[x, y] = (" ", Style.Default);
        }
        return cells;
    }
}
