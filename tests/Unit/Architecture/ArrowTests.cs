namespace Helmstuck.Tests.Unit.Architecture;

public sealed class ArrowTests
{
    private static readonly (string, string) Surveyor = (
        "Survey/Surveyor.cs",
        "namespace Helmstuck.Survey; class Surveyor { public const int Limit = 1; public void Ask() { } }"
    );

    private static readonly (string, string) Grid = ("Terminal/Grid.cs", "namespace Helmstuck.Terminal; class Grid { }");

    [Fact]
    public void Files_use_only_what_their_room_may_use() => Findings.None(Arrows.Wrong(Sources.OfProduct));

    [Fact]
    public void Every_room_is_in_the_table() => Findings.None(Arrows.UnknownRooms(Sources.OfProduct));

    [Fact]
    public void The_table_names_only_rooms_that_exist() =>
        Assert.Empty(Rooms.MayUse.Keys.Except(Sources.OfProduct.Trees.Select(tree => Sources.RoomOf(tree.FilePath))));

    [Fact]
    public void The_table_leads_no_room_back_to_itself() => Assert.Empty(Arrows.Cycles(Rooms.MayUse));

    /// <summary>What source generators write is missing here; more than that would make this test blind.</summary>
    [Fact]
    public void The_compiler_knows_nearly_every_name() =>
        Assert.InRange(Sources.OfProduct.Mentions.Count(mention => mention.Symbol is null), 0, Sources.OfProduct.Mentions.Length / 1000);

    [Theory]
    [InlineData("class X { Surveyor? s; }", "Surveyor")]
    [InlineData("class X { Survey.Surveyor? s; }", "Surveyor")]
    [InlineData("class X { object s = new Helmstuck.Survey.Surveyor(); }", "Surveyor")]
    [InlineData("class X { int s = Surveyor.Limit; }", "Surveyor")]
    [InlineData("class X { int s = L; }", "Surveyor.Limit")]
    [InlineData("class X { A? s; }", "Surveyor")]
    public void An_arrow_upwards_is_found(string text, string symbol)
    {
        var usings = "using Helmstuck.Survey;\nusing A = Helmstuck.Survey.Surveyor;\n";
        if (text.Contains(" L;", StringComparison.Ordinal))
            usings = "using static Helmstuck.Survey.Surveyor;\n";
        var sources = Sources.Of(Surveyor, ("Runbook/X.cs", $"{usings}namespace Helmstuck.Runbook;\n{text.Replace(" L;", " Limit;")}"));
        Assert.Contains($"src/Runbook/X.cs → src/Survey/Surveyor.cs ({symbol})", Arrows.Wrong(sources));
    }

    [Fact]
    public void A_type_that_is_never_spelled_out_is_found()
    {
        var sources = Sources.Of(
            Surveyor,
            ("Runbook/Facts.cs", "namespace Helmstuck.Runbook;\nclass Facts { public Helmstuck.Survey.Surveyor Source => new(); }"),
            ("Runbook/X.cs", "namespace Helmstuck.Runbook;\nclass X { void Go(Facts facts) { var source = facts.Source; source.Ask(); } }")
        );
        Assert.Contains("src/Runbook/X.cs → src/Survey/Surveyor.cs (Surveyor.Ask)", Arrows.Wrong(sources));
    }

    [Theory]
    [InlineData("Tui/Views", "Tui/Update")]
    [InlineData("Tui/Update", "Tui/Views")]
    [InlineData("Tui/State", "Tui/Loop")]
    [InlineData("Kube/Exec", "Kube/Transport")]
    [InlineData("Kube", "Kube/Client")]
    [InlineData("Helm/Manifests", "Helm/Records")]
    [InlineData("Helm/Outlook", "Helm/Payload")]
    [InlineData("Runbook", "Runbook/Checks")]
    [InlineData("Runbook/Checks", "Runbook/Reviewing")]
    [InlineData("Health", "Kube")]
    [InlineData("Cli", "Demo")]
    [InlineData("Go", "Terminal")]
    public void An_arrow_between_rooms_is_found(string from, string to)
    {
        var sources = Sources.Of(
            ($"{to}/Used.cs", $"namespace Helmstuck.{to.Replace('/', '.')};\nclass Used {{ }}"),
            (
                $"{from}/X.cs",
                $"using Helmstuck.{to.Replace('/', '.')};\nnamespace Helmstuck.{from.Replace('/', '.')};\nclass X {{ Used? u; }}"
            )
        );
        Assert.Equal([$"src/{from}/X.cs → src/{to}/Used.cs (Used)"], Arrows.Wrong(sources));
    }

    [Fact]
    public void The_command_line_holds_no_terminal()
    {
        var sources = Sources.Of(
            Grid,
            ("Terminal/Clean.cs", "namespace Helmstuck.Terminal; class Clean { }"),
            ("Cli/X.cs", "using Helmstuck.Terminal;\nnamespace Helmstuck.Cli;\nclass X { Clean? c; Grid? g; }")
        );
        Assert.Equal(["src/Cli/X.cs → src/Terminal/Grid.cs (Grid)"], Arrows.Wrong(sources));
    }

    [Theory]
    [InlineData("/// <summary>See <see cref=\"Surveyor\"/>.</summary>\nclass X { string s = \"Survey.Surveyor\"; }")]
    [InlineData("// Surveyor\nclass X { int Surveyor; }")]
    public void Words_of_comments_and_texts_are_no_arrows(string text) =>
        Assert.Empty(
            Arrows.Wrong(Sources.Of(Surveyor, ("Runbook/X.cs", $"using Helmstuck.Survey;\nnamespace Helmstuck.Runbook;\n{text}")))
        );

    [Fact]
    public void A_cycle_of_the_table_is_found() =>
        Assert.Equal(
            ["Helm/Records", "Helm/Payload"],
            Arrows.Cycles(
                new Dictionary<string, string[]>
                {
                    ["Helm/Records"] = ["Helm/Payload"],
                    ["Helm/Payload"] = ["Helm/*"],
                    ["Go"] = [],
                }
            )
        );

    [Fact]
    public void A_room_that_the_table_does_not_know_is_found() =>
        Assert.Equal(["Attic"], Arrows.UnknownRooms(Sources.Of(("Attic/X.cs", "namespace Helmstuck.Attic; class X { }"))));
}
