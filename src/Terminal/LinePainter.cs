namespace Helmstuck.Terminal;

/// <summary>Writes the changes in one line of the screen.</summary>
internal sealed class LinePainter(ByteBuffer output, CursorMover cursor, Pen pen, TerminalCapabilities capabilities)
{
    /// <summary>Up to this many unchanged plain cells are written again, because a cursor move costs as much.</summary>
    private const int WriteThrough = 4;

    private const int EraseToEndCost = 3;

    /// <summary>The default style, <c>ESC[m</c>.</summary>
    private const int DefaultCost = 3;

    /// <summary>Whether the terminal's autowrap is on. It is turned off when it would matter, and on again by the frame's end.</summary>
    public bool Wraps { get; set; } = true;

    /// <summary>The present and the next content of the line; <c>Erased</c>: the rest of it was erased.</summary>
    private ref struct Line(Grid from, Grid to, int y)
    {
        public readonly Grid FromGrid = from,
            ToGrid = to;
        public readonly ReadOnlySpan<Cell> From = from.Row(y),
            To = to.Row(y);
        public readonly int Y = y;
        public bool Erased;
    }

    public void Paint(Grid from, Grid to, int y)
    {
        if (to.RowEquals(from, y))
            return;
        var line = new Line(from, to, y);
        int first = 0,
            last = to.Width - 1;
        while (first <= last && IsUnchanged(in line, first))
            first++;
        while (last >= first && IsUnchanged(in line, last))
            last--;
        if (first > last)
            return;

        var doubtful = FirstDoubtful(in line);
        if (doubtful <= last)
        {
            // The content from there on is not known: erase it and write it again.
            first = Math.Min(first, doubtful);
            last = to.Width - 1;
            EraseFrom(first, y);
            line.Erased = true;
        }
        PaintCells(in line, first, last);
    }

    private void PaintCells(ref readonly Line line, int first, int last)
    {
        var tail = BlankTail(in line);
        var blank = line.Erased ? line.To.Length : BlankFrom(in line, last);
        var x = first;
        while (x <= last)
        {
            var cell = line.To[x];
            if (cell.IsTail)
            {
                x++;
            }
            else if (IsUnchanged(in line, x) && !(x >= blank && cursor.IsAt(x, line.Y)))
            {
                x = Skip(in line, x, last);
            }
            else if (x >= tail && last - x >= EraseToEndCost)
            {
                EraseFrom(x, line.Y);
                return;
            }
            else
            {
                x += PaintRun(in line, x, last, cell);
            }
        }
    }

    private int PaintRun(ref readonly Line line, int x, int last, Cell cell)
    {
        var style = Visible(cell);
        var run = RunLength(in line, x, last, cell, style);
        cursor.MoveTo(x, line.Y);
        if (
            !capabilities.OnlyVt100
            && cell.Scalar == ' '
            && style == Style.Default
            && x + run < line.To.Length
            && EraseCost(run, x + run > last) < run + (Has(cell, style) ? 0 : DefaultCost)
        )
        {
            pen.Set(style);
            output.AddControl(run, (byte)'X');
            return run;
        }
        Dip(cell, style);
        if (x + Math.Max(run, cell.Width) >= line.To.Length || cell.IsDoubtful)
            StayInLine();
        var each =
            cell.Scalar < 0x80 ? 1
            : cell.Scalar < 0x800 ? 2
            : cell.Scalar < 0x10000 ? 3
            : 4;
        if (capabilities.Repeat && run > 1 && each * (run - 1) > 3 + ByteBuffer.Digits(run - 1))
        {
            output.AddScalar(cell.Scalar);
            output.AddControl(run - 1, (byte)'b');
            Advance(in line, x, run);
            return run;
        }
        if (cell.Scalar == Cell.Several)
            output.AddText(line.ToGrid.TextAt(x, line.Y));
        else
            output.AddScalar(cell.Scalar);
        Advance(in line, x, cell.Width);
        if (cell.IsDoubtful)
            cursor.ForgetColumn();
        return cell.Width;
    }

    /// <summary>The bytes that it takes to erase that many cells, and, unless nothing follows in the line, to go on behind them.</summary>
    private int EraseCost(int cells, bool isLast)
    {
        var each = 3 + ByteBuffer.Digits(cells);
        // What is drawn behind them is likely to need the present style again.
        return (isLast ? each : 2 * each) + (pen.IsDefault ? 0 : DefaultCost * (isLast ? 1 : 2));
    }

    /// <summary>How many cells from x on have the same plain narrow character in the same style.</summary>
    private int RunLength(ref readonly Line line, int x, int last, Cell cell, Style style)
    {
        if (cell.IsWide || cell.IsDoubtful || cell.Scalar == Cell.Several)
            return 1;
        var end = x + 1;
        while (end <= last && line.To[end] is var next && (next == cell || (next.Scalar == cell.Scalar && Visible(next) == style)))
            end++;
        return end - x;
    }

