namespace Helmstuck.Tests.Unit.Architecture;

public sealed class ArrowTests
{
    private static readonly string Root = Path.Combine(TestPrograms.RepositoryRoot, "src");

    private static IEnumerable<(string Path, string Text)> Sources =>
        Directory
            .EnumerateFiles(Root, "*.cs", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => (Path.GetRelativePath(Root, path), File.ReadAllText(path)));

    [Fact]
    public void Parts_use_only_the_parts_below_them() => Assert.Empty(Sources.SelectMany(source => Arrows.Wrong(source.Path, source.Text)));

    [Fact]
    public void Every_part_is_known() =>
        Assert.Equal(
            Arrows.Allowed.Keys.Order(),
            Directory.EnumerateDirectories(Root).Select(Path.GetFileName).Where(name => name is not ("bin" or "obj")).Order()
        );

    [Fact]
    public void Pure_parts_touch_no_clock_environment_console_file_or_network() =>
        Assert.Empty(Sources.SelectMany(source => Purity.Breaches(source.Path, source.Text)));

    [Fact]
    public void Files_can_be_read_in_one_go() =>
        Assert.Empty(Sources.Where(source => source.Text.Count(letter => letter == '\n') > 400).Select(source => source.Path));

    [Fact]
    public void No_warning_of_the_native_compiler_is_suppressed() =>
        Assert.Empty(
            Sources
                .Where(source =>
                    source.Text.Contains("UnconditionalSuppressMessage", StringComparison.Ordinal)
                    || System.Text.RegularExpressions.Regex.IsMatch(source.Text, @"#pragma\s+warning\s+disable[^\n]*\bIL\d")
                )
                .Select(source => source.Path)
        );

    [Theory]
    [InlineData("Helm/X.cs", "using Helmstuck.Kube;\nnamespace Helmstuck.Helm;", "Helm/X.cs: Helm may not use Kube")]
    [InlineData(
        "Runbook/X.cs",
        "namespace Helmstuck.Runbook;\nclass X { Helmstuck.Survey.Surveyor? s; }",
        "Runbook/X.cs: Runbook may not use Survey"
    )]
    [InlineData(
        "Runbook/X.cs",
        "namespace Helmstuck.Runbook;\nclass X { Survey.Surveyor? s; }",
        "Runbook/X.cs: Runbook may not use Survey"
    )]
    [InlineData("Tui/X.cs", "using static Helmstuck.Cli.CommandLine;\nnamespace Helmstuck.Tui;", "Tui/X.cs: Tui may not use Cli")]
    [InlineData(
        "Terminal/X.cs",
        "using Clean = Helmstuck.Helm.ReleaseStatus;\nnamespace Helmstuck.Terminal;",
        "Terminal/X.cs: Terminal may not use Helm"
    )]
    [InlineData(
        "Health/X.cs",
        "using Helmstuck.Kube.Transport;\nnamespace Helmstuck.Health;",
        "Health/X.cs: Health may not use Kube.Transport"
    )]
    [InlineData("Cli/X.cs", "using Helmstuck.Demo;\nnamespace Helmstuck.Cli;", "Cli/X.cs: Cli may not use Demo")]
    [InlineData(
        "Cli/X.cs",
        "using Helmstuck.Terminal;\nnamespace Helmstuck.Cli;\nclass X { TerminalSession? s; }",
        "Cli/X.cs: Cli may not use Terminal.TerminalSession"
    )]
    [InlineData("Helm/X.cs", "namespace Helmstuck.Kube;", "Helm/X.cs: its namespace is Helmstuck.Kube")]
    public void A_wrong_arrow_is_found(string path, string text, string finding) => Assert.Equal([finding], Arrows.Wrong(path, text));

    [Theory]
    [InlineData("Helm/X.cs", "using Helmstuck.Kube.Resources;\nnamespace Helmstuck.Helm;")]
    [InlineData("Cli/X.cs", "using Helmstuck.Terminal;\nnamespace Helmstuck.Cli;\nclass X { string s = Clean.Line(\"\"); }")]
    [InlineData(
        "Runbook/X.cs",
        "namespace Helmstuck.Runbook;\n/// <summary>See Survey.Surveyor.</summary>\nclass X { string s = \"Survey.Surveyor\"; }"
    )]
    [InlineData("Cli/Printers/X.cs", "namespace Helmstuck.Cli.Printers;")]
    public void A_right_arrow_is_none(string path, string text) => Assert.Empty(Arrows.Wrong(path, text));

    [Theory]
    [InlineData("Helm/X.cs", "class X { long t = System.DateTime.UtcNow.Ticks; }")]
    [InlineData("Runbook/X.cs", "class X { var t = TimeProvider.System; }")]
    [InlineData("Health/X.cs", "class X { string? s = Environment.GetEnvironmentVariable(\"A\"); }")]
    [InlineData("Tui/Views/X.cs", "class X { bool b = File.Exists(\"a\"); }")]
    [InlineData("Tui/Update/X.cs", "class X { Task t = Task.Delay(1); }")]
    public void A_breach_of_purity_is_found(string path, string text) => Assert.Single(Purity.Breaches(path, text));

    [Theory]
    [InlineData("Kube/X.cs", "class X { Task t = Task.Delay(1); }")]
    [InlineData("Tui/EffectRunner.cs", "class X { Task t = Task.Delay(1); }")]
    [InlineData("Helm/X.cs", "/// <summary>Not File.Exists.</summary>\nclass X { string s = \"Environment.\"; int Profile.Existing; }")]
    public void A_clean_file_has_none(string path, string text) => Assert.Empty(Purity.Breaches(path, text));
}
