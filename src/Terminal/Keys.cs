using System.Text;

namespace Helmstuck.Terminal;

/// <summary>
/// The sequences that terminals send for keys: xterm and compatible ones, rxvt, the Linux console, and the newer encodings with modifiers.
/// </summary>
internal static class Keys
{
    /// <summary>A C0 control or DEL.</summary>
    public static KeyEvent FromControl(byte value, Modifiers modifiers) =>
        value switch
        {
            0x0d or 0x0a => new(Key.Enter, null, modifiers),
            0x09 => new(Key.Tab, null, modifiers),
            0x08 or 0x7f => new(Key.Backspace, null, modifiers),
            0x1b => new(Key.Escape, null, modifiers),
            0x00 => Character(' ', modifiers | Modifiers.Control),
            _ => Character(
                (value | 0x40) is var letter and >= 'A' and <= 'Z' ? letter | 0x20 : value | 0x40,
                modifiers | Modifiers.Control
            ),
        };

    /// <summary>The byte after ESC O.</summary>
    public static KeyEvent? FromSingle(char final, Modifiers modifiers) =>
        final switch
        {
            'M' => new(Key.Enter, null, modifiers),
            >= 'j' and <= 'y' => Character(final - 'j' + '*', modifiers),
            'X' => Character('=', modifiers),
            >= 'a' and <= 'd' => new(Arrow(char.ToUpperInvariant(final))!.Value, null, modifiers | Modifiers.Control),
            _ => Named(final) is { } key ? new(key, null, modifiers) : null,
        };

    /// <summary>The event for a control sequence; null if it is neither a key nor an answer that is used.</summary>
    public static TerminalEvent? FromControlSequence(ReadOnlySpan<byte> parameters, char final, Modifiers modifiers)
    {
        Span<int> numbers = stackalloc int[4];
        var count = Numbers(parameters, numbers);
        if (count < 0)
            return null;
        if (final == 'R' && count == 2)
            return new CursorReport(numbers[0], numbers[1]);
        if (count > 1)
            modifiers |= Decode(numbers[1]);
        return final switch
        {
            '~' when numbers[0] == 27 && count == 3 => FromCode(numbers[2], modifiers),
            '~' => Numbered(numbers[0]) is { } key ? new KeyEvent(key, null, modifiers) : null,
            'u' when count > 0 => FromCode(numbers[0], modifiers),
            'Z' => new KeyEvent(Key.Tab, null, modifiers | Modifiers.Shift),
            '$' => Shifted(numbers[0], modifiers | Modifiers.Shift),
            '^' => Shifted(numbers[0], modifiers | Modifiers.Control),
            '@' => Shifted(numbers[0], modifiers | Modifiers.Control | Modifiers.Shift),
            >= 'a' and <= 'd' when count == 0 => new KeyEvent(
                Arrow(char.ToUpperInvariant(final))!.Value,
                null,
                modifiers | Modifiers.Shift
            ),
            _ => Named(final) is { } key ? new KeyEvent(key, null, modifiers) : null,
        };
    }

    /// <summary>xterm's modifier parameter: 1 plus the bits.</summary>
    public static Modifiers Decode(int parameter) =>
        parameter < 2 ? Modifiers.None : (Modifiers)(parameter - 1) & (Modifiers.Shift | Modifiers.Alt | Modifiers.Control);

    /// <summary>True for the number of a key that rxvt ends with <c>$</c> when Shift is held.</summary>
    public static bool IsRxvt(ReadOnlySpan<byte> parameters) =>
        parameters.Length is 1 or 2 && parameters.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    private static KeyEvent? Shifted(int number, Modifiers modifiers) =>
        Numbered(number) is { } key ? new KeyEvent(key, null, modifiers) : null;

    private static KeyEvent? FromCode(int code, Modifiers modifiers) =>
        code switch
        {
            < 0x20 or 0x7f => FromControl((byte)code, modifiers),
            _ when !Rune.TryCreate(code, out var rune) || Rune.IsControl(rune) || rune.Value is >= 0xE000 and <= 0xF8FF => null,
            _ => Character(code, modifiers),
        };

    private static KeyEvent Character(int scalar, Modifiers modifiers) => new(Key.Character, new Rune(scalar), modifiers);

    private static Key? Arrow(char final) =>
        final switch
        {
            'A' => Key.Up,
            'B' => Key.Down,
            'C' => Key.Right,
            'D' => Key.Left,
            _ => null,
        };

    private static Key? Named(char final) =>
        final switch
        {
            'H' => Key.Home,
            'F' => Key.End,
            'P' => Key.F1,
            'Q' => Key.F2,
            'R' => Key.F3,
            'S' => Key.F4,
            _ => Arrow(final),
        };

    private static Key? Numbered(int number) =>
        number switch
        {
            1 or 7 => Key.Home,
            2 => Key.Insert,
            3 => Key.Delete,
            4 or 8 => Key.End,
            5 => Key.PageUp,
            6 => Key.PageDown,
            >= 11 and <= 15 => Key.F1 + (number - 11),
            >= 17 and <= 21 => Key.F6 + (number - 17),
            23 or 24 => Key.F11 + (number - 23),
            _ => null,
        };

    /// <summary>
    /// Reads numbers separated by ';' (without the part after a ':'); returns how many, or -1 for anything else, such as a private
    /// sequence.
    /// </summary>
    private static int Numbers(ReadOnlySpan<byte> parameters, Span<int> numbers)
    {
        numbers.Clear();
        if (parameters.IsEmpty)
            return 0;
        var count = 1;
        var detail = false;
        foreach (var value in parameters)
        {
            switch (value)
            {
                case (byte)';' when count < numbers.Length:
                    count++;
                    detail = false;
                    break;
                case (byte)':':
                    detail = true;
                    break;
                case >= (byte)'0' and <= (byte)'9':
                    if (!detail)
                        numbers[count - 1] = Math.Min((numbers[count - 1] * 10) + (value - '0'), 0x110000);
                    break;
                default:
                    return -1;
            }
        }
        return count;
    }
}
