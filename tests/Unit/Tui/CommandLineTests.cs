using Helmstuck.Runbook;
using Helmstuck.Tui.Keys;
using Helmstuck.Tui.State;
using Helmstuck.Tui.Views;

namespace Helmstuck.Tests.Unit.Tui;

/// <summary>The command line, as in k9s.</summary>
public sealed class CommandLineTests
{
    private static readonly string[] Contexts = ["gprd", "gprd-eu", "gstg"];

    private static ModelDriver Screen =>
        new(Fixtures.Screen(Fixtures.Healthy(), Fixtures.Row("registry", 1, "pending-install", minutes: 9000)));

    private static ModelDriver Typed(string line) =>
        Screen.Press(":").Send(new Message.ContextsArrived(Contexts)).Type(line).Press("Enter");

    [Theory]
    [InlineData("ns shop", "shop")]
    [InlineData("namespace  shop ", "shop")]
    [InlineData("ns all", null)]
    [InlineData("ns -A", null)]
    public void Ns_changes_the_namespace(string line, string? name)
    {
        var play = Typed(line);
        Assert.Null(play.Model.Overlay);
        Assert.Equal(name, play.Single<Effect.FetchList>().Scope.Namespace);
    }

    [Fact]
    public void Ns_without_a_name_offers_the_namespaces() => Assert.IsType<Overlay.Namespaces>(Typed("ns").Model.Overlay);

    [Fact]
    public void Ctx_opens_another_context_and_the_screen_begins_again()
    {
        var play = Typed("ctx gstg");
        Assert.Equal("gstg", play.Single<Effect.ChangeContext>().Name);
        play.Send(new Message.ContextChanged(null)).Single<Effect.BeginAgain>();
    }

    [Fact]
    public void A_context_that_cannot_be_opened_leaves_the_screen_as_it_is()
    {
        var play = Typed("ctx nowhere").Send(new Message.ContextChanged("error: context \"nowhere\" does not exist"));
        Assert.Equal(NoticeKind.Error, play.Model.Notice!.Kind);
        Assert.Empty(play.Effects.OfType<Effect.BeginAgain>());
    }

