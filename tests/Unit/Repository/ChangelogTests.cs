using System.Text.RegularExpressions;

namespace Helmstuck.Tests.Unit.Repository;

/// <summary>CHANGELOG.md has the form of keepachangelog.com 1.1.0, and upgrade notes for each version.</summary>
public sealed class ChangelogTests
{
    private static readonly string[] Kinds = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security", "Upgrade notes"];

    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(TestPrograms.RepositoryRoot, "CHANGELOG.md"));

    private static readonly IReadOnlyList<string> Versions = [.. Lines.Where(line => line.StartsWith("## ", StringComparison.Ordinal))];

    [Fact]
    public void It_names_its_form()
    {
        Assert.Equal("# Changelog", Lines[0]);
        Assert.Contains(Lines, line => line.Contains("https://keepachangelog.com/en/1.1.0/", StringComparison.Ordinal));
        Assert.Contains(Lines, line => line.Contains("https://semver.org/", StringComparison.Ordinal));
    }

    [Fact]
    public void Each_version_has_a_date_and_the_newest_comes_first()
    {
        Assert.NotEmpty(Versions);
        Assert.All(Versions, line => Assert.Matches(@"^## (\[Unreleased\]|\[\d+\.\d+\.\d+\] - (\d{4}-\d\d-\d\d|not yet released))$", line));
        var numbers = Versions
            .Select(line => Regex.Match(line, @"\d+\.\d+\.\d+").Value)
            .Where(number => number.Length > 0)
            .Select(Version.Parse)
            .ToList();
        Assert.Equal(numbers.OrderDescending(), numbers);
    }

    [Fact]
    public void The_version_that_is_built_has_a_section()
    {
        var properties = File.ReadAllText(Path.Combine(TestPrograms.RepositoryRoot, "Directory.Build.props"));
        var built = Regex.Match(properties, "<VersionPrefix>(.*)</VersionPrefix>").Groups[1].Value;
        Assert.Contains(Versions, line => line.StartsWith($"## [{built}]", StringComparison.Ordinal));
    }

    [Fact]
    public void Changes_are_of_the_known_kinds() =>
        Assert.All(Lines.Where(line => line.StartsWith("### ", StringComparison.Ordinal)), line => Assert.Contains(line[4..], Kinds));

    [Fact]
    public void Each_version_ends_with_upgrade_notes()
    {
        var text = string.Join('\n', Lines);
        Assert.All(
            text.Split("\n## [")[1..].Where(section => !section.StartsWith("Unreleased", StringComparison.Ordinal)),
            section => Assert.StartsWith("Upgrade notes", section.Split("\n### ")[^1], StringComparison.Ordinal)
        );
    }
}