    /// <summary>Skips unchanged cells, or writes them again if that is as cheap as a cursor move.</summary>
    private int Skip(ref readonly Line line, int x, int last)
    {
        var end = x;
        var plain = cursor.IsAt(x, line.Y);
        while (end <= last && IsUnchanged(in line, end))
        {
            var cell = line.To[end];
            plain = plain && end - x < WriteThrough && cell.Scalar is >= ' ' and <= '~' && Has(cell, Visible(cell));
            end++;
        }
        if (plain && end <= last && end - x <= WriteThrough)
        {
            for (var at = x; at < end; at++)
                output.Add((byte)line.To[at].Scalar);
            Advance(in line, x, end - x);
        }
        return end;
    }

    /// <summary>Whether the pen draws the cell as it is to look.</summary>
    private bool Has(Cell cell, Style style) => pen.Is(style) || (cell.Scalar == ' ' && pen.IsForSpace(style));

    private void Dip(Cell cell, Style style)
    {
        if (!Has(cell, style))
            pen.Set(style);
    }

    /// <summary>A glyph at the right edge must not move the cursor to the next line, nor scroll the last one.</summary>
    private void StayInLine()
    {
        if (Wraps)
            output.Add("\e[?7l"u8);
        Wraps = false;
    }

    private void Advance(ref readonly Line line, int x, int cells)
    {
        // At the right edge, terminals differ in the position of the cursor.
        if (x + cells >= line.To.Length)
            cursor.ForgetColumn();
        else
            cursor.Advance(cells);
    }

    private void EraseFrom(int x, int y)
    {
        // Terminals differ in whether erasing paints the background, so only the default background is erased with.
        cursor.MoveTo(x, y);
        pen.Set(Style.Default);
        output.Add("\e[K"u8);
    }

    private bool IsUnchanged(ref readonly Line line, int x)
    {
        var to = line.To[x];
        if (line.Erased)
            return to.Scalar == ' ' && Visible(to) == Style.Default;
        var from = line.From[x];
        if (from.Scalar != to.Scalar || from.Flags != to.Flags || (from.Style != to.Style && Visible(from) != Visible(to)))
            return false;
        return to.Scalar != Cell.Several || line.ToGrid.TextAt(x, line.Y).SequenceEqual(line.FromGrid.TextAt(x, line.Y));
    }

    private static int FirstDoubtful(ref readonly Line line)
    {
        for (var x = 0; x < line.To.Length; x++)
        {
            if (line.From[x].IsDoubtful || line.To[x].IsDoubtful)
                return x;
        }
        return line.To.Length;
    }

    /// <summary>From this column on the line is blank.</summary>
    private int BlankTail(ref readonly Line line) => BlankFrom(in line, line.To.Length - 1);

    /// <summary>From this column to the last one the line is blank.</summary>
    private int BlankFrom(ref readonly Line line, int last)
    {
        var x = last + 1;
        while (x > 0 && line.To[x - 1] is { Scalar: ' ' } cell && Visible(cell) == Style.Default)
            x--;
        return x;
    }

    /// <summary>
    /// The style without bright colours: bright text is bold, and grey text, which would be bold black, dim in the terminal's own colour.
    /// </summary>
    private static Style OfEight(Style style)
    {
        static Color Plain(Color color) => color >= Color.BrightBlack ? color - (Color.BrightBlack - Color.Black) : color;
        return style.Foreground switch
        {
            Color.BrightBlack => new(Color.Default, Plain(style.Background), style.Attributes | Attributes.Dim),
            > Color.BrightBlack => new(Plain(style.Foreground), Plain(style.Background), style.Attributes | Attributes.Bold),
            _ => style with { Background = Plain(style.Background) },
        };
    }

    /// <summary>The style with the terminal's own 16 colours; a fixed one that they show badly becomes the colour of text.</summary>
    private static Style OfSixteen(Style style)
    {
        static Color Own(Color color) =>
            color switch
            {
                <= Color.BrightWhite => color,
                Color.DarkRed => Color.Red,
                Color.Purple => Color.Magenta,
                Color.Teal => Color.Blue,
                Color.Gray => Color.BrightBlack,
                _ => Color.Default,
            };
        return style with { Foreground = Own(style.Foreground), Background = Own(style.Background) };
    }

    /// <summary>
    /// The visible part of a style: no colours in a terminal without them, and for a space only the parts that a space shows.
    /// </summary>
    private Style Visible(Cell cell)
    {
        var style = cell.Style;
        if (!capabilities.Colors)
            style = new(Color.Default, Color.Default, style.Attributes);
        else if (capabilities.EightColors)
            style = OfEight(OfSixteen(style));
        else if (!capabilities.Palette256)
            style = OfSixteen(style);
        if (cell.Scalar == ' ')
        {
            var inked = (style.Attributes & (Attributes.Underline | Attributes.Reverse)) != 0;
            style = new(
                inked ? style.Foreground : Color.Default,
                style.Background,
                inked ? style.Attributes & ~Attributes.Italic : Attributes.None
            );
        }
        return style;
    }
}
