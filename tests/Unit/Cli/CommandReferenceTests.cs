using System.Text;
using System.Text.RegularExpressions;

namespace Helmstuck.Tests.Unit.Cli;

/// <summary><c>docs/commands.md</c> is what <c>--help</c> prints, for each command.</summary>
public sealed class CommandReferenceTests
{
    [Fact]
    public async Task The_reference_is_what_help_prints()
    {
        var path = Path.Combine(TestPrograms.RepositoryRoot, "docs/commands.md");
        var expected = await ReferenceAsync();
        if (Environment.GetEnvironmentVariable("ACCEPT_SNAPSHOTS") == "1")
            await File.WriteAllTextAsync(path, expected);
        Assert.True(
            expected == await File.ReadAllTextAsync(path),
            "docs/commands.md is not what --help prints: run this test with ACCEPT_SNAPSHOTS=1, which writes it."
        );
    }

    private static async Task<string> ReferenceAsync()
    {
        using var cli = new CliScene();
        async Task<string> HelpAsync(params string[] command) => (await cli.RunAsync([.. command, "--help"])).Out.TrimEnd();

        var text = new StringBuilder(
            "# Commands\n\nWhat `--help` prints; the options of the first section are those of every command. "
                + "A test compares this page with the program.\n"
        );
        var root = await HelpAsync();
        var everywhere = root.Split('\n').Where(line => line.StartsWith("  -", StringComparison.Ordinal)).Select(Normal).ToHashSet();
        Section("kubectl helmstuck", root);
        foreach (var command in Commands(root))
        {
            var help = await HelpAsync(command);
            Section($"kubectl helmstuck {command}", help);
            foreach (var sub in Commands(help))
                Section($"kubectl helmstuck {command} {sub}", await HelpAsync(command, sub));
        }
        return text.ToString();

        // The options of the first section are those of every other one too.
        void Section(string title, string help) =>
            text.Append(null, $"\n## {title}\n\n```text\n{(help == root ? help : Own(help))}\n```\n");
        string Own(string help) => string.Join('\n', help.Split('\n').Where(line => !everywhere.Contains(Normal(line))));
    }

    /// <summary>A line whatever the width of its columns.</summary>
    private static string Normal(string line) => Regex.Replace(line, " +", " ");

    /// <summary>The subcommands that a help text names.</summary>
    private static IEnumerable<string> Commands(string help)
    {
        var from = help.IndexOf("\nCommands:\n", StringComparison.Ordinal);
        return from < 0
            ? []
            : help[(from + 1)..]
                .Split('\n')
                .Skip(1)
                .TakeWhile(line => line.Length > 0)
                .Select(line => Regex.Match(line, @"^  (\w+)"))
                .Where(found => found.Success)
                .Select(found => found.Groups[1].Value);
    }
}
