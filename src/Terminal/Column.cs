namespace Helmstuck.Terminal;

/// <summary>
/// A column of a <see cref="Table"/>, sizes in cells: at least <paramref name="Min"/>, as wide as its content up to
/// <paramref name="Max"/>, and with <paramref name="Flex"/> shares of what is left over. When not even the minimums fit, columns
/// with the highest <paramref name="Drop"/> go first; those with 0 are cut instead.
/// </summary>
internal sealed record Column(string Title, int Min, int Max = Column.Content, int Flex = 0, int Drop = 0, bool AlignRight = false)
{
    /// <summary>Longer texts are cut in the middle.</summary>
    public bool CutsMiddle { get; init; }

    /// <summary>How wide its content is; null: the table measures it, in every row.</summary>
    public int? Natural { get; init; }

    /// <summary>As <see cref="Max"/>: as wide as the content asks for.</summary>
    public const int Content = Grid.MaxSide;

    public static Column Fixed(string title, int width, int drop = 0, bool alignRight = false) =>
        new(title, width, width, 0, drop, alignRight);
}
