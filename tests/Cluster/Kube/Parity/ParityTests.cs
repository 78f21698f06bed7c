using System.Text.RegularExpressions;

namespace Helmstuck.Tests.Cluster.Kube.Parity;

/// <summary>
/// The same files, flags and environment to the real kubectl and to this program: the same request arrives at the same server, through the
/// same proxy, as the same user, or the same is said. What differs is in docs/kubectl-parity.md.
/// </summary>
public sealed class ParityTests(ITestOutputHelper output)
{
    /// <summary>Most of the time of some cases is waiting before a retry.</summary>
    private const int Lanes = 6;

    private const int Generated = 120;

    private const int Seed = 11;

    [Fact]
    public async Task This_program_does_as_kubectl_but_for_what_is_documented()
    {
        IReadOnlyList<ParityCase> cases = [.. HandwrittenCases.All, .. GeneratedCases.Of(Generated, Seed)];
        Assert.Equal(cases.Count, cases.Select(one => one.Name).Distinct().Count());
        var results = new ParityResult[cases.Count];
        var next = -1;
        await Task.WhenAll(
            Enumerable
                .Range(0, Lanes)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        await using var scene = new ParityScene();
                        for (var at = Interlocked.Increment(ref next); at < cases.Count; at = Interlocked.Increment(ref next))
                            results[at] = await ParityResult.OfAsync(cases[at], scene);
                    })
                )
        );
        var agree = results.Count(result => result.Agrees);
        output.WriteLine($"kubectl parity: {cases.Count} combinations, {agree} agree, {cases.Count - agree} differ as documented");
        var wrong = results.Where(result => !result.IsAsDocumented).Select(result => result.ToString()).ToList();
        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong));
    }

    [Fact]
    public void Each_documented_difference_is_seen_in_some_case()
    {
        var page = File.ReadAllText(Path.Combine(TestPrograms.RepositoryRoot, "docs/kubectl-parity.md"));
        var documented = Regex.Matches(page, "^\\| `([a-z0-9-]+)` \\|", RegexOptions.Multiline).Select(row => row.Groups[1].Value);
        Assert.Equal(
            HandwrittenCases.All.Select(one => one.Differs).OfType<string>().Distinct().Order(StringComparer.Ordinal),
            documented.Order(StringComparer.Ordinal)
        );
    }
}
