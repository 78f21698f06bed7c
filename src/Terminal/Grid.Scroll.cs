namespace Helmstuck.Terminal;

internal sealed partial class Grid
{
    /// <summary>
    /// A copy whose rows from <paramref name="top"/> to <paramref name="bottom"/> are <paramref name="by"/> rows lower (negative: higher),
    /// as a terminal moves them within a scrolling region: what leaves the region is gone, and what it leaves is blank.
    /// </summary>
    internal Grid Scrolled(int top, int bottom, int by)
    {
        var copy = new Grid(Width, Height) { Cursor = Cursor };
        for (var y = 0; y < Height; y++)
        {
            if (To(y) is { } row)
                Row(y).CopyTo(copy._cells.AsSpan(row * Width, Width));
        }
        foreach (var (index, text) in _clusters ?? [])
        {
            if (To(index / Width) is { } row)
                (copy._clusters ??= [])[(row * Width) + (index % Width)] = text;
        }
        return copy;

        int? To(int y) =>
            y < top || y > bottom ? y
            : y + by < top || y + by > bottom ? null
            : y + by;
    }
}
