using System.Text;

namespace Helmstuck.Terminal;

internal sealed partial class Grid
{
    /// <summary>
    /// The characters without their styles: one line a row, spaces at its end left out, joined by newlines (none after the last).
    /// </summary>
    public string ToText()
    {
        var text = new StringBuilder();
        for (var y = 0; y < Height; y++)
        {
            if (y > 0)
                text.Append('\n');
            var line = text.Length;
            for (var x = 0; x < Width; x++)
                AppendCell(text, x, y);
            TrimEnd(text, line);
        }
        return text.ToString();
    }

    /// <summary>
    /// <see cref="ToText"/> with each run of a style that is not the default written as <c>⟨red on blue bold⟩text⟨/⟩</c>, for tests.
    /// Spaces at the end of a line are kept where they have a style.
    /// </summary>
    public string ToStyledText()
    {
        var text = new StringBuilder();
        for (var y = 0; y < Height; y++)
        {
            if (y > 0)
                text.Append('\n');
            var line = text.Length;
            var style = Style.Default;
            for (var x = 0; x < Width; x++)
            {
                if (!this[x, y].IsTail && this[x, y].Style != style)
                {
                    text.Append(style == Style.Default ? "" : "⟨/⟩");
                    style = this[x, y].Style;
                    text.Append(style == Style.Default ? "" : $"⟨{Describe(style)}⟩");
                }
                AppendCell(text, x, y);
            }
            text.Append(style == Style.Default ? "" : "⟨/⟩");
            TrimEnd(text, line);
        }
        return text.ToString();
    }

    private void AppendCell(StringBuilder text, int x, int y)
    {
        var cell = this[x, y];
        if (cell.Scalar == Cell.Several)
            text.Append(TextAt(x, y));
        else if (!cell.IsTail)
            text.Append(new Rune(cell.Scalar));
    }

    private static void TrimEnd(StringBuilder text, int from)
    {
        while (text.Length > from && text[^1] == ' ')
            text.Length--;
    }

    private static string Describe(Style style)
    {
        var words = new List<string>();
        if (style.Foreground != Color.Default)
            words.Add(style.Foreground.ToString());
        if (style.Background != Color.Default)
            words.Add($"on {style.Background}");
        if (style.Attributes != Attributes.None)
            words.Add(style.Attributes.ToString().Replace(",", "", StringComparison.Ordinal));
        return string.Join(' ', words).ToLowerInvariant();
    }
}
