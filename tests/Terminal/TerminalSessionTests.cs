using System.Reflection;
using Helmstuck.Terminal;

namespace Helmstuck.Tests.Terminal;

/// <summary>The session in a real pseudo-terminal, by way of <see cref="TerminalProbe"/>.</summary>
public sealed class TerminalSessionTests
{
    private const int Hup = 1,
        Int = 2,
        Quit = 3,
        Term = 15,
        Continue = 18,
        Stop = 19,
        TerminalStop = 20;

    private static string Tests => Assembly.GetExecutingAssembly().Location;

    [Fact]
    public async Task The_terminal_is_taken_and_given_back()
    {
        await using var terminal = Probe(100, 30);
        await terminal.WaitForAsync("probe 100x30");
        Assert.True(terminal.Modes.IsRaw);
        Assert.True(
            terminal.See(screen => screen is { AlternateScreen: true, BracketedPaste: true, CursorVisible: false, AutoWrap: true })
        );
        terminal.Send("j\e[A\x03");
        await terminal.WaitForAsync("[Control-c]");
        Assert.True(terminal.See(screen => screen.Contains("[j]") && screen.Contains("[Up]")));
        terminal.Send("\e");
        await terminal.WaitForAsync("[Escape]");
        terminal.Paste("d\rq");
        await terminal.WaitForAsync("[paste:d\\nq]");
        await PseudoTerminal.PauseAsync();
        terminal.Send("q");
        await AssertEndsAsync(terminal, 0);
        Assert.Empty(terminal.See(screen => screen.Unknown));
        Assert.Contains("given back", terminal.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_is_told_in_a_terminal_that_was_given_back()
    {
        await using var terminal = Probe();
        await terminal.WaitForAsync("probe");
        terminal.Send("x");
        Assert.NotEqual(0, await terminal.WaitForExitAsync());
        AssertGivenBack(terminal);
        Assert.Contains("failed on purpose", terminal.Screen, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Term, "SIGTERM")]
    [InlineData(Hup, "SIGHUP")]
    [InlineData(Int, "SIGINT")]
    [InlineData(Quit, "SIGQUIT")]
    public async Task A_signal_is_an_event_and_ends_nothing(int number, string name)
    {
        await using var terminal = Probe();
        await terminal.WaitForAsync("probe");
        terminal.Signal(number);
        await terminal.WaitForAsync(name);
        terminal.Signal(number);
        await terminal.WaitUntilAsync(
            screen => screen.Lines.Count(line => line.Contains(name, StringComparison.Ordinal)) == 2,
            "a second signal is an event too"
        );
        terminal.Send("q");
        await AssertEndsAsync(terminal, 0);
    }

    [Fact]
    public async Task A_new_size_is_an_event_and_repaints()
    {
        await using var terminal = Probe();
        await terminal.WaitForAsync("probe");
        terminal.Resize(60, 20);
        await terminal.WaitForAsync("probe 60x20");
        terminal.Resize(1, 1);
        await terminal.WaitUntilAsync(screen => screen.Lines is ["p"], "one cell is drawn");
        terminal.Resize(200, 60);
        await terminal.WaitForAsync("probe 200x60");
        terminal.Send("q");
        await AssertEndsAsync(terminal, 0);
    }

    [Fact]
    public async Task Keys_typed_before_the_dialog_was_seen_do_not_count()
    {
        await using var terminal = Probe();
        await terminal.WaitForAsync("probe");
        terminal.HoldReplies = true;
        terminal.Send("d12\r");
        await terminal.WaitForAsync("dialog");
        terminal.Send("34\r");
        terminal.Paste("q");
        terminal.HoldReplies = false;
        await terminal.WaitForAsync("[lifted");
        await PseudoTerminal.PauseAsync();
        terminal.Send("5");
        await terminal.WaitForAsync("[5]");
        Assert.DoesNotMatch(@"\[[1234]\]|Enter|paste", terminal.Screen);
        terminal.Send("q");
        await AssertEndsAsync(terminal, 0);
    }

    [Fact]
    public async Task A_terminal_that_does_not_answer_gets_its_keys_back()
    {
        await using var terminal = Probe();
        await terminal.WaitForAsync("probe");
        terminal.HoldReplies = true;
        terminal.Send("d");
        await terminal.WaitForAsync("[lifted unanswered]");
        terminal.Send("7");
        await terminal.WaitForAsync("[7]");
        terminal.HoldReplies = false;
        terminal.Send("8");
        await terminal.WaitForAsync("[8]");
        Assert.DoesNotContain("report", terminal.Screen, StringComparison.Ordinal);
        terminal.Send("q");
        await AssertEndsAsync(terminal, 0);
    }

    [Fact]
    public async Task It_stops_for_its_shell_and_comes_back()
    {
        await using var shell = PseudoTerminal.Start(
            "dash",
            ["-i"],
            100,
            30,
            new Dictionary<string, string?> { ["PS1"] = "$ ", ["ENV"] = null }
        );
        await shell.WaitForAsync("$");
        shell.Send($"{Environment.ProcessPath} {Tests} {TerminalProbe.Argument}; echo code $?\n");
        // Not the echo of the command, in which "probe" stands as well: a Ctrl-Z that early stops a program that has not taken the terminal
        // yet.
        await shell.WaitUntilAsync(screen => screen.AlternateScreen && screen.Contains("probe 100x30"), "the probe has the terminal");
        shell.Send("\x1a");
        await shell.WaitForAsync("Stopped");
        AssertGivenBack(shell);
        shell.Send("bg\n");
        await shell.WaitUntilAsync(screen => screen.Contains("[1] /"), "the shell sent it to the background");
        Assert.True(shell.See(screen => !screen.AlternateScreen));
        shell.Send("fg\n");
        await shell.WaitUntilAsync(screen => screen.AlternateScreen && screen.Contains("[ResizeEvent"), "it is back");
        Assert.True(shell.Modes.IsRaw);
        shell.Send("j");
        await shell.WaitForAsync("[j]");
        shell.Send("q");
        await shell.WaitUntilAsync(screen => !screen.AlternateScreen && screen.Contains("given back"), "it ended");
        AssertGivenBack(shell);
        shell.Send("exit\n");
        await shell.WaitForExitAsync();
    }

    [Fact]
    public async Task It_does_not_stop_where_nobody_could_continue_it()
    {
        await using var terminal = Probe();
        await terminal.WaitForAsync("probe");
        terminal.Signal(TerminalStop);
        await terminal.WaitForAsync("SuspendRequested");
        terminal.Send("\x1a");
        await terminal.WaitForAsync("[Control-z]");
        Assert.True(terminal.Modes.IsRaw);
        terminal.Send("q");
        await AssertEndsAsync(terminal, 0);
    }

    [Fact]
    public async Task After_a_stop_from_outside_it_repaints()
    {
        await using var terminal = Probe();
        await terminal.WaitForAsync("probe");
        terminal.Signal(Stop);
        terminal.Signal(Continue);
        await terminal.WaitForAsync("[ResizeEvent");
        Assert.True(terminal.Modes.IsRaw);
        terminal.Send("q");
        await AssertEndsAsync(terminal, 0);
    }

    [Fact]
    public async Task It_ends_when_the_terminal_is_gone()
    {
        await using var terminal = Probe();
        await terminal.WaitForAsync("probe");
        terminal.HangUp();
        Assert.Equal(3, await terminal.WaitForExitAsync());
    }

    [Theory]
    [InlineData("dumb", null, "TERM is dumb")]
    [InlineData("", null, "TERM is not set")]
    [InlineData("xterm", "/dev/null", "/dev/null is not a terminal")]
    [InlineData("xterm", "/no/such/terminal", "there is no terminal: /no/such/terminal")]
    public void Without_a_terminal_it_says_why(string term, string? device, string why)
    {
        var opening = TerminalSession.Open(new TerminalOptions(term, true, TimeSpan.FromMilliseconds(50), device), TimeProvider.System);
        Assert.Contains(why, Assert.IsType<TerminalOpening.Refused>(opening).Why, StringComparison.Ordinal);
    }

    private static PseudoTerminal Probe(int columns = 120, int rows = 40) =>
        PseudoTerminal.Start(
            Environment.ProcessPath!,
            [Tests, TerminalProbe.Argument],
            columns,
            rows,
            new Dictionary<string, string?> { ["DOTNET_DbgEnableMiniDump"] = "0" }
        );

    private static async Task AssertEndsAsync(PseudoTerminal terminal, int code)
    {
        Assert.Equal(code, await terminal.WaitForExitAsync());
        AssertGivenBack(terminal);
    }

    private static void AssertGivenBack(PseudoTerminal terminal)
    {
        Assert.True(terminal.See(screen => screen.IsGivenBack));
        Assert.Equal(terminal.ModesAtStart, terminal.Modes);
    }
}
