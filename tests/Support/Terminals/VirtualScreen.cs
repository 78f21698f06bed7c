using System.Text;

namespace Helmstuck.Tests.Support;

/// <summary>How a cell is drawn. Colours: -1 the default, 0-255 the palette, above that 0x1RRGGBB.</summary>
internal readonly record struct CellStyle(int Foreground, int Background, bool Bold, bool Dim, bool Italic, bool Underline, bool Reverse)
{
    public static CellStyle Plain { get; } = new(-1, -1, false, false, false, false, false);
}

/// <summary>
/// A terminal's screen as an xterm would show it after the bytes that were fed: the judge of what a full-screen program really drew.
/// Not thread-safe. See VirtualScreen.Parser.cs for the byte side.
/// </summary>
internal sealed partial class VirtualScreen
{
    // Text is null in the right half of a wide character.
    private readonly record struct Cell(string? Text, CellStyle Style);

    private static readonly Cell Blank = new(" ", CellStyle.Plain);

    private Cell[][] _cells;
    private Cell[][]? _mainCells;
    private (int Row, int Column, CellStyle Style) _saved;
    private (int Row, int Column, CellStyle Style) _mainSaved;
    private bool _wrapPending;
    private int _top;
    private int _bottom;
    private string _last = " ";

    public VirtualScreen(int columns, int rows)
    {
        (Columns, Rows) = (columns, rows);
        _cells = Grid(columns, rows);
        _bottom = rows - 1;
    }

    public int Columns { get; private set; }

    public int Rows { get; private set; }

    /// <summary>Zero-based.</summary>
    public int CursorRow { get; private set; }

    /// <summary>Zero-based.</summary>
    public int CursorColumn { get; private set; }

    public bool CursorVisible { get; private set; } = true;

    public bool AlternateScreen => _mainCells is not null;

    public bool BracketedPaste { get; private set; }

    public bool AutoWrap { get; private set; } = true;

    /// <summary>Inside ESC[?2026h … l: a real terminal shows nothing of it yet.</summary>
    public bool InSynchronizedUpdate { get; private set; }

    /// <summary>How many synchronized updates have ended: frames, for a program that wraps each in one.</summary>
    public int Frames { get; private set; }

    /// <summary>How often the whole screen was erased: once for each complete repaint.</summary>
    public int Erasures { get; private set; }

    /// <summary>
    /// Every private mode that is on now and was not at the start (1 cursor keys, 1000 mouse, 1004 focus, …), without those that have a
    /// property.
    /// </summary>
    public SortedSet<int> OtherModes { get; } = [];

    public string Title { get; private set; } = "";

    public int Bells { get; private set; }

    /// <summary>How the next character would be drawn.</summary>
    public CellStyle Style { get; private set; } = CellStyle.Plain;

    /// <summary>Escape sequences that this emulator does not know: a full-screen program should have none.</summary>
    public List<string> Unknown { get; } = [];

    /// <summary>The screen's rows as text, without the spaces at their ends.</summary>
    public string[] Lines => [.. _cells.Select(Line)];

    /// <summary>The whole screen as text.</summary>
    public string Text => string.Join('\n', Lines);

    /// <summary>Whether nothing of a full-screen program is left over: main screen, cursor shown, plain style, no modes.</summary>
    public bool IsGivenBack =>
        !AlternateScreen
        && CursorVisible
        && !BracketedPaste
        && AutoWrap
        && !InSynchronizedUpdate
        && OtherModes.Count == 0
        && Style == CellStyle.Plain
        && _top == 0
        && _bottom == Rows - 1;

    public CellStyle StyleAt(int row, int column) => _cells[row][column].Style;

    /// <summary>The character there; empty in the right half of a wide one.</summary>
    public string TextAt(int row, int column) => _cells[row][column].Text ?? "";

    /// <summary>Whether some row contains the text.</summary>
    public bool Contains(string text) => Lines.Any(line => line.Contains(text, StringComparison.Ordinal));

    /// <summary>What xterm does on a new size: rows and columns are cut or added at the far ends; the cursor stays inside.</summary>
    public void Resize(int columns, int rows)
    {
        _cells = Fit(_cells, columns, rows);
        if (_mainCells is not null)
            _mainCells = Fit(_mainCells, columns, rows);
        (Columns, Rows, _top, _bottom, _wrapPending) = (columns, rows, 0, rows - 1, false);
        MoveTo(CursorRow, CursorColumn);
    }

    private static Cell[][] Fit(Cell[][] from, int columns, int rows)
    {
        var to = Grid(columns, rows);
        for (var row = 0; row < Math.Min(rows, from.Length); row++)
            Array.Copy(from[row], to[row], Math.Min(columns, from[row].Length));
        return to;
    }

    private static Cell[][] Grid(int columns, int rows) => [.. Enumerable.Range(0, rows).Select(_ => Row(columns))];

    private static Cell[] Row(int columns) => [.. Enumerable.Repeat(Blank, columns)];

    private static string Line(Cell[] row)
    {
        var text = new StringBuilder();
        foreach (var cell in row)
            text.Append(cell.Text);
        return text.ToString().TrimEnd(' ');
    }

    private void MoveTo(int row, int column)
    {
        CursorRow = Math.Clamp(row, 0, Rows - 1);
        CursorColumn = Math.Clamp(column, 0, Columns - 1);
        _wrapPending = false;
    }

