namespace Helmstuck.Tests.Terminal;

/// <summary>Nobody reads the terminal for a while, as when a link stalls: the kernel keeps some frames and then takes no more.</summary>
public sealed class SlowReaderTests
{
    private const int HangUp = 1,
        Terminate = 15;

    [Theory]
    [InlineData(Terminate)]
    [InlineData(HangUp)]
    public async Task Signal_ends_it_and_the_terminal_is_given_back(int signal)
    {
        await using var terminal = await DemoScreen.OpenAsync(120, 40);
        await StallAsync(terminal);
        terminal.Signal(signal);
        await terminal.WaitForEndAsync();
        terminal.Reads = true;
        Assert.Equal(1, await terminal.WaitForExitAsync());
        Assert.Equal(terminal.ModesAtStart, terminal.Modes);
        Assert.True(terminal.See(screen => screen.IsGivenBack), terminal.Screen);
        Assert.Equal("", terminal.Screen.Trim());
    }

    [Fact]
    public async Task Lost_terminal_ends_it()
    {
        await using var terminal = await DemoScreen.OpenAsync(120, 40);
        await StallAsync(terminal);
        terminal.HangUp();
        await terminal.WaitForEndAsync();
    }

    /// <summary>Stops reading, and lets the program draw until the kernel takes no more.</summary>
    private static async Task StallAsync(PseudoTerminal terminal)
    {
        terminal.Reads = false;
        for (var width = 200; !terminal.IsFull; width = 399 - width)
        {
            terminal.Resize(width, 60);
            terminal.Send("jk");
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
        Assert.False(terminal.See(screen => screen.Columns == 120));
    }
}
