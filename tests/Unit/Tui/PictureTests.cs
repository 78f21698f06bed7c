using Helmstuck.Tui.Views;

namespace Helmstuck.Tests.Unit.Tui;

/// <summary>The pictures of the README are the program's own frames; <c>ACCEPT_SNAPSHOTS=1</c> writes them.</summary>
public sealed class PictureTests
{
    [Theory]
    [InlineData("review", "Stuck and blocked", "A stuck release, and why it is not deleted yet", 120, 34)]
    [InlineData("dialog", "The dialog in production", "The dialog before a delete, in production", 100, 26)]
    [InlineData("outlook", "Outlook", "What Helm will do next", 100, 30)]
    public void The_picture_is_the_frame(string name, string state, string title, int width, int height)
    {
        var model = ScreenStates.All.Single(one => one.Name == state).Model;
        var svg = SvgFrame.Of(View.Draw(model with { Width = width, Height = height }, width, height), title);
        var path = Path.Combine(TestPrograms.RepositoryRoot, "docs", "images", name + ".svg");
        if (Environment.GetEnvironmentVariable("ACCEPT_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, svg);
        }
        else
            Assert.Equal(svg, File.ReadAllText(path));
    }

    [Fact]
    public void The_readme_shows_each_before_its_first_section()
    {
        var top = File.ReadAllText(Path.Combine(TestPrograms.RepositoryRoot, "README.md")).Split("\n## ")[0];
        Assert.All(
            Directory.GetFiles(Path.Combine(TestPrograms.RepositoryRoot, "docs", "images"), "*.svg"),
            file => Assert.Contains($"docs/images/{Path.GetFileName(file)}", top, StringComparison.Ordinal)
        );
    }
}
