using System.Buffers;

namespace Helmstuck.Terminal;

/// <summary>
/// One glyph at the start of a text: how many chars it takes up (at least 1), how many of those are drawn, how many cells it
/// needs (1 or 2). <paramref name="Scalar"/> is its character, or -1 where it is made of several.
/// <paramref name="Doubtful"/>: terminals disagree about its width.
/// </summary>
internal readonly record struct Glyph(int Chars, int Kept, int Cells, int Scalar, bool Doubtful);

/// <summary>
/// How many cells text takes up. With its own table, because terminals use Unicode's East Asian Width and emoji data, which
/// the runtime does not have. Controls, format characters and lone surrogates count as the one cell of the U+FFFD drawn for them.
/// </summary>
internal static partial class TextWidth
{
    private const int ZeroWidthJoiner = 0x200D,
        EmojiPresentation = 0xFE0F,
        Replacement = 0xFFFD;
    private const int WidthMask = 3,
        Emoji = 4,
        Doubt = 8,
        Hidden = 16;

    /// <summary>More marks than this on one character are dropped, so that the text of one cell stays in its cell.</summary>
    private const int MaxMarks = 4;

    /// <summary>More emoji than this are not joined into one.</summary>
    private const int MaxJoins = 8;

    private static readonly SearchValues<char> Printable = SearchValues.Create(
        " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"
    );

    /// <summary>Cells that the text takes up on one line.</summary>
    public static int Measure(ReadOnlySpan<char> text)
    {
        var plain = text.IndexOfAnyExcept(Printable);
        if (plain < 0)
            return text.Length;
        // A mark may belong to the last plain character.
        var at = Math.Max(plain - 1, 0);
        var cells = at;
        while (at < text.Length)
        {
            var glyph = Next(text[at..]);
            at += glyph.Chars;
            cells += glyph.Cells;
        }
        return cells;
    }

    /// <summary>
    /// The text if it fits, else as much of it as fits with the ellipsis behind it. Never wider than <paramref name="cells"/>.
    /// </summary>
    public static string Cut(string text, int cells, string ellipsis = "…")
    {
        if (cells <= 0)
            return "";
        if (Measure(text) <= cells)
            return text;
        var tail = Measure(ellipsis) <= cells ? ellipsis : "";
        return string.Concat(text.AsSpan(0, Fit(text, cells - Measure(tail))), tail);
    }

    /// <summary>How many chars from the start of the text fit into that many cells.</summary>
    public static int Fit(ReadOnlySpan<char> text, int cells)
    {
        var at = 0;
        while (at < text.Length)
        {
            var glyph = Next(text[at..]);
            if (glyph.Cells > cells)
                break;
            at += glyph.Chars;
            cells -= glyph.Cells;
        }
        return at;
    }

    /// <summary>The first glyph of a text that is not empty. It is always at least one char and one cell.</summary>
    public static Glyph Next(ReadOnlySpan<char> text)
    {
        var first = text[0];
        if (first is >= ' ' and <= '~' && (text.Length == 1 || text[1] is >= ' ' and <= '~'))
            return new(1, 1, 1, first, false);

        var (scalar, chars) = Decode(text);
        var flags = FlagsOf(scalar);
        if ((flags & Hidden) != 0)
            return new(chars, chars, 1, Replacement, false);
        if ((flags & WidthMask) == 0)
            return new(chars + Marks(text[chars..]), chars, 1, Replacement, false);

        var cells = flags & WidthMask;
        var doubtful = (flags & Doubt) != 0;
        var at = chars;
        if (IsRegional(scalar) && at < text.Length && IsRegional(Decode(text[at..]).Scalar))
        {
            at += 2;
            cells = 2;
        }
        // A glyph is a contiguous start of the text: after a dropped character, the rest is dropped, too.
        var kept = at;
        var marks = 0;
        var joins = 0;
        while (at < text.Length && text[at] >= 0x300)
        {
            var (next, length) = Decode(text[at..]);
            if (next == ZeroWidthJoiner)
            {
                // An emoji joined to an emoji is drawn as one if the terminal knows it; otherwise the joiner is invisible.
                doubtful = true;
                var whole = kept == at;
                at += length;
                if (cells == 2 && at < text.Length && Decode(text[at..]) is var (joined, more) && IsEmoji(joined))
                {
                    at += more;
                    marks = 0;
                    kept = whole && joins++ < MaxJoins ? at : kept;
                }
            }
            else if (IsSkinTone(next) ? cells == 2 && IsEmoji(scalar) : IsZeroWidth(next))
            {
                var keep = kept == at && marks++ < MaxMarks;
                at += length;
                kept = keep ? at : kept;
                doubtful |= next == EmojiPresentation || IsSkinTone(next);
                if (keep && next == EmojiPresentation && (flags & Emoji) != 0)
                    cells = 2;
            }
            else
            {
                break;
            }
        }
        return new(at, kept, cells, kept == chars ? scalar : -1, doubtful);
    }

    /// <summary>A character's scalar value and chars; a lone surrogate decodes as itself and one char.</summary>
    private static (int Scalar, int Chars) Decode(ReadOnlySpan<char> text) =>
        text.Length > 1 && char.IsSurrogatePair(text[0], text[1]) ? (char.ConvertToUtf32(text[0], text[1]), 2) : (text[0], 1);

    /// <summary>How many chars of marks a text starts with.</summary>
    private static int Marks(ReadOnlySpan<char> text)
    {
        var at = 0;
        while (at < text.Length && text[at] >= 0x300 && Decode(text[at..]) is var (mark, length) && IsZeroWidth(mark))
            at += length;
        return at;
    }

    private static bool IsSkinTone(int scalar) => scalar is >= 0x1F3FB and <= 0x1F3FF;

    private static bool IsRegional(int scalar) => scalar is >= 0x1F1E6 and <= 0x1F1FF;

    internal static bool IsEmoji(int scalar) =>
        scalar is >= 0x1F000 and <= 0x1FAFF || (scalar is >= 0x2000 and <= 0x3300 && (FlagsOf(scalar) & (Emoji | WidthMask)) > 1);

    /// <summary>
    /// True for characters that are never drawn: controls, format and bidi characters, separators, surrogates, blank letters.
    /// </summary>
    internal static bool IsHidden(int scalar) => (FlagsOf(scalar) & Hidden) != 0;

    /// <summary>True for marks and joiners that take up no cell of their own.</summary>
    internal static bool IsZeroWidth(int scalar) => (FlagsOf(scalar) & (WidthMask | Hidden)) == 0;

    private static int FlagsOf(int scalar)
    {
        if (scalar is >= ' ' and <= '~')
            return scalar is '#' or '*' or (>= '0' and <= '9') ? 1 | Emoji : 1;
        var ranges = UnicodeTable.Ranges;
        int low = 0,
            high = (ranges.Length / 3) - 1;
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            if (scalar < ranges[middle * 3])
                high = middle - 1;
            else if (scalar > ranges[(middle * 3) + 1])
                low = middle + 1;
            else
                return ranges[(middle * 3) + 2];
        }
        return 1;
    }
}
