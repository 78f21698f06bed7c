using System.Text;
using Helmstuck.Terminal;
using Helmstuck.Tui.Loop;
using Helmstuck.Tui.State;
using Helmstuck.Tui.Views;

namespace Helmstuck.Tests.Unit.Tui;

/// <summary>Each designed state at the three sizes that count and, in ASCII without colours, at the smallest.</summary>
public sealed class ScreenStatesTests
{
    private static readonly (int Width, int Height)[] Documented = [(80, 24), (120, 40)];

    public static TheoryData<string> Names => [.. ScreenStates.All.Select(state => state.Name)];

    [Theory, MemberData(nameof(Names))]
    public void State(string name)
    {
        var model = ScreenStates.All.Single(state => state.Name == name).Model;
        Verify(model, name, 80, 24);
        Verify(model, name, 120, 40);
        Verify(model, name, 200, 60);
        var ascii = Draw(model with { Appearance = new Appearance(ThemeName.Mono, true) }, 80, 24);
        Assert.All(ascii, letter => Assert.True(letter is '\n' or (>= ' ' and <= '~'), $"{letter} is not ASCII"));
        Snapshot.Verify(ascii, $"{name.Replace(' ', '_')}_ascii");
    }

    [Theory]
    [InlineData("default")]
    [InlineData("mono")]
    [InlineData("high-contrast")]
    [InlineData("light")]
    public void The_selected_row_is_one_bar_and_the_only_one(string theme)
    {
        var model = ScreenStates.All.Single(state => state.Name == "Stuck").Model with { Width = 80, Height = 24 };
        var grid = View.Draw(model with { Appearance = new Appearance(TuiOptions.ThemeOf(theme)!.Value, false) }, 80, 24);
        var bars = Enumerable
            .Range(0, grid.Height)
            .Where(y => Enumerable.Range(0, grid.Width).All(x => (grid[x, y].Style.Attributes & Attributes.Reverse) != 0));
        var row = Assert.Single(bars);
        Assert.Contains("▸ gitlab-cny", grid.ToText().Split('\n')[row], StringComparison.Ordinal);
        Assert.Single(
            Enumerable.Range(0, grid.Width).Select(x => (grid[x, row].Style.Foreground, grid[x, row].Style.Background)).Distinct()
        );
    }

    /// <summary><c>docs/screens.md</c> is these frames; <c>ACCEPT_SNAPSHOTS=1</c> writes it.</summary>
    [Fact]
    public void The_document_shows_every_state()
    {
        var text = new StringBuilder();
        text.Append(
            """
            # Screens

            Every state of the full screen, as text, at 80×24 and 120×40. A test makes this page from the program's own frames.
            `kubectl helmstuck screen RELEASE --view NAME --size 120x40` prints such a frame of your cluster.


            """
        );
        foreach (var state in ScreenStates.All)
        {
            text.Append($"## {state.Name}\n\n{state.About}\n\n");
            foreach (var (width, height) in Documented)
                text.Append($"```text\n{Draw(state.Model, width, height)}\n```\n\n");
        }
        var path = Path.Combine(TestPrograms.RepositoryRoot, "docs", "screens.md");
        if (Environment.GetEnvironmentVariable("ACCEPT_SNAPSHOTS") == "1")
            File.WriteAllText(path, text.ToString().TrimEnd() + "\n");
        else
            Assert.Equal(text.ToString().TrimEnd() + "\n", File.ReadAllText(path));
    }

    private static void Verify(Model model, string name, int width, int height) =>
        Snapshot.Verify(Draw(model, width, height), $"{name.Replace(' ', '_')}_{width}x{height}", method: "State");

    private static string Draw(Model model, int width, int height) =>
        View.Draw(model with { Width = width, Height = height }, width, height).ToText();
}