    private void Put(string text, int width)
    {
        if (width == 0)
        {
            Join(text);
            return;
        }
        if (_wrapPending || CursorColumn + width > Columns)
        {
            if (AutoWrap)
            {
                CursorColumn = 0;
                LineFeed();
            }
            else
            {
                CursorColumn = Math.Max(0, Columns - width);
            }
            _wrapPending = false;
        }
        var row = _cells[CursorRow];
        Unpair(row, CursorColumn);
        row[CursorColumn] = new Cell(text, Style);
        if (width == 2 && CursorColumn + 1 < Columns)
        {
            Unpair(row, CursorColumn + 1);
            row[CursorColumn + 1] = new Cell(null, Style);
        }
        _last = text;
        if (CursorColumn + width < Columns)
            CursorColumn += width;
        else
            (CursorColumn, _wrapPending) = (Columns - 1, AutoWrap);
    }

    // A combining mark belongs to the character drawn last.
    private void Join(string mark)
    {
        var row = _cells[CursorRow];
        var column = _wrapPending ? CursorColumn : CursorColumn - 1;
        if (column > 0 && row[column].Text is null)
            column--;
        if (column >= 0)
            row[column] = row[column] with { Text = row[column].Text + mark };
    }

    // Half of a wide character that is overwritten takes the other half with it.
    private static void Unpair(Cell[] row, int column)
    {
        if (row[column].Text is null && column > 0)
            row[column - 1] = Blank;
        if (column + 1 < row.Length && row[column + 1].Text is null)
            row[column + 1] = Blank;
    }

    private void LineFeed()
    {
        _wrapPending = false;
        if (CursorRow == _bottom)
            ScrollUp(_top, 1);
        else if (CursorRow < Rows - 1)
            CursorRow++;
    }

    private void ReverseLineFeed()
    {
        _wrapPending = false;
        if (CursorRow == _top)
            ScrollDown(_top, 1);
        else if (CursorRow > 0)
            CursorRow--;
    }

    private void ScrollUp(int from, int count)
    {
        for (var n = Math.Min(count, _bottom - from + 1); n > 0; n--)
        {
            Array.Copy(_cells, from + 1, _cells, from, _bottom - from);
            _cells[_bottom] = Erased();
        }
    }

    private void ScrollDown(int from, int count)
    {
        for (var n = Math.Min(count, _bottom - from + 1); n > 0; n--)
        {
            Array.Copy(_cells, from, _cells, from + 1, _bottom - from);
            _cells[from] = Erased();
        }
    }

    // Erasing paints with the current background ("back colour erase").
    private Cell[] Erased() => [.. Enumerable.Repeat(ErasedCell, Columns)];

    private Cell ErasedCell => new(" ", CellStyle.Plain with { Background = Style.Background });

    private void Erase(int row, int from, int to)
    {
        if (from >= to)
            return;
        Unpair(_cells[row], from);
        Unpair(_cells[row], to - 1);
        Array.Fill(_cells[row], ErasedCell, from, to - from);
        _wrapPending = false;
    }

    private void EraseDisplay(int mode)
    {
        Erasures += mode is 2 ? 1 : 0;
        if (mode is 0)
            Erase(CursorRow, CursorColumn, Columns);
        if (mode is 1)
            Erase(CursorRow, 0, CursorColumn + 1);
        var (first, last) = mode switch
        {
            0 => (CursorRow + 1, Rows),
            1 => (0, CursorRow),
            2 => (0, Rows),
            _ => (0, 0),
        };
        for (var row = first; row < last; row++)
            Erase(row, 0, Columns);
    }

    private void EraseLine(int mode)
    {
        var (from, to) = mode switch
        {
            0 => (CursorColumn, Columns),
            1 => (0, CursorColumn + 1),
            _ => (0, Columns),
        };
        Erase(CursorRow, from, to);
    }

    private void InsertCells(int count)
    {
        var row = _cells[CursorRow];
        count = Math.Min(count, Columns - CursorColumn);
        Unpair(row, CursorColumn);
        Array.Copy(row, CursorColumn, row, CursorColumn + count, Columns - CursorColumn - count);
        Array.Fill(row, ErasedCell, CursorColumn, count);
    }

    private void DeleteCells(int count)
    {
        var row = _cells[CursorRow];
        count = Math.Min(count, Columns - CursorColumn);
        Unpair(row, CursorColumn);
        Array.Copy(row, CursorColumn + count, row, CursorColumn, Columns - CursorColumn - count);
        Array.Fill(row, ErasedCell, Columns - count, count);
    }

    private void Save() => _saved = (CursorRow, CursorColumn, Style);

    private void Restore()
    {
        MoveTo(_saved.Row, _saved.Column);
        Style = _saved == default ? CellStyle.Plain : _saved.Style;
    }

    private void SwitchScreen(bool alternate, bool saveCursor)
    {
        if (alternate && _mainCells is null)
        {
            if (saveCursor)
                _mainSaved = (CursorRow, CursorColumn, Style);
            _mainCells = _cells;
            _cells = Grid(Columns, Rows);
        }
        else if (!alternate && _mainCells is not null)
        {
            _cells = _mainCells;
            _mainCells = null;
            if (saveCursor)
            {
                MoveTo(_mainSaved.Row, _mainSaved.Column);
                Style = _mainSaved.Style;
            }
        }
    }
}
