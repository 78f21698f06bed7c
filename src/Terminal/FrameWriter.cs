namespace Helmstuck.Terminal;

/// <summary>
/// Converts grids to the bytes that change the terminal from the last grid to the next: one synchronized update per frame, the cursor
/// hidden meanwhile, and only the differences. Between frames the terminal's style is the default.
/// </summary>
internal sealed class FrameWriter
{
    private readonly ByteBuffer _output = new();
    private readonly LinePainter _painter;
    private readonly RowScroller? _scroller;
    private readonly CursorMover _cursor;
    private readonly Pen _pen;
    private Grid? _shown;
    private bool _cursorShown;

    public FrameWriter(TerminalCapabilities capabilities)
    {
        _cursor = new(_output, capabilities.OnlyVt100);
        _pen = new(_output, capabilities.TrueColor);
        _painter = new(_output, _cursor, _pen, capabilities);
        _scroller = capabilities.Scrolls ? new(_output, _cursor, _pen) : null;
    }

    /// <summary>
    /// The next frame repaints everything: after a resize, after another program wrote to the terminal, or on demand (Ctrl-L).
    /// </summary>
    public void Invalidate() => _shown = null;

    /// <summary>
    /// The bytes that show the grid; none if it looks like the last one. Valid until the next call. The grid is kept for the
    /// comparison: do not draw on it afterwards.
    /// </summary>
    public ReadOnlyMemory<byte> Write(Grid grid)
    {
        _output.Clear();
        var previous = _shown;
        _shown = grid;
        var cursor = grid.Cursor is { } at && grid.Area.Contains(at.X, at.Y) ? grid.Cursor : null;
        if (previous is null || previous.Width != grid.Width || previous.Height != grid.Height)
            previous = BeginAll(grid);
        else if (previous.LooksLike(grid))
            return default;
        else
            BeginChange();
        PaintShortest(previous, grid);

        _pen.Set(Style.Default);
        if (cursor is { } shown)
        {
            _cursor.MoveTo(shown.X, shown.Y);
            _output.Add("\e[?25h"u8);
        }
        _cursorShown = cursor is not null;
        if (!_painter.Wraps)
            _output.Add("\e[?7h"u8);
        _painter.Wraps = true;
        _output.Add("\e[?2026l"u8);
        return _output.Written;
    }

    private void BeginChange()
    {
        _output.Add("\e[?2026h"u8);
        if (_cursorShown)
            _output.Add("\e[?25l"u8);
    }

    private void PaintShortest(Grid previous, Grid grid)
    {
        var (start, known) = (_output.Length, _cursor.Known);
        Paint(previous, grid);
        if (_scroller is null || _output.Length - start < RowScroller.Least || !_scroller.Find(previous, grid, out var move))
            return;
        var plain = _output.Length;
        Rewind(start, known);
        Paint(_scroller.Write(move, previous), grid);
        if (_output.Length < plain)
            return;
        // What a style costs shows only when it is painted.
        Rewind(start, known);
        Paint(previous, grid);
    }

    private void Paint(Grid previous, Grid grid)
    {
        for (var y = 0; y < grid.Height; y++)
            _painter.Paint(previous, grid, y);
    }

    private void Rewind(int start, (int X, int Y) known)
    {
        _output.Cut(start);
        _cursor.Known = known;
        _pen.Forget();
        _painter.Wraps = true;
    }

    private Grid BeginAll(Grid grid)
    {
        // Also resets what another program may have left: other character sets, a scroll region, origin mode.
        _output.Add("\e[?2026h\e[?25l\x0f\e(B\e[r\e[?6l\e[m\e[H\e[2J"u8);
        _pen.Forget();
        _cursor.Set(0, 0);
        return new Grid(grid.Width, grid.Height);
    }
}
