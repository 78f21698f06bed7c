namespace Helmstuck.Terminal;

/// <summary>The terminal's current style, changed with the fewest bytes (SGR).</summary>
internal sealed class Pen(ByteBuffer output, bool trueColor)
{
    private Style _current;

    public bool IsDefault => _current == Style.Default;

    /// <summary>Call it after the terminal was reset by other means.</summary>
    public void Forget() => _current = Style.Default;

    public bool Is(Style style) => _current == style;

    /// <summary>
    /// Whether a space drawn now looks as one in that style: it shows the background, and where it is underlined or reversed the
    /// foreground too, which only a colour of its own makes bold.
    /// </summary>
    public bool IsForSpace(Style style)
    {
        const Attributes inked = Attributes.Underline | Attributes.Reverse;
        if (_current.Background != style.Background || ((_current.Attributes ^ style.Attributes) & inked) != 0)
            return false;
        return (style.Attributes & inked) == 0
            || (
                style.Foreground == Color.Default
                && _current.Foreground == Color.Default
                && ((_current.Attributes ^ style.Attributes) & Attributes.Dim) == 0
            );
    }

    public void Set(Style style)
    {
        if (style == _current)
            return;
        Span<byte> fromReset = stackalloc byte[32],
            fromCurrent = stackalloc byte[32];
        var absolute = 0;
        if (style != Style.Default)
        {
            fromReset[absolute++] = 0;
            AddAttributes(fromReset, ref absolute, style.Attributes);
            AddColors(fromReset, ref absolute, style);
        }
        var relative = Difference(fromCurrent, _current, style);
        Write(Cost(fromReset[..absolute]) < Cost(fromCurrent[..relative]) ? fromReset[..absolute] : fromCurrent[..relative]);
        _current = style;
    }

    private int Difference(Span<byte> codes, Style from, Style to)
    {
        var count = 0;
        var gone = from.Attributes & ~to.Attributes;
        var have = from.Attributes & to.Attributes;
        if ((gone & (Attributes.Bold | Attributes.Dim)) != 0)
        {
            // One code ends both.
            codes[count++] = 22;
            have &= ~(Attributes.Bold | Attributes.Dim);
        }
        if ((gone & Attributes.Italic) != 0)
            codes[count++] = 23;
        if ((gone & Attributes.Underline) != 0)
            codes[count++] = 24;
        if ((gone & Attributes.Reverse) != 0)
            codes[count++] = 27;
        AddAttributes(codes, ref count, to.Attributes & ~have);
        if (from.Foreground != to.Foreground)
            AddColor(codes, ref count, to.Foreground, 30);
        if (from.Background != to.Background)
            AddColor(codes, ref count, to.Background, 40);
        return count;
    }

    private static void AddAttributes(Span<byte> codes, ref int count, Attributes attributes)
    {
        if ((attributes & Attributes.Bold) != 0)
            codes[count++] = 1;
        if ((attributes & Attributes.Dim) != 0)
            codes[count++] = 2;
        if ((attributes & Attributes.Italic) != 0)
            codes[count++] = 3;
        if ((attributes & Attributes.Underline) != 0)
            codes[count++] = 4;
        if ((attributes & Attributes.Reverse) != 0)
            codes[count++] = 7;
    }

    private void AddColors(Span<byte> codes, ref int count, Style style)
    {
        if (style.Foreground != Color.Default)
            AddColor(codes, ref count, style.Foreground, 30);
        if (style.Background != Color.Default)
            AddColor(codes, ref count, style.Background, 40);
    }

    private void AddColor(Span<byte> codes, ref int count, Color color, int first)
    {
        if (color > Color.BrightWhite)
        {
            var number = Fixed[color - Color.DarkGreen];
            codes[count++] = (byte)(first + 8);
            codes[count++] = (byte)(trueColor ? 2 : 5);
            if (!trueColor)
            {
                codes[count++] = number;
                return;
            }
            for (var weight = 36; weight > 0; weight /= 6)
                codes[count++] = Intensity(number, weight);
            return;
        }
        codes[count++] = color switch
        {
            Color.Default => (byte)(first + 9),
            <= Color.White => (byte)(first + (color - Color.Black)),
            _ => (byte)(first + 60 + (color - Color.BrightBlack)),
        };
    }

    /// <summary>The number of each colour after <see cref="Color.BrightWhite"/> in the palette of 256.</summary>
    public static ReadOnlySpan<byte> Fixed => [22, 94, 124, 90, 24, 240];

    /// <summary>Red (36), green (6) or blue (1) of a colour of that palette: a cube of six steps from 16 on, greys from 232 on.</summary>
    private static byte Intensity(int number, int weight)
    {
        var step = (number - 16) / weight % 6;
        return (byte)(
            number >= 232 ? 8 + 10 * (number - 232)
            : step == 0 ? 0
            : 55 + 40 * step
        );
    }

    private static int Cost(ReadOnlySpan<byte> codes)
    {
        var bytes = 3 + Math.Max(codes.Length - 1, 0);
        foreach (var code in codes)
            bytes += ByteBuffer.Digits(code);
        return bytes;
    }

    private void Write(ReadOnlySpan<byte> codes)
    {
        output.Add("\e["u8);
        for (var i = 0; i < codes.Length; i++)
        {
            if (i > 0)
                output.Add((byte)';');
            output.AddNumber(codes[i]);
        }
        output.Add((byte)'m');
    }
}
