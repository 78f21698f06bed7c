namespace Helmstuck.Terminal;

/// <summary>
/// The position of the terminal's cursor, and the cheapest way to another one. Output processing (ONLCR) is off: a line feed only moves
/// down. <paramref name="onlyVt100"/>: a row or a column alone cannot be addressed.
/// </summary>
internal sealed class CursorMover(ByteBuffer output, bool onlyVt100 = false)
{
    /// <summary>More than any other way costs.</summary>
    private const int Never = 100;

    private const int Unknown = -1;

    private int _x = Unknown,
        _y = Unknown;

    /// <summary>What is known of the position, to come back to it.</summary>
    public (int X, int Y) Known
    {
        get => (_x, _y);
        set => (_x, _y) = value;
    }

    public bool IsAt(int x, int y) => _x == x && _y == y;

    /// <summary>Call it when the cursor is known to be there.</summary>
    public void Set(int x, int y) => (_x, _y) = (x, y);

    /// <summary>The row is known, the column is not (after a glyph of doubtful width, or at the right edge).</summary>
    public void ForgetColumn() => _x = Unknown;

    /// <summary>Nothing is known of the position.</summary>
    public void Forget() => (_x, _y) = (Unknown, Unknown);

    public void Advance(int cells) => _x += cells;

    public void MoveTo(int x, int y)
    {
        if (IsAt(x, y))
            return;
        var absolute = x == 0 ? (y == 0 ? 3 : 3 + ByteBuffer.Digits(y + 1)) : 4 + ByteBuffer.Digits(x + 1) + ByteBuffer.Digits(y + 1);
        if (_y != Unknown && Vertical(y, write: false) + Horizontal(x, write: false) < absolute)
        {
            Vertical(y, write: true);
            Horizontal(x, write: true);
        }
        else
        {
            Absolute(x, y);
        }
        (_x, _y) = (x, y);
    }

    private void Absolute(int x, int y)
    {
        output.Add("\e["u8);
        if (x > 0 || y > 0)
            output.AddNumber(y + 1);
        if (x > 0)
        {
            output.Add((byte)';');
            output.AddNumber(x + 1);
        }
        output.Add((byte)'H');
    }

    /// <summary>The number of bytes that it takes to move to the row in the same column.</summary>
    private int Vertical(int y, bool write)
    {
        var rows = Math.Abs(y - _y);
        if (rows == 0)
            return 0;
        // Line feeds cannot scroll here: the row exists.
        if (y > _y && rows <= Relative(rows) && rows <= To(y))
        {
            if (write)
                output.AddRepeated((byte)'\n', rows);
            return rows;
        }
        if (write)
            output.AddControl(
                Relative(rows) <= To(y) ? rows : y + 1,
                Relative(rows) > To(y) ? (byte)'d'
                    : y > _y ? (byte)'B'
                    : (byte)'A'
            );
        return Math.Min(Relative(rows), To(y));
    }

    /// <summary>The number of bytes that it takes to move to the column in the same row.</summary>
    private int Horizontal(int x, bool write)
    {
        if (x == _x)
            return 0;
        if (x == 0)
        {
            if (write)
                output.Add((byte)'\r');
            return 1;
        }
        var cells = Math.Abs(x - _x);
        var relative = _x == Unknown ? int.MaxValue : Relative(cells);
        if (x < _x && cells <= Math.Min(relative, To(x)))
        {
            if (write)
                output.AddRepeated((byte)'\b', cells);
            return cells;
        }
        if (write)
            output.AddControl(
                relative <= To(x) ? cells : x + 1,
                relative > To(x) ? (byte)'G'
                    : x > _x ? (byte)'C'
                    : (byte)'D'
            );
        return Math.Min(relative, To(x));
    }

    private static int Relative(int count) => count == 1 ? 3 : 3 + ByteBuffer.Digits(count);

    private int To(int index) =>
        onlyVt100 ? Never
        : index == 0 ? 3
        : 3 + ByteBuffer.Digits(index + 1);
}
