namespace Helmstuck.Tests.Terminal.EndToEnd;

/// <summary>However it ends, the terminal is given back as it was found; whatever its size, the screen is right.</summary>
public sealed class EndToEndTerminalTests(SharedControlPlane shared)
{
    private const int HangUp = 1,
        Interrupt = 2,
        Terminate = 15;

    [Theory]
    [InlineData("q", 80, 24)]
    [InlineData("\x03", 80, 24)]
    [InlineData("q", 120, 40)]
    [InlineData("\x03", 120, 40)]
    public async Task Keys_that_quit_give_the_terminal_back(string key, int columns, int rows)
    {
        await using var terminal = Demo(columns, rows);
        await Screens.WaitUntilReadAsync(terminal);
        Assert.True(terminal.Modes.IsRaw);
        Assert.True(terminal.See(screen => screen.AlternateScreen && !screen.CursorVisible));
        terminal.Send(key);
        Assert.Equal(0, await terminal.WaitForExitAsync());
        Screens.AssertGivenBack(terminal);
        Assert.Equal("", terminal.Screen.Trim());
    }

    [Theory]
    [InlineData(Terminate, false)]
    [InlineData(Terminate, true)]
    [InlineData(HangUp, false)]
    [InlineData(HangUp, true)]
    [InlineData(Interrupt, false)]
    public async Task Signals_give_the_terminal_back(int signal, bool inDialog)
    {
        await using var terminal = Demo(80, 24);
        await Screens.WaitUntilReadAsync(terminal);
        if (inDialog)
        {
            terminal.Send("d");
            await terminal.WaitForAsync("Type 1234 to delete");
        }
        terminal.Signal(signal);
        Assert.Equal(1, await terminal.WaitForExitAsync());
        Screens.AssertGivenBack(terminal);
    }

    [Fact]
    public async Task Lost_terminal_ends_the_program()
    {
        await using var terminal = Demo(80, 24);
        await Screens.WaitUntilReadAsync(terminal);
        terminal.HangUp();
        Assert.Equal(1, await terminal.WaitForExitAsync());
    }

    [Fact]
    public async Task New_sizes_are_drawn_at_once()
    {
        await using var terminal = Demo(80, 24);
        await Screens.WaitUntilReadAsync(terminal);
        terminal.Resize(20, 5);
        await terminal.WaitForAsync("40×10");
        terminal.Resize(120, 40);
        await terminal.WaitUntilAsync(
            screen => Screens.IsRead(screen) && screen.Lines[^1].Contains("q quit", StringComparison.Ordinal),
            "the screen fills 120×40"
        );
        Assert.Contains("context demo", terminal.See(screen => screen.Lines[0]), StringComparison.Ordinal);
        terminal.Resize(80, 24);
        await terminal.WaitUntilAsync(
            screen => Screens.IsRead(screen) && screen.Lines[^1].Contains("q quit", StringComparison.Ordinal),
            "the screen fills 80×24"
        );
        Assert.All(terminal.See(screen => screen.Lines), line => Assert.True(line.Length <= 80, line));
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());
        Screens.AssertGivenBack(terminal);
    }

    [Fact]
    public async Task Control_z_and_fg()
    {
        await using var shell = PseudoTerminal.Start(
            "dash",
            ["-i"],
            80,
            24,
            new Dictionary<string, string?> { ["PS1"] = "$ ", ["ENV"] = null }
        );
        await shell.WaitForAsync("$");
        shell.Send($"{PseudoTerminal.Product} --demo\n");
        await Screens.WaitUntilReadAsync(shell);
        shell.Send("\x1a");
        await shell.WaitForAsync("Stopped");
        Screens.AssertGivenBack(shell);
        shell.Send("fg\n");
        await shell.WaitUntilAsync(
            screen => screen.AlternateScreen && Screens.IsRead(screen) && screen.Contains("[1 Health]"),
            "the screen is back"
        );
        Assert.True(shell.Modes.IsRaw);
        shell.Send("q");
        await shell.WaitUntilAsync(screen => !screen.AlternateScreen && screen.Lines.Contains("$"), "the shell asks for the next command");
        shell.Send("echo code $?\n");
        await shell.WaitForAsync("code 0");
        Screens.AssertGivenBack(shell);
        shell.Send("exit\n");
        await shell.WaitForExitAsync();
    }

    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    public async Task Empty_namespace_says_so_and_helps_on(int columns, int rows)
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("empty");
        var scene = await EndToEndScene.OfAsync(plane, new StuckRelease(space, "web", 3, ""));
        await using var terminal = scene.Start(columns, rows);
        await Screens.WaitUntilReadAsync(terminal);
        Assert.Contains($"no release is stuck in {space}", terminal.Screen, StringComparison.Ordinal);
        Assert.Contains($"No record in {space} is labelled pending.", terminal.Screen, StringComparison.Ordinal);
        Assert.Contains("press s.", terminal.Screen.Replace("\n", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        terminal.Send("s");
        await terminal.WaitUntilAsync(
            screen => Screens.IsRead(screen) && screen.Contains($"no release is stuck in {space}"),
            "the deep search has found nothing either"
        );
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());
        Screens.AssertGivenBack(terminal);
    }

    private static PseudoTerminal Demo(int columns, int rows) =>
        PseudoTerminal.Start(
            PseudoTerminal.Product,
            ["--demo"],
            columns,
            rows,
            new Dictionary<string, string?> { ["XDG_CONFIG_HOME"] = "/nonexistent" }
        );
}
