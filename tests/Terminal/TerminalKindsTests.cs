using System.Text;
using System.Text.RegularExpressions;
using Helmstuck.Tests.Terminal.EndToEnd;

namespace Helmstuck.Tests.Terminal;

/// <summary>Every kind of terminal gets the screen, in the colours that it has, and is given back.</summary>
public sealed partial class TerminalKindsTests
{
    [Theory]
    [InlineData("linux", null, "8")]
    [InlineData("linux", "truecolor", "8")]
    [InlineData("vt220", null, "8")]
    [InlineData("xterm", null, "16")]
    [InlineData("screen", null, "16")]
    [InlineData("tmux", null, "16")]
    [InlineData("xterm-256color", null, "256")]
    [InlineData("screen-256color", null, "256")]
    [InlineData("screen", "truecolor", "256")]
    [InlineData("tmux-256color", null, "256")]
    [InlineData("xterm-direct", null, "true")]
    [InlineData("xterm", "truecolor", "true")]
    [InlineData("xterm-256color", "24bit", "true")]
    [InlineData("tmux-256color", "truecolor", "true")]
    [InlineData("xterm-256color", "truecolor", "none", "1")]
    [InlineData("linux", null, "none", "1")]
    [InlineData("xterm-256color", null, "none", "")]
    public async Task Screen_has_the_colours_of_the_terminal(string term, string? colorTerm, string colours, string? noColor = null)
    {
        var environment = DemoScreen.Environment;
        environment["TERM"] = term;
        environment["COLORTERM"] = colorTerm;
        environment["NO_COLOR"] = noColor;
        await using var terminal = PseudoTerminal.Start(PseudoTerminal.Product, ["--demo", "--theme", "light"], 120, 40, environment);
        await Screens.WaitUntilReadAsync(terminal);
        Assert.Contains("gitlab-cny revision 1234, pending-upgrade", terminal.Screen, StringComparison.Ordinal);
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());
        Screens.AssertGivenBack(terminal);
        Assert.Equal("", terminal.Screen.Trim());
        Assert.Equal(colours, Colours(Encoding.UTF8.GetString(terminal.Written)));
    }

    private static string Colours(string written)
    {
        var (isTrue, isFixed) = (True().IsMatch(written), Fixed().IsMatch(written));
        Assert.False(isTrue && isFixed);
        return isTrue ? "true"
            : isFixed ? "256"
            : Bright().IsMatch(written) ? "16"
            : Eight().IsMatch(written) ? "8"
            : "none";
    }

    [GeneratedRegex(@"\e\[(\d+;)*[34]8;2;[\d;]*m")]
    private static partial Regex True();

    [GeneratedRegex(@"\e\[(\d+;)*[34]8;5;[\d;]*m")]
    private static partial Regex Fixed();

    [GeneratedRegex(@"\e\[(\d+;)*(9\d|10[0-7])(;\d+)*m")]
    private static partial Regex Bright();

    [GeneratedRegex(@"\e\[(\d+;)*[34][0-7](;\d+)*m")]
    private static partial Regex Eight();
}
