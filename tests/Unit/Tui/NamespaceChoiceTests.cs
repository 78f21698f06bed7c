using Helmstuck.Tui.State;
using Helmstuck.Tui.Views;

namespace Helmstuck.Tests.Unit.Tui;

/// <summary>The list of namespaces: the marked line is the one that Enter takes.</summary>
public sealed class NamespaceChoiceTests
{
    private static readonly string[] Known = ["default", "gitlab", "gitlab-runners", "kube-system"];

    private static ModelDriver Opened(params string[] names) =>
        new ModelDriver(Fixtures.Screen(Fixtures.Healthy())).Press("n").Send(new Message.NamespacesArrived(new NamespaceList(names, null)));

    [Theory]
    [InlineData("", "gitlab")]
    [InlineData("run", "gitlab-runners")]
    [InlineData("gitlab", "gitlab")]
    [InlineData("(", null)]
    [InlineData("absent", null)]
    public void The_marked_line_is_what_Enter_takes(string typed, string? marked)
    {
        var play = Opened(Known).Type(typed);
        Assert.Equal(marked, Marked(play.Model));
        if (marked is not null)
            Assert.Equal(marked, play.Press("Enter").Single<Effect.FetchList>().Scope.Namespace);
    }

    [Fact]
    public void The_arrows_begin_at_the_marked_line() => Assert.Equal("kube-system", Marked(Opened(Known).Press("Down", "Down").Model));

    [Fact]
    public void More_lines_than_fit()
    {
        var play = Opened([.. Enumerable.Range(1, 40).Select(number => $"team-{number:00}")]).Press("Down");
        Snapshot.Verify(View.Draw(play.Model, 80, 24).ToText(), "80x24");
    }

    private static string? Marked(Model model) =>
        View.Draw(model, 80, 24)
            .ToText()
            .Split('\n')
            .Select(line => line.IndexOf("│ ▸ ", StringComparison.Ordinal) is >= 0 and var at ? line[(at + 4)..].Split(' ')[0] : null)
            .FirstOrDefault(name => name is not null);
}
