namespace Helmstuck.Terminal;

/// <summary>
/// What the renderer may use. Without <paramref name="Colors"/> only attributes are written. <paramref name="Repeat"/>: the terminal
/// knows REP (<c>ESC[nb</c>). <paramref name="EightColors"/>: it knows no bright colours. <paramref name="OnlyVt100"/>: it knows no
/// ECH, CHA and VPA (<c>ESC[nX</c>, <c>ESC[nG</c>, <c>ESC[nd</c>). The terminal is not queried: over a slow link the answers would look
/// like typed keys.
/// </summary>
/// <param name="Palette256">It knows the fixed 256 colours.</param>
/// <param name="Scrolls">It has scrolling regions; some consoles of old have none.</param>
/// <param name="TrueColor">It knows any colour, and shows it as it is, also where somebody has changed the 256.</param>
internal readonly record struct TerminalCapabilities(
    bool Colors,
    bool Repeat,
    bool EightColors = false,
    bool OnlyVt100 = false,
    bool Palette256 = false,
    bool TrueColor = false,
    bool Scrolls = false
)
{
    /// <summary>What consoles are called, besides vt100 to vt525.</summary>
    private static readonly string[] Consoles = ["ansi", "pcansi", "linux", "cons25", "sun", "wsvt25"];

    /// <summary>Those with scrolling regions, besides vt100 to vt525 and <see cref="Repeating"/>.</summary>
    private static readonly string[] Scrolling = ["xterm", "screen", "tmux", "linux", "rxvt", "putty", "konsole", "vte", "gnome", "wsvt25"];

    // Terminals that only claim to be xterm (Apple's Terminal, older Konsole and VTE) and screen have no REP; tmux 3.3a repeats ASCII only
    // and drops the rest.
    private static readonly string[] Repeating =
    [
        "foot",
        "kitty",
        "xterm-kitty",
        "ghostty",
        "xterm-ghostty",
        "alacritty",
        "wezterm",
        "contour",
        "rio",
        "st",
    ];

    /// <summary>By the terminal's name (<c>TERM</c>), and by <c>COLORTERM</c>, which terminals with true colour set.</summary>
    public static TerminalCapabilities Of(string? term, bool colors, string? colorTerm = null)
    {
        var name = term ?? "";
        bool Is(string known) => name == known || name.StartsWith(known + "-", StringComparison.Ordinal);
        var isDec = name.Length > 2 && name.StartsWith("vt", StringComparison.Ordinal) && char.IsAsciiDigit(name[2]);
        // GNU screen hands the variable on from the terminal around it, and takes the numbers for attributes.
        var isTrue = name.EndsWith("-direct", StringComparison.Ordinal) || (colorTerm is "truecolor" or "24bit" && !Is("screen"));
        return new(
            colors,
            Repeat: Repeating.Any(Is),
            EightColors: (isDec || Consoles.Any(Is)) && !name.EndsWith("6color", StringComparison.Ordinal),
            OnlyVt100: isDec,
            Palette256: name.Contains("256color", StringComparison.Ordinal)
                || Repeating.Any(Is)
                || isTrue
                || colorTerm is "truecolor" or "24bit",
            TrueColor: isTrue,
            Scrolls: isDec || Scrolling.Any(Is) || Repeating.Any(Is)
        );
    }
}
