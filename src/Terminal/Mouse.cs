using System.Buffers.Text;

namespace Helmstuck.Terminal;

/// <summary>Decodes the mouse (xterm: ctlseqs, SGR mouse mode 1006).</summary>
internal static class Mouse
{
    private const int Modifiers = 4 | 8 | 16,
        Wheel = 64,
        Left = 0;

    /// <summary>
    /// <c>&lt;BUTTON;COLUMN;ROW</c> with the final byte <c>M</c> (pressed) or <c>m</c> (released). Null for releases, other buttons,
    /// motion, and everything that is not the mouse.
    /// </summary>
    public static MouseEvent? Decode(ReadOnlySpan<byte> parameters, char final)
    {
        if (final != 'M' || parameters.Length < 6 || parameters[0] != '<')
            return null;
        var rest = parameters[1..];
        if (Next(ref rest) is not { } button || Next(ref rest) is not { } column || Next(ref rest) is not { } row || rest.Length > 0)
            return null;
        MouseAction? action = (button & ~Modifiers) switch
        {
            Left => MouseAction.Click,
            Wheel => MouseAction.WheelUp,
            Wheel + 1 => MouseAction.WheelDown,
            _ => null,
        };
        return action is { } known && column > 0 && row > 0 ? new MouseEvent(known, column - 1, row - 1) : null;
    }

    private static int? Next(ref ReadOnlySpan<byte> rest)
    {
        if (!Utf8Parser.TryParse(rest, out int number, out var used) || number is < 0 or > 100_000)
            return null;
        rest = rest[used..];
        if (rest.Length > 0 && rest[0] == ';')
            rest = rest[1..];
        return number;
    }
}