    [Theory]
    [InlineData("ctx gprd", "The context is gprd already.")]
    [InlineData("ctx", "Contexts: gprd, gprd-eu, gstg")]
    [InlineData("rollback", "Unknown command “rollback”.")]
    [InlineData("sort size", "The list has no column “size”")]
    [InlineData("q now", "Too much text: :q.")]
    public void What_cannot_be_carried_out_is_said(string line, string said)
    {
        var play = Typed(line);
        Assert.StartsWith(said, play.Model.Notice!.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(play.Effects, effect => effect is not Effect.FetchContexts);
    }

    [Fact]
    public void An_unknown_command_stays_to_be_mended()
    {
        var play = Typed("rollbck");
        Assert.Equal("rollbck", ((Overlay.CommandLine)play.Model.Overlay!).Typed);
        Assert.Contains(" :rollbck", View.Draw(play.Model, 80, 24).ToText(), StringComparison.Ordinal);
        Assert.Null(play.Press("Esc").Model.Overlay);
    }

    [Fact]
    public void Q_quits_and_help_helps()
    {
        Typed("q").Single<Effect.Quit>();
        Assert.IsType<Overlay.Help>(Typed("help").Model.Overlay);
        Assert.True(Typed("all").Single<Effect.FetchList>().Scope.All);
        Assert.True(Typed("deep").Single<Effect.FetchList>().Scope.Deep);
        Assert.Equal(SortColumn.Age, Typed("sort age").Model.Sort);
    }

    [Theory]
    [InlineData("s", "sort")]
    [InlineData("he", "help")]
    [InlineData("ctx gp", "ctx gprd")]
    [InlineData("ctx gs", "ctx gstg")]
    [InlineData("ctx x", "ctx x")]
    [InlineData("ns sh", "ns shop")]
    [InlineData("sort re", "sort revision")]
    [InlineData("bogus x", "bogus x")]
    public void Tab_completes_as_far_as_it_is_certain(string typed, string completed)
    {
        var play = Screen.Press(":").Send(new Message.ContextsArrived(Contexts)).Type(typed);
        play.Send(new Message.NamespacesArrived(new NamespaceList(["default", "shop"], null))).Press("Tab");
        Assert.Equal(completed, ((Overlay.CommandLine)play.Model.Overlay!).Typed);
    }

    [Fact]
    public void The_namespaces_are_read_once_when_they_can_be_completed()
    {
        var play = Screen.Press(":").Type("ns gitlab");
        play.Single<Effect.FetchNamespaces>();
    }

    [Fact]
    public void Every_command_is_known_by_all_its_words()
    {
        Assert.All(LineCommand.All, command => Assert.All(command.Words, word => Assert.Same(command, LineCommand.Named(word))));
        Assert.Equal(
            LineCommand.All.Sum(command => command.Words.Length),
            LineCommand.All.SelectMany(command => command.Words).Distinct().Count()
        );
    }

    [Fact]
    public void S_sorts_by_each_column_and_the_header_says_which()
    {
        var model = Screen.Model with { Width = 120, Height = 40 };
        string[] seen =
        [
            .. Enumerable
                .Range(0, 5)
                .Select(_ =>
                {
                    model = new ModelDriver(model).Press("S").Model;
                    return $"{model.Sort} {model.Rows[0].Release} {Header(model)}";
                }),
        ];
        Assert.Equal(
            [
                "Name gitlab-cny RELEASE↑ STATUS REV AGE",
                "Status registry RELEASE STATUS↑ REV AGE",
                "Revision gitlab-cny RELEASE STATUS REV↓ AGE",
                "Age gitlab-cny RELEASE STATUS REV AGE↑",
                "None gitlab-cny RELEASE STATUS REV AGE",
            ],
            seen
        );
        Assert.Equal(Fixtures.Key, model.Selected);
    }

    [Fact]
    public void A_deep_search_shows_how_far_it_is_and_Esc_stops_it()
    {
        var play = Screen.Press("s").Send(new Message.Progressed(12, 41));
        Assert.Contains("█████░░░░░░░░░░░░░░░ 12 of 41 releases read", View.Draw(play.Model, 80, 24).ToText(), StringComparison.Ordinal);
        play.Forget().Press("Esc");
        Assert.False(play.Single<Effect.FetchList>().Scope.Deep);
        Assert.Equal("The deeper search was stopped.", play.Model.Notice!.Text);
    }

    [Fact]
    public void Esc_stops_a_long_review_and_r_reads_again()
    {
        ModelDriver Reading(Review review) =>
            new(Fixtures.Screen(review) with { ReviewFetch = new Fetch(7, Quiet: false, Fixtures.Now.AddSeconds(-2)) });
        var play = Reading(Fixtures.Loading());
        Assert.Contains("Esc stop", View.Draw(play.Model, 80, 24).ToText(), StringComparison.Ordinal);
        play.Press("Esc");
        play.Single<Effect.DropReview>();
        var stopped = View.Draw(play.Model, 80, 24).ToText();
        Assert.Contains("The read was stopped.", stopped, StringComparison.Ordinal);
        Assert.DoesNotContain("reading …", stopped, StringComparison.Ordinal);
        play.Press("d");
        Assert.Contains("could not be read: The read was stopped.", play.Model.Notice!.Text, StringComparison.Ordinal);
        play.Forget().Press("r").Single<Effect.FetchReview>();

        Assert.NotNull(Reading(Fixtures.Healthy()).Press("Esc").Model.Review);
    }

    [Fact]
    public void Esc_stops_the_first_read_and_r_reads_again()
    {
        var play = new ModelDriver(Fixtures.Model()).Press("r").Forget().Press("Esc");
        play.Single<Effect.DropList>();
        Assert.Contains("The read was stopped.", View.Draw(play.Model, 80, 24).ToText(), StringComparison.Ordinal);
        play.Forget().Press("r").Single<Effect.FetchList>();
    }

    [Fact]
    public void Y_copies_and_says_so()
    {
        var play = Screen.Press("y");
        Assert.Contains("kubectl delete --raw", play.Single<Effect.Copy>().Text, StringComparison.Ordinal);
        Assert.DoesNotContain("clipboard", View.Draw(play.Model, 80, 24).ToText(), StringComparison.Ordinal);
        Assert.Contains(
            "Copied to the clipboard of your terminal",
            View.Draw(play.Send(new Message.Copied(null)).Model, 80, 24).ToText(),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Not copied: it is longer than a terminal takes.",
            View.Draw(play.Send(new Message.Copied("it is longer than a terminal takes")).Model, 80, 24).ToText(),
            StringComparison.Ordinal
        );
    }

    private static string Header(Model model) =>
        string.Join(
            ' ',
            View.Draw(model, 120, 40)
                .ToText()
                .Split('\n')
                .Single(line => line.Contains("RELEASE", StringComparison.Ordinal))
                .Split('│')[1]
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );
}
