using System.Globalization;
using System.Text;

namespace Helmstuck.Terminal;

/// <summary>
/// Makes text from outside (a cluster, Helm, a pipeline) safe to show: characters that a terminal interprets or does not show
/// are spelled out. C0 controls and DEL as in <c>cat -v</c> (ESC is <c>^[</c>); C1 controls, bidi controls, zero-width and other format
/// characters, misplaced variation selectors, blank letters and lone surrogates as <c>\u202e</c>. Tabs become spaces.
/// </summary>
internal static class Clean
{
    private const int TabStop = 8;

    /// <summary>The text on one line: each line break becomes a space.</summary>
    public static string Line(string? text) => Write(text, keepLines: false);

    /// <summary>The text with its line breaks (CR LF as LF).</summary>
    public static string Block(string? text) => Write(text, keepLines: true);

    private static string Write(string? text, bool keepLines)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        if (text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0)
            return text;
        var clean = new StringBuilder(text.Length + 16);
        // The start of the text not yet counted for the next tab stop, and the column there.
        int counted = 0,
            column = 0;
        var previous = -1;
        for (var at = 0; at < text.Length; )
        {
            var whole = Rune.TryGetRuneAt(text, at, out var rune);
            var scalar = whole ? rune.Value : text[at];
            var length = whole ? rune.Utf16SequenceLength : 1;
            var shown = false;
            var following = at + length < text.Length && Rune.TryGetRuneAt(text, at + length, out var next) ? next.Value : -1;
            if (scalar == '\r' && following == '\n')
            {
                at += length;
                continue;
            }
            if (scalar == '\n')
            {
                clean.Append(keepLines ? '\n' : ' ');
                if (keepLines)
                    (counted, column) = (clean.Length, 0);
            }
            else if (scalar == '\t')
            {
                column += TextWidth.Measure(clean.ToString(counted, clean.Length - counted));
                var spaces = TabStop - (column % TabStop);
                clean.Append(' ', spaces);
                (counted, column) = (clean.Length, column + spaces);
            }
            else if (scalar is < ' ' or 0x7F)
            {
                clean.Append('^').Append((char)(scalar ^ 0x40));
            }
            else if (Shows(previous, scalar, following))
            {
                clean.Append(text, at, length);
                shown = true;
            }
            else
            {
                clean
                    .Append(scalar > 0xFFFF ? "\\U" : "\\u")
                    .Append(scalar.ToString(scalar > 0xFFFF ? "x8" : "x4", CultureInfo.InvariantCulture));
            }
            previous = shown ? scalar : -1;
            at += length;
        }
        return clean.ToString();
    }

    /// <summary>True for characters that are shown unchanged, including marks on a letter, and joiners and selectors in an emoji.</summary>
    private static bool Shows(int previous, int scalar, int following) =>
        scalar switch
        {
            <= '~' => true,
            0x200D => (previous == 0xFE0F || TextWidth.IsEmoji(previous)) && TextWidth.IsEmoji(following),
            0x200C => false,
            0xFE0E or 0xFE0F => TextWidth.IsEmoji(previous) || previous is '#' or '*' or (>= '0' and <= '9'),
            >= 0xFE00 and <= 0xFE0D or 0x34F or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) => false,
            _ when TextWidth.IsHidden(scalar) => false,
            _ when TextWidth.IsZeroWidth(scalar) => previous > ' ',
            _ => true,
        };
}
