using System.Runtime.InteropServices;

namespace Helmstuck.Terminal;

/// <summary>
/// Finds the rows that the next frame shows higher or lower, and lets the terminal move them where that costs less than to write them
/// again: a scrolling region (DECSTBM) with line feeds or reverse indexes, as the VT100 has them.
/// </summary>
internal sealed class RowScroller(ByteBuffer output, CursorMover cursor, Pen pen)
{
    private const int Furthest = 8;

    /// <summary>Cells, or bytes. The sequences take about 20 bytes, and the changes that remain lie more scattered than before.</summary>
    public const int Least = 60;

    private int[] _changed = [];

    /// <summary>The rows from <paramref name="Top"/> to <paramref name="Bottom"/> go down by that many (negative: up).</summary>
    /// <param name="Saved">Cells that need not be written then.</param>
    internal readonly record struct Move(int Top, int Bottom, int By, int Saved);

    /// <summary>The move that saves most cells; false if nothing is worth moving.</summary>
    public bool Find(Grid from, Grid to, out Move best)
    {
        if (_changed.Length < to.Height)
            _changed = new int[to.Height];
        var changed = _changed;
        for (var y = 0; y < to.Height; y++)
            changed[y] = Differences(from.Row(y), to.Row(y));
        best = new Move(0, 0, 0, Least);
        for (var by = 1; by <= Math.Min(Furthest, to.Height - 2); by++)
        {
            best = Better(best, from, to, changed, by);
            best = Better(best, from, to, changed, -by);
        }
        return best.By != 0;
    }

    /// <summary>Writes the move, and gives what the terminal shows then.</summary>
    public Grid Write(Move move, Grid from)
    {
        // Some terminals fill the new rows with the present background.
        pen.Set(Style.Default);
        output.Add("\e["u8);
        output.AddNumber(move.Top + 1);
        output.Add((byte)';');
        output.AddNumber(move.Bottom + 1);
        output.Add((byte)'r');
        cursor.Forget();
        cursor.MoveTo(0, move.By < 0 ? move.Bottom : move.Top);
        if (move.By < 0)
            output.AddRepeated((byte)'\n', -move.By);
        for (var row = 0; row < move.By; row++)
            output.Add("\eM"u8);
        output.Add("\e[r"u8);
        cursor.Forget();
        return from.Scrolled(move.Top, move.Bottom, move.By);
    }

    /// <summary>The rows whose move by that many rows saves most, if it is more than that of <paramref name="best"/>.</summary>
    private static Move Better(Move best, Grid from, Grid to, int[] changed, int by)
    {
        var (first, saved) = (0, 0);
        // Not the first row: what leaves the screen at its top, some terminals keep in their history.
        for (var y = Math.Max(by, 0) + 1; y < to.Height + Math.Min(by, 0); y++)
        {
            if (saved <= 0)
                (first, saved) = (y, 0);
            saved += changed[y] - Differences(from.Row(y - by), to.Row(y));
            if (saved <= best.Saved)
                continue;
            var move = new Move(Math.Min(first, first - by), Math.Max(y, y - by), by, saved);
            move = move with { Saved = saved - Left(move, to, changed) };
            if (move.Saved > best.Saved)
                best = move;
        }
        return best;
    }

    /// <summary>What the rows cost that the move leaves blank.</summary>
    private static int Left(Move move, Grid to, int[] changed)
    {
        var cost = 0;
        var start = move.By > 0 ? move.Top : move.Bottom + move.By + 1;
        for (var y = start; y < start + Math.Abs(move.By); y++)
        {
            var row = to.Row(y);
            cost -= changed[y];
            foreach (var cell in row)
                cost += cell == Cell.Blank ? 0 : 1;
        }
        return cost;
    }

    private static int Differences(ReadOnlySpan<Cell> from, ReadOnlySpan<Cell> to)
    {
        ReadOnlySpan<ulong> mine = MemoryMarshal.Cast<Cell, ulong>(from),
            theirs = MemoryMarshal.Cast<Cell, ulong>(to);
        var count = 0;
        for (var x = 0; x < mine.Length; x++)
            count += mine[x] == theirs[x] ? 0 : 1;
        return count;
    }
}
