using Helmstuck.Runbook;
using Helmstuck.Terminal;
using Helmstuck.Tui.Pages;
using Helmstuck.Tui.State;
using Helmstuck.Tui.Views;

namespace Helmstuck.Tests.Unit.Tui;

/// <summary>
/// The bytes of the real views, replayed on the screen that judges whole programs: after each of many random changes it shows the model.
/// </summary>
public sealed class ReplayedViewTests(ITestOutputHelper output)
{
    private static readonly Review[] Reviews =
    [
        Fixtures.Healthy(),
        Fixtures.Blocked(),
        Fixtures.Stacked(),
        Fixtures.LoneInstall(),
        Fixtures.Uninstalling(),
        Fixtures.Deployed(),
        FuzzTests.Hostile(),
    ];

    [
        Theory,
        InlineData("xterm-256color"),
        InlineData("xterm"),
        InlineData("linux"),
        InlineData("vt220"),
        InlineData("tmux-256color"),
        InlineData("screen"),
        InlineData("foot")
    ]
    public void Random_pairs_of_frames_are_shown_as_drawn(string term)
    {
        var random = new Random(term.Length);
        var (frames, bytes) = (0, 0);
        foreach (var (width, height) in (ReadOnlySpan<(int, int)>)[(80, 24), (120, 40), (61, 17), (200, 60)])
        {
            var writer = new FrameWriter(TerminalCapabilities.Of(term, colors: true));
            var screen = new VirtualScreen(width, height);
            for (var n = 0; n < 60; n++)
            {
                var model = Fixtures.Screen(Reviews[random.Next(Reviews.Length)]) with
                {
                    Width = width,
                    Height = height,
                    Tab = DetailPages.All[random.Next(DetailPages.All.Count)].Name,
                    Zoomed = random.Next(4) == 0,
                    DetailOffset = random.Next(5),
                    Appearance = new Appearance((ThemeName)random.Next(Enum.GetValues<ThemeName>().Length), random.Next(4) == 0),
                    Overlay = random.Next(5) == 0 ? new Overlay.Help(random.Next(4)) : null,
                };
                var grid = View.Draw(model, width, height);
                var written = writer.Write(grid);
                screen.Feed(written.Span);
                (frames, bytes) = (frames + 1, bytes + written.Length);
                Assert.Equal(grid.ToText(), screen.Text);
                Assert.True(screen.AutoWrap);
            }
            Assert.Empty(screen.Unknown);
        }
        output.WriteLine($"{term}: {frames} frames, {bytes} bytes");
    }
}
