using Helmstuck.Tests.Terminal.EndToEnd;

namespace Helmstuck.Tests.Terminal;

/// <summary>Nobody reads the terminal for a while, as when a link stalls: the kernel keeps some frames and then takes no more.</summary>
public sealed class SlowReaderTests
{
    private const int HangUp = 1,
        Terminate = 15;

    /// <summary>Keys that change little: a move and back, everything read again, help and back, another page and back.</summary>
    private const string Keys = "jkr??21";

    private const long MostMemory = 16 << 20;

    [Fact]
    public async Task Screen_is_right_once_somebody_reads_again()
    {
        await using var terminal = await DemoScreen.OpenAsync(120, 40);
        var calm = await ScreenLooks.ResizedAsync(terminal, 100, 30);
        await StallAsync(terminal);
        var before = terminal.PeakMemory;
        var random = new Random(7);
        for (var round = 0; round < 1000; round++)
        {
            terminal.Resize(random.Next(1, 501), random.Next(1, 201));
            terminal.Send(Keys);
        }
        // It was in the list; the last page has the focus now.
        terminal.Send("\e");
        terminal.Resize(100, 30);
        // Some times of the clock, at which it would read what may have changed.
        await Task.Delay(TimeSpan.FromSeconds(5));
        Assert.InRange(terminal.PeakMemory - before, 0, MostMemory);

        terminal.Reads = true;
        await ScreenLooks.WaitForAsync(terminal, calm);
        await ScreenLooks.AssertPaintedRightAsync(terminal);
        terminal.Send("?");
        await terminal.WaitForAsync("delete the stuck record (opens the dialog)");
        await ScreenLooks.AssertPaintedRightAsync(terminal);
        terminal.Send("?");
        await ScreenLooks.WaitForAsync(terminal, calm);
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());
        Screens.AssertGivenBack(terminal);
    }

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

    /// <summary>A frame that ends in the middle leaves the region in which it moved rows; here it is set from outside.</summary>
    [Fact]
    public async Task Region_that_a_frame_left_is_given_back()
    {
        await using var terminal = await DemoScreen.OpenAsync(120, 40);
        await using (var device = new FileStream($"/proc/{terminal.Id}/fd/1", FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            await device.WriteAsync("\e[3;20r"u8.ToArray());
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());
        Screens.AssertGivenBack(terminal);
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
