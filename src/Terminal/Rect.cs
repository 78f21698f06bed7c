namespace Helmstuck.Terminal;

/// <summary>
/// A rectangle of cells. Its methods cut it into smaller ones that are inside it and never have a negative side: a part that asks for more
/// than there is gets the rest, which may be empty.
/// </summary>
internal readonly record struct Rect(int X, int Y, int Width, int Height)
{
    /// <summary>
    /// For <see cref="SplitRows"/> and <see cref="SplitColumns"/>: share what the fixed parts leave (-2: twice such a share, and so on).
    /// </summary>
    public const int Rest = -1;

    public int EndX => X + Width;

    public int EndY => Y + Height;

    public bool IsEmpty => Width <= 0 || Height <= 0;

    public bool Contains(int x, int y) => x >= X && x < EndX && y >= Y && y < EndY;

    /// <summary>Smaller by this many cells on each side.</summary>
    public Rect Inset(int cells) => Inset(cells, cells);

    public Rect Inset(int horizontal, int vertical) =>
        WithoutLeft(horizontal).WithoutRight(horizontal).WithoutTop(vertical).WithoutBottom(vertical);

    public Rect Top(int rows) => this with { Height = Clamp(rows, Height) };

    public Rect Bottom(int rows) => WithoutTop(Size(Height) - Clamp(rows, Height));

    public Rect Left(int columns) => this with { Width = Clamp(columns, Width) };

    public Rect Right(int columns) => WithoutLeft(Size(Width) - Clamp(columns, Width));

    public Rect WithoutTop(int rows) => new(X, Y + Clamp(rows, Height), Width, Size(Height) - Clamp(rows, Height));

    public Rect WithoutBottom(int rows) => this with { Height = Size(Height) - Clamp(rows, Height) };

    public Rect WithoutLeft(int columns) => new(X + Clamp(columns, Width), Y, Size(Width) - Clamp(columns, Width), Height);

    public Rect WithoutRight(int columns) => this with { Width = Size(Width) - Clamp(columns, Width) };

    /// <summary>One row of it, counted from its top; empty when it has no such row.</summary>
    public Rect Row(int index) => index < 0 || index >= Height ? new(X, Y, Width, 0) : new(X, Y + index, Width, 1);

    /// <summary>A rectangle of at most that size in the middle of this one.</summary>
    public Rect Centered(int width, int height)
    {
        int w = Clamp(width, Width),
            h = Clamp(height, Height);
        return new(X + ((Size(Width) - w) / 2), Y + ((Size(Height) - h) / 2), w, h);
    }

    /// <summary>
    /// Parts from top to bottom, one per height. A height is in rows, or <see cref="Rest"/>. If there is too little room, fixed parts are
    /// served from the top.
    /// </summary>
    public Rect[] SplitRows(params ReadOnlySpan<int> heights)
    {
        var parts = new Rect[heights.Length];
        Span<int> sizes = heights.Length <= 32 ? stackalloc int[heights.Length] : new int[heights.Length];
        Share(Size(Height), heights, sizes);
        var y = Y;
        for (var i = 0; i < parts.Length; y += sizes[i++])
            parts[i] = new(X, y, Width, sizes[i]);
        return parts;
    }

    /// <summary>Parts from left to right; otherwise as <see cref="SplitRows"/>.</summary>
    public Rect[] SplitColumns(params ReadOnlySpan<int> widths)
    {
        var parts = new Rect[widths.Length];
        Span<int> sizes = widths.Length <= 32 ? stackalloc int[widths.Length] : new int[widths.Length];
        Share(Size(Width), widths, sizes);
        var x = X;
        for (var i = 0; i < parts.Length; x += sizes[i++])
            parts[i] = new(x, Y, sizes[i], Height);
        return parts;
    }

    private static void Share(int available, ReadOnlySpan<int> wanted, Span<int> given)
    {
        long weights = 0;
        for (var i = 0; i < wanted.Length; i++)
        {
            given[i] = Clamp(wanted[i], available);
            available -= given[i];
            weights += wanted[i] < 0 ? -(long)wanted[i] : 0;
        }
        for (var i = 0; i < wanted.Length && weights > 0; i++)
        {
            if (wanted[i] >= 0)
                continue;
            given[i] = (int)(available * -(long)wanted[i] / weights);
            available -= given[i];
            weights -= -(long)wanted[i];
        }
    }

    private static int Size(int side) => Math.Max(side, 0);

    private static int Clamp(int asked, int side) => Math.Clamp(asked, 0, Size(side));
}
