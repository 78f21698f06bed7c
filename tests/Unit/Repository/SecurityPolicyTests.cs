using System.Text.RegularExpressions;

namespace Helmstuck.Tests.Unit.Repository;

public sealed class SecurityPolicyTests
{
    private static readonly string[] Rows =
    [
        .. File.ReadLines(Path.Combine(TestPrograms.RepositoryRoot, "SECURITY.md"))
            .Where(line =>
                line.StartsWith("| ", StringComparison.Ordinal)
                && !line.StartsWith("| promise |", StringComparison.Ordinal)
                && !line.StartsWith("| attack |", StringComparison.Ordinal)
            ),
    ];

    private static readonly HashSet<string> TestClasses =
    [
        .. new[] { "Unit", "Cluster", "Terminal" }
            .SelectMany(part =>
                Directory.EnumerateFiles(Path.Combine(TestPrograms.RepositoryRoot, "tests", part), "*Tests.cs", SearchOption.AllDirectories)
            )
            .Select(path => Path.GetFileNameWithoutExtension(path)),
    ];

    public static TheoryData<string> Promises => [.. Rows.Select(row => row.Split('|')[1].Trim())];

    [Theory]
    [MemberData(nameof(Promises))]
    public void Promise_names_test_classes_that_exist(string promise)
    {
        var row = Assert.Single(Rows, row => row.StartsWith($"| {promise} |", StringComparison.Ordinal));
        var named = Regex.Matches(row.Split('|')[2], "`([A-Za-z]+)`").Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(named);
        Assert.Empty(named.Except(TestClasses));
    }
}
