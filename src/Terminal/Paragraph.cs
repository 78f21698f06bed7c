namespace Helmstuck.Terminal;

/// <summary>Lines of text, wrapped into a rectangle and scrolled.</summary>
internal static class Paragraph
{
    /// <summary>The lines as they will be shown at that width, in cells.</summary>
    public static IReadOnlyList<Spans> Wrap(IEnumerable<Spans> lines, int cells) => [.. lines.SelectMany(line => line.Wrap(cells))];

    /// <summary>
    /// Draws the lines wrapped to the rectangle's width, without the first <paramref name="offset"/> wrapped ones; an offset past
    /// the end shows the end. Returns how many wrapped lines there are, and which are in view.
    /// </summary>
    public static (int Lines, Scroll View) Draw(Grid grid, Rect rect, IEnumerable<Spans> lines, int offset = 0)
    {
        var wrapped = Wrap(lines, rect.Width);
        var view = Scroll.Window(wrapped.Count, -1, rect.Height, offset);
        for (var i = 0; i < view.Count; i++)
            wrapped[view.First + i].Draw(grid, rect.X, rect.Y + i, rect.Width);
        return (wrapped.Count, view);
    }
}
