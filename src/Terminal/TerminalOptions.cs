using System.Globalization;

namespace Helmstuck.Terminal;

/// <summary>
/// How a session uses its terminal. <paramref name="Term"/>: its name. <paramref name="EscapeDelay"/>: how long after an Esc a
/// following byte still counts as Alt. <paramref name="Device"/>: the terminal's path; null: the program's own.
/// </summary>
internal sealed record TerminalOptions(string? Term, bool Colors, TimeSpan EscapeDelay, string? Device = null)
{
    /// <summary><c>COLORTERM</c>; null if it is not set.</summary>
    public string? ColorTerm { get; init; }

    /// <summary>Ask the terminal for clicks and the wheel; then it no longer selects text with the mouse.</summary>
    public bool Mouse { get; init; }

    private static readonly string[] LocaleVariables = ["LC_ALL", "LC_CTYPE", "LANG"];

    private const int DefaultEscapeDelay = 50,
        MaxEscapeDelay = 2000;

    /// <summary>From TERM, COLORTERM, NO_COLOR and ESCDELAY (milliseconds, as in ncurses).</summary>
    public static TerminalOptions FromEnvironment(Func<string, string?> environment, bool noColor = false) =>
        new(
            environment("TERM"),
            Colors: !noColor && string.IsNullOrEmpty(environment("NO_COLOR")),
            TimeSpan.FromMilliseconds(
                int.TryParse(environment("ESCDELAY"), NumberStyles.None, CultureInfo.InvariantCulture, out var delay)
                    ? Math.Min(delay, MaxEscapeDelay)
                    : DefaultEscapeDelay
            )
        )
        {
            ColorTerm = environment("COLORTERM"),
        };

    /// <summary>The names of terminals that show UTF-8 also where nobody set a locale.</summary>
    private static readonly string[] KnownForUtf8 = ["xterm", "tmux", "screen"];

    /// <summary>
    /// False if the locale (LC_ALL, else LC_CTYPE, else LANG) names another encoding than UTF-8: borders and marks should be ASCII then.
    /// A locale that is not set is C, as on a serial console, except on terminals named <c>xterm…</c>, <c>tmux…</c> and <c>screen…</c>,
    /// which an SSH session without <c>SendEnv</c> has.
    /// </summary>
    public static bool IsUtf8(Func<string, string?> environment)
    {
        var locale = LocaleVariables.Select(environment).FirstOrDefault(value => !string.IsNullOrEmpty(value));
        if (locale is null)
            return KnownForUtf8.Any(name => environment("TERM")?.StartsWith(name, StringComparison.Ordinal) ?? false);
        return locale.Contains("UTF-8", StringComparison.OrdinalIgnoreCase) || locale.Contains("utf8", StringComparison.OrdinalIgnoreCase);
    }
}
