namespace Helmstuck.Terminal;

/// <summary>
/// What the renderer may use. Without <paramref name="Colors"/> only attributes are written. <paramref name="Repeat"/>: the terminal
/// knows REP (<c>ESC[nb</c>). The terminal is not queried: over a slow link the answers would look like typed keys.
/// </summary>
internal readonly record struct TerminalCapabilities(bool Colors, bool Repeat)
{
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

    /// <summary>By the terminal's name (<c>TERM</c>).</summary>
    public static TerminalCapabilities Of(string? term, bool colors) =>
        new(colors, Repeating.Any(name => term == name || (term?.StartsWith(name + "-", StringComparison.Ordinal) ?? false)));
}
