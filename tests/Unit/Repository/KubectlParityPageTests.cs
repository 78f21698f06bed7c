using System.Text.RegularExpressions;

namespace Helmstuck.Tests.Unit.Repository;

/// <summary>The rules of docs/kubectl-parity.md: each has a test that exists, and the groups of cases that it names exist, too.</summary>
public sealed class KubectlParityPageTests
{
    private const int Rules = 43;

    private static readonly string[][] Rows =
    [
        .. RepositoryFiles
            .Under("docs")
            .Single(file => file.Path == "docs/kubectl-parity.md")
            .Text.Split('\n')
            .Where(line => Regex.IsMatch(line, @"^\| \d+ \|"))
            .Select(line => line.Trim('|', ' ').Split(" | ")),
    ];

    private static readonly string Tests = string.Concat(
        RepositoryFiles.Under("tests").Where(file => file.Path.EndsWith("Tests.cs", StringComparison.Ordinal)).Select(file => file.Text)
    );

    private static readonly string Cases = string.Concat(RepositoryFiles.Under("tests/Cluster/Kube/Parity").Select(file => file.Text));

    [Fact]
    public void Each_rule_has_its_row_with_the_file_that_it_comes_from()
    {
        Assert.Equal(Enumerable.Range(1, Rules).Select(number => $"{number}"), Rows.Select(row => row[0]));
        Assert.All(Rows, row => Assert.Matches(@"(/[a-z_0-9]+(\.go)?)+", row[2]));
    }

    [Fact]
    public void Each_test_that_is_named_exists()
    {
        foreach (var row in Rows)
        {
            var names = Regex.Matches(row[3], "`([A-Za-z0-9_]+)`").Select(name => name.Groups[1].Value).ToList();
            Assert.NotEmpty(names);
            Assert.All(names, name => Assert.Matches($@"(class|Task|void) {name}\b", Tests));
        }
    }

    [Fact]
    public void Each_group_of_cases_that_is_named_exists()
    {
        foreach (
            var words in Rows.SelectMany(row => Regex.Matches(row[3], @"`ParityTests` \(([^)]+)\)")).Select(match => match.Groups[1].Value)
        )
            Assert.All(words.Split(", "), word => Assert.Contains($"\"{word}", Cases, StringComparison.Ordinal));
    }
}
