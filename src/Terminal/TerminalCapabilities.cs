namespace Helmstuck.Terminal;

/// <summary>
/// What the renderer may use. <paramref name="Colors"/>: else only attributes are written. <paramref name="Repeat"/>: the terminal
/// knows REP (<c>ESC[nb</c>). Nothing is asked of the terminal: over a slow link the answers would look like typed keys.
/// </summary>
internal readonly record struct TerminalCapabilities(bool Colors, bool Repeat)
{
    // Those that only claim to be xterm (Apple's Terminal, older Konsole and VTE) and screen do not have REP; tmux 3.3a repeats ASCII only
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

    /// <summary>Decided by the terminal's name (<c>TERM</c>).</summary>
    public static TerminalCapabilities Of(string? term, bool colors) =>
        new(colors, Repeating.Any(name => term == name || (term?.StartsWith(name + "-", StringComparison.Ordinal) ?? false)));
}
