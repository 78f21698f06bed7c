using System.Text;
using System.Text.RegularExpressions;
using Helmstuck.Tests.Terminal.EndToEnd;

namespace Helmstuck.Tests.Terminal;

/// <summary>The published binary on a terminal of a serial console, where nobody has set a locale.</summary>
public sealed partial class SerialConsoleTests
{
    [Theory]
    [InlineData("vt100")]
    [InlineData("vt102")]
    [InlineData("vt220")]
    [InlineData("vt320")]
    [InlineData("ansi")]
    [InlineData("linux")]
    public async Task Serial_console_without_a_locale_gets_ASCII_and_eight_colours(string term)
    {
        var (written, screen) = await ShowAsync(term);
        Assert.All(written, letter => Assert.InRange(letter, '\0', '~'));
        Assert.Contains("|| 1 Stuck ", screen, StringComparison.Ordinal);
        Assert.DoesNotMatch(Bright(), written);
        Assert.Matches(Eight(), written);
    }

    [Theory]
    [InlineData("xterm-256color", "")]
    [InlineData("screen", "")]
    [InlineData("tmux-256color", "")]
    [InlineData("linux", "en_US.UTF-8")]
    public async Task Terminal_that_is_known_for_UTF8_or_has_such_a_locale_gets_lines(string term, string locale) =>
        Assert.Contains("││ 1 Stuck ", (await ShowAsync(term, locale)).Screen, StringComparison.Ordinal);

    [Theory]
    [InlineData("foot", "")]
    [InlineData("xterm", "C")]
    public async Task Locale_that_is_C_gets_ASCII(string term, string locale) =>
        Assert.Contains("|| 1 Stuck ", (await ShowAsync(term, locale)).Screen, StringComparison.Ordinal);

    private static async Task<(string Written, string Screen)> ShowAsync(string term, string locale = "")
    {
        var environment = new Dictionary<string, string?>
        {
            ["XDG_CONFIG_HOME"] = "/nonexistent",
            ["XDG_STATE_HOME"] = "/nonexistent",
            ["KUBECONFIG"] = "/nonexistent",
            ["TERM"] = term,
            ["LC_ALL"] = null,
            ["LC_CTYPE"] = null,
            ["LANG"] = locale.Length == 0 ? null : locale,
        };
        await using var terminal = PseudoTerminal.Start(PseudoTerminal.Product, ["--demo"], 120, 40, environment);
        await Screens.WaitUntilReadAsync(terminal);
        var screen = terminal.Screen;
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());
        Screens.AssertGivenBack(terminal);
        return (Encoding.UTF8.GetString(terminal.Written), screen);
    }

    [GeneratedRegex(@"\e\[([\d;]*;)?(9\d|10[0-7])[;m]")]
    private static partial Regex Bright();

    [GeneratedRegex(@"\e\[([\d;]*;)?3[0-7][;m]")]
    private static partial Regex Eight();
}
