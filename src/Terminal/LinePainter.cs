namespace Helmstuck.Terminal;

/// <summary>Writes what changed in one line of the screen.</summary>
internal sealed class LinePainter(ByteBuffer output, CursorMover cursor, Pen pen, TerminalCapabilities capabilities)
{
    /// <summary>Unchanged cells up to this many are written again where they are plain, because a cursor move costs as much.</summary>
    private const int WriteThrough = 4;

    private const int EraseToEndCost = 3;

    // Set for the line that is being painted.
    private Grid _from = null!, _to = null!;
    private int _y;
    private bool _erased;

    public void Paint(Grid from, Grid to, int y)
    {
        if (to.RowEquals(from, y))
            return;
        (_from, _to, _y, _erased) = (from, to, y, false);
        int first = 0, last = to.Width - 1;
        while (first <= last && IsUnchanged(first))
            first++;
        while (last >= first && IsUnchanged(last))
            last--;
        if (first > last)
            return;

        var doubtful = FirstDoubtful();
        if (doubtful <= last)
        {
            // From there on nobody knows what stands where: wipe it and write it anew.
            first = Math.Min(first, doubtful);
            last = to.Width - 1;
            EraseFrom(first);
            _erased = true;
        }
        PaintCells(first, last, BlankTail());
    }

    private void PaintCells(int first, int last, int tail)
    {
        var x = first;
        while (x <= last)
        {
            var cell = _to[x, _y];
            if (cell.IsTail)
            {
                x++;
            }
            else if (IsUnchanged(x))
            {
                x = Skip(x, last);
            }
            else if (x >= tail && last - x >= EraseToEndCost)
            {
                EraseFrom(x);
                return;
            }
            else
            {
                x += PaintRun(x, last, cell);
            }
        }
    }

    private int PaintRun(int x, int last, Cell cell)
    {
        var style = Visible(cell);
        var run = RunLength(x, last, cell, style);
        cursor.MoveTo(x, _y);
        pen.Set(style);
        if (cell.Scalar == ' ' && style == Style.Default && run > 2 * (3 + ByteBuffer.Digits(run)) && x + run < _to.Width)
        {
            output.AddControl(run, (byte)'X');
            return run;
        }
        var each = cell.Scalar < 0x80 ? 1 : cell.Scalar < 0x800 ? 2 : cell.Scalar < 0x10000 ? 3 : 4;
        if (capabilities.Repeat && run > 1 && each * (run - 1) > 3 + ByteBuffer.Digits(run - 1))
        {
            output.AddScalar(cell.Scalar);
            output.AddControl(run - 1, (byte)'b');
            Advance(x, run);
            return run;
        }
        if (cell.Scalar == Cell.Several)
            output.AddText(_to.TextAt(x, _y));
        else
            output.AddScalar(cell.Scalar);
        Advance(x, cell.Width);
        if (cell.IsDoubtful)
            cursor.ForgetColumn();
        return cell.Width;
    }

    /// <summary>How many cells from x on hold the same plain narrow character in the same look.</summary>
    private int RunLength(int x, int last, Cell cell, Style style)
    {
        if (cell.IsWide || cell.IsDoubtful || cell.Scalar == Cell.Several)
            return 1;
        var end = x + 1;
        while (end <= last && _to[end, _y] is var next && next.Scalar == cell.Scalar && Visible(next) == style)
            end++;
        return end - x;
    }

    /// <summary>Steps over unchanged cells: writes them again where that is as cheap as a cursor move.</summary>
    private int Skip(int x, int last)
    {
        var end = x;
        var plain = cursor.IsAt(x, _y);
        while (end <= last && IsUnchanged(end))
        {
            var cell = _to[end, _y];
            plain = plain && end - x < WriteThrough && cell.Scalar is >= ' ' and <= '~' && pen.Is(Visible(cell));
            end++;
        }
        if (plain && end <= last && end - x <= WriteThrough)
        {
            for (var at = x; at < end; at++)
                output.Add((byte)_to[at, _y].Scalar);
            Advance(x, end - x);
        }
        return end;
    }

    private void Advance(int x, int cells)
    {
        // At the right edge terminals disagree about where the cursor is.
        if (x + cells >= _to.Width)
            cursor.ForgetColumn();
        else
            cursor.Advance(cells);
    }

    private void EraseFrom(int x)
    {
        // Terminals differ in whether erasing paints the background: only the default one is ever erased with.
        cursor.MoveTo(x, _y);
        pen.Set(Style.Default);
        output.Add("\e[K"u8);
    }

    private bool IsUnchanged(int x)
    {
        var to = _to[x, _y];
        if (_erased)
            return to.Scalar == ' ' && Visible(to) == Style.Default;
        var from = _from[x, _y];
        return from.Scalar == to.Scalar && from.Flags == to.Flags && Visible(from) == Visible(to)
            && (to.Scalar != Cell.Several || _to.TextAt(x, _y).SequenceEqual(_from.TextAt(x, _y)));
    }

    private int FirstDoubtful()
    {
        ReadOnlySpan<Cell> from = _from.Row(_y), to = _to.Row(_y);
        for (var x = 0; x < to.Length; x++)
        {
            if (from[x].IsDoubtful || to[x].IsDoubtful)
                return x;
        }
        return to.Length;
    }

    /// <summary>From this column on the line is blank.</summary>
    private int BlankTail()
    {
        var x = _to.Width;
        while (x > 0 && _to[x - 1, _y] is { Scalar: ' ' } cell && Visible(cell) == Style.Default)
            x--;
        return x;
    }

    /// <summary>The style as it can be seen: no colours in a terminal without them, and of a space only what shows without ink.</summary>
    private Style Visible(Cell cell)
    {
        var style = cell.Style;
        if (!capabilities.Colors)
            style = new(Color.Default, Color.Default, style.Attributes);
        if (cell.Scalar == ' ')
        {
            var inked = (style.Attributes & (Attributes.Underline | Attributes.Reverse)) != 0;
            style = new(inked ? style.Foreground : Color.Default, style.Background, inked ? style.Attributes & ~Attributes.Italic : Attributes.None);
        }
        return style;
    }
}
