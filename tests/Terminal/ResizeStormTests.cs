using Helmstuck.Tests.Terminal.EndToEnd;

namespace Helmstuck.Tests.Terminal;

/// <summary>Many sizes in a row, faster than frames are drawn.</summary>
public sealed class ResizeStormTests
{
    private static readonly string[] Keys = ["\t", "r", "\e[Z", "2", "?", "?", "3", "\f"];

    [Theory]
    [InlineData(1, 1)]
    [InlineData(39, 9)]
    [InlineData(40, 10)]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    [InlineData(500, 200)]
    public async Task Screen_is_right_after_it(int columns, int rows)
    {
        await using var terminal = await DemoScreen.OpenAsync(100, 30);
        var start = terminal.See(ScreenLooks.Of);
        var calm = await ScreenLooks.ResizedAsync(terminal, columns, rows);
        var random = new Random(columns);
        for (var round = 0; round < 40; round++)
            foreach (var key in Keys)
            {
                var (width, height) = random.Next(8) switch
                {
                    0 => (1, 1),
                    1 => (500, 200),
                    2 => (1, 200),
                    3 => (500, 1),
                    4 => (columns, rows),
                    _ => (random.Next(1, 501), random.Next(1, 201)),
                };
                terminal.Resize(width, height);
                terminal.Send(key);
            }
        // To where it began: the first page, and the list.
        terminal.Send("1\e");
        terminal.Resize(columns, rows);
        await ScreenLooks.WaitForAsync(terminal, calm);
        terminal.Resize(100, 30);
        await ScreenLooks.WaitForAsync(terminal, start);
        await ScreenLooks.AssertPaintedRightAsync(terminal);
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());
        Screens.AssertGivenBack(terminal);
    }

    /// <summary>A terminal that was small for a moment has cut off what does not fit, also if no frame was drawn then.</summary>
    [Fact]
    public async Task Size_that_comes_back_at_once_is_painted_again()
    {
        await using var terminal = await DemoScreen.OpenAsync(100, 30);
        var calm = await ScreenLooks.ResizedAsync(terminal, 120, 40);
        for (var round = 0; round < 30; round++)
        {
            terminal.Resize(1, 1);
            terminal.Resize(120, 40);
            await ScreenLooks.WaitForAsync(terminal, calm);
        }
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());
        Screens.AssertGivenBack(terminal);
    }
}
