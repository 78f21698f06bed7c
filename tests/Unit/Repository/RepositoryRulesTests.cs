using System.Text.RegularExpressions;

namespace Helmstuck.Tests.Unit.Repository;

/// <summary>What CONTRIBUTING.md asks of tests, and what no file of the repository may hold.</summary>
public sealed partial class RepositoryRulesTests
{
    private const int LongestLine = 140;

    private static IEnumerable<(string Path, string Text)> Sources =>
        RepositoryFiles
            .Under("tests")
            .Concat(RepositoryFiles.Under("bench"))
            .Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal));

    private static IEnumerable<(string Path, string Text)> Scripts =>
        RepositoryFiles
            .Under("tests")
            .Concat(RepositoryFiles.Under("bench"))
            .Where(file => file.Path.EndsWith(".sh", StringComparison.Ordinal));

    [Fact]
    public void Test_names_have_at_most_80_characters() => Assert.Empty(Found(LongName(), Sources));

    [Fact]
    public void No_test_is_skipped() => Assert.Empty(Found(Skipped(), Sources));

    [Fact]
    public void Lines_of_tests_are_short_but_for_raw_data() =>
        Assert.Empty(
            Sources
                .SelectMany(file => LongLines(file.Path, file.Text, raw: true))
                .Concat(Scripts.SelectMany(file => LongLines(file.Path, file.Text, raw: false)))
        );

    [Fact]
    public void No_file_names_a_path_of_this_machine()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string[] paths = [$"{TestPrograms.RepositoryRoot}/src", $"{TestPrograms.RepositoryRoot}/tests", $"{home}/.nuget", $"{home}/.cache"];
        Assert.Empty(Found(new Regex(string.Join('|', paths.Select(Regex.Escape))), RepositoryFiles.Under("")));
    }

    [Fact]
    public void No_file_names_the_host_of_a_package_registry() => Assert.Empty(Found(RegistryHost(), RepositoryFiles.Under("")));

    [Theory]
    [InlineData("x", 1)]
    [InlineData("\"\"\"x\"\"\"", 0)]
    [InlineData("\"\"\"\nx\n\"\"\"", 0)]
    [InlineData("\"\"\"\nx\n\"\"\"\nx", 1)]
    public void Long_line_counts_outside_of_raw_strings(string text, int count) =>
        Assert.Equal(
            count,
            LongLines("a.cs", text.Replace("x", new string('x', LongestLine + 1), StringComparison.Ordinal), raw: true).Count()
        );

    [Theory]
    [InlineData("https://api.nuget{0}org/v3/index.json")]
    [InlineData("https://nuget.artifactory{0}example/api")]
    [InlineData("https://registry.npmjs{0}org")]
    public void Registry_hosts_are_recognized(string address) => Assert.Matches(RegistryHost(), string.Format(null, address, '.'));

    private static IEnumerable<string> Found(Regex wrong, IEnumerable<(string Path, string Text)> files) =>
        files.SelectMany(file => wrong.Matches(file.Text).Select(match => $"{file.Path}: {match.Value}"));

    private static IEnumerable<string> LongLines(string path, string text, bool raw)
    {
        var inside = false;
        foreach (var (number, line) in text.Split('\n').Index())
        {
            var marks = raw ? RawMark().Count(line) : 0;
            if (line.Length > LongestLine && !inside && marks == 0)
                yield return $"{path}:{number + 1}: {line.Length} characters";
            inside ^= marks % 2 == 1;
        }
    }

    [GeneratedRegex("\"{3,}")]
    private static partial Regex RawMark();

    [GeneratedRegex(@"\b\w{81,}(?=\()")]
    private static partial Regex LongName();

    [GeneratedRegex(@"\[(?:Fact|Theory|InlineData|MemberData)\([^)\]]*\bSkip\w*\s*=|\bAssert\.Skip\w*\(")]
    private static partial Regex Skipped();

    [GeneratedRegex(
        @"\b(?:nuget\.org|npmjs\.org|pypi\.org|crates\.io|proxy\.golang\.org|pkgs\.dev\.azure\.com)\b"
            + @"|\b(?:artifactory|jfrog|nexus)[\w-]*\.[a-z]+\b"
    )]
    private static partial Regex RegistryHost();
}
