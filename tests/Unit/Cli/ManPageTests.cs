using System.CommandLine;
using System.Text.RegularExpressions;
using Helmstuck.Cli;

namespace Helmstuck.Tests.Unit.Cli;

/// <summary>The manual page says what the commands and flags are, all of them.</summary>
public sealed class ManPageTests
{
    [Fact]
    public async Task Every_command_has_a_section()
    {
        var (page, help) = await ReadAsync();
        var commands = Regex
            .Matches(Section(help, "Commands:"), @"^  (\w+)", RegexOptions.Multiline)
            .Select(found => found.Groups[1].Value);
        Assert.NotEmpty(commands);
        Assert.All(commands, command => Assert.Contains($".SS kubectl helmstuck {command}", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_global_flag_is_there()
    {
        var (page, help) = await ReadAsync();
        var flags = Regex.Matches(Section(help, "Options:"), @"(?<=^  .*)--[a-z-]+|(?<=^  )-\w(?=,)", RegexOptions.Multiline);
        Assert.True(flags.Count > 25, help);
        var globals = page[page.IndexOf(".SH GLOBAL FLAGS", StringComparison.Ordinal)..];
        Assert.All(
            flags,
            flag => Assert.Contains(flag.Value.Replace("-", "\\-", StringComparison.Ordinal), globals, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Every_flag_of_a_command_is_there()
    {
        using var cli = new CliScene();
        var page = (await cli.RunAsync("__man")).Out;
        Assert.All(
            new[] { "--revision N", "--mark-failed", "--attest ci-jobs", "--exit-code", "--size" },
            flag => Assert.Contains($"{flag.Replace("-", "\\-", StringComparison.Ordinal)}", page, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void What_the_formatter_would_act_on_is_escaped()
    {
        var root = new RootCommand(".TH \\fB a-b");
        root.Add(new Command("one", "'quoted \\ text"));
        var page = ManPage.Of(root, new BuildFacts("1.2.3", null, "2026-01-02T03:04:05Z"));
        Assert.Contains("\n\\&.TH \\efB a\\-b\n", page, StringComparison.Ordinal);
        Assert.Contains("\n\\&'quoted \\e text.\n", page, StringComparison.Ordinal);
        Assert.Contains("\"2026-01-02\" \"kubectl\\-helmstuck 1.2.3\"", page, StringComparison.Ordinal);
    }

    private static async Task<(string Page, string Help)> ReadAsync()
    {
        using var cli = new CliScene();
        return ((await cli.RunAsync("__man")).Out, (await cli.RunAsync("--help")).Out);
    }

    private static string Section(string help, string title)
    {
        var start = help.IndexOf(title, StringComparison.Ordinal);
        Assert.True(start >= 0, help);
        var end = help.IndexOf("\n\n", start, StringComparison.Ordinal);
        return end < 0 ? help[start..] : help[start..end];
    }
}
