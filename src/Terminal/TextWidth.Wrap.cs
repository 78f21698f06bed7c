namespace Helmstuck.Terminal;

internal static partial class TextWidth
{
    /// <summary>
    /// The text in at most that many cells, cut in the middle, where names of contexts, servers and workloads differ least.
    /// </summary>
    public static string Middle(string text, int cells)
    {
        if (Measure(text) <= cells)
            return text;
        if (cells < 1)
            return "";
        var head = text[..Fit(text, (cells - 1) / 2)];
        var tail = cells - 1 - Measure(head);
        var start = text.Length;
        while (start > 0 && Measure(text.AsSpan(start - 1)) <= tail)
            start--;
        // Not between the halves of a surrogate pair.
        if (start < text.Length && char.IsLowSurrogate(text[start]))
            start++;
        return $"{head}…{text[start..]}";
    }

    /// <summary>
    /// The text as lines of at most that many cells, broken at spaces and at newlines, or inside a word that is too long. Nothing for a
    /// width of 0 or less.
    /// </summary>
    public static IReadOnlyList<string> Wrap(string text, int cells)
    {
        var slices = WrapSlices(text, cells);
        var lines = new string[slices.Count];
        for (var i = 0; i < lines.Length; i++)
            lines[i] = text.Substring(slices[i].Start, slices[i].Length);
        return lines;
    }

    /// <summary>
    /// <see cref="Wrap"/> as positions in the text. Each glyph is visited once and is in one line, except the space or newline
    /// at a line break, and glyphs of two cells if there is only one cell.
    /// </summary>
    internal static List<TextSlice> WrapSlices(ReadOnlySpan<char> text, int cells)
    {
        var lines = new List<TextSlice>();
        if (cells <= 0)
            return lines;
        int start = 0,
            width = 0,
            at = 0;
        // The last possible break: the end of a word, the start of the next, and the line's width there.
        int wordEnd = -1,
            nextWord = 0,
            nextWidth = 0;
        while (at < text.Length)
        {
            if (text[at] == '\n')
            {
                lines.Add(Trimmed(text, start, at));
                start = ++at;
                width = 0;
                wordEnd = -1;
                continue;
            }
            var glyph = Next(text[at..]);
            if (glyph.Cells > cells)
            {
                lines.Add(Trimmed(text, start, at));
                start = at += glyph.Chars;
                width = 0;
                wordEnd = -1;
                continue;
            }
            var space = glyph is { Scalar: ' ', Chars: 1 };
            while (width + glyph.Cells > cells && !space)
            {
                if (wordEnd >= 0)
                {
                    if (wordEnd > start)
                        lines.Add(Trimmed(text, start, wordEnd));
                    start = nextWord;
                    width -= nextWidth;
                }
                else
                {
                    lines.Add(Trimmed(text, start, at));
                    start = at;
                    width = 0;
                }
                wordEnd = -1;
            }
            if (space)
            {
                if (wordEnd < 0 || nextWord != at)
                    wordEnd = at;
                nextWord = at + 1;
                nextWidth = width + 1;
            }
            at += glyph.Chars;
            width += glyph.Cells;
        }
        lines.Add(Trimmed(text, start, text.Length));
        return lines;
    }

    private static TextSlice Trimmed(ReadOnlySpan<char> text, int start, int end)
    {
        while (end > start && text[end - 1] == ' ')
            end--;
        return new(start, end - start);
    }
}
