using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Helmstuck.Tests.Cluster.Health;

/// <summary>
/// A namespace with the release web, whose revision 2 is pending-upgrade, and what <c>explain</c> and the screen say of its workloads.
/// </summary>
internal sealed partial class StuckScene(ControlPlane plane, string space)
{
    public ControlPlane Plane => plane;

    public string Space => space;

    public static async Task<StuckScene> OpenAsync(ControlPlane plane) => new(plane, await plane.CreateNamespaceAsync("kinds"));

    /// <summary>Writes revision 1, deployed, and revision 2, pending-upgrade: the operation begins now.</summary>
    /// <param name="before">The manifest of revision 1, where it is not that of revision 2.</param>
    public async Task BeginAsync(string manifest, string? before = null)
    {
        await plane.SeedAsync(new SeedRecord(space, "web", 1, "deployed") { Manifest = before ?? manifest });
        await plane.SeedAsync(new SeedRecord(space, "web", 2, "pending-upgrade") { Manifest = manifest });
    }

    /// <summary>Waits until what was created before is older than what is created from now on: the API server counts in seconds.</summary>
    public static async Task NextSecondAsync()
    {
        var next = DateTime.UtcNow.AddSeconds(1);
        while (DateTime.UtcNow < next)
            await Task.Delay(50);
    }

    /// <summary>The Review. <paramref name="user"/>: null for the admin.</summary>
    public async Task<ReviewJson> ExplainAsync(ClusterUser? user = null)
    {
        using var cli = Cli(user);
        return await cli.ExplainAsync("web");
    }

    /// <summary>
    /// What an 80×24 terminal says of the workloads: answer 3 (and of helm-idle, if <paramref name="running"/>), and the Health page.
    /// </summary>
    private async Task<string> ScreenAsync(bool running)
    {
        using var cli = Cli(null);
        var result = await cli.RunAsync("screen", "web", "-n", space, "--size", "80x24", "--view", "health");
        Assert.True(result.ExitCode == 0, result.Error);
        var lines = result.Out.Split('\n');
        IEnumerable<string> idle = running ? Part("2 Running", "ci-jobs") : [];
        return string.Concat(
            idle.Concat(Part("3 Healthy", "4 Delete")).Concat(Part("STATE", "d delete")).Select(line => $"    |{line.TrimEnd()}\n")
        );

        IEnumerable<string> Part(string first, string end) =>
            lines
                .SkipWhile(line => !line.StartsWith(first, StringComparison.Ordinal))
                .TakeWhile(line => !line.Contains(end, StringComparison.Ordinal) && !string.IsNullOrWhiteSpace(line));
    }

    /// <summary>
    /// Compares <c>VERDICT, workloads STATE, helm-idle STATE</c> with what is expected, and gives the sentences: of each workload, of the
    /// two checks, and of the screen.
    /// </summary>
    public async Task<string> ExpectAsync(string state, string expected)
    {
        var review = await ExplainAsync();
        var verdicts = review.Workloads.Select(one => one.GetProperty("verdict").GetString()).Order(StringComparer.Ordinal);
        var (workloads, idle) = (review.Check("workloads"), review.Check("helm-idle"));
        Assert.Equal(
            $"{state}: {expected}",
            $"{state}: {string.Join(" + ", verdicts)}, workloads {workloads.State}, helm-idle {idle.State}"
        );
        var text = new StringBuilder($"{state} -> {review.Advice}\n");
        foreach (var one in review.Workloads)
            text.Append(
                "  " + string.Join(' ', new[] { "kind", "name", "verdict", "reason" }.Select(part => one.GetProperty(part))) + "\n"
            );
        text.Append(CultureInfo.InvariantCulture, $"  workloads {workloads.State}: {workloads.Summary}\n");
        text.Append(CultureInfo.InvariantCulture, $"  helm-idle {idle.State}: {idle.Summary}\n");
        text.Append(await ScreenAsync(idle.State == "fail"));
        return WithoutTimes(text.ToString()).Replace(space, "NAMESPACE", StringComparison.Ordinal);
    }

    public static string WithoutTimes(string text) => Age().Replace(Moment().Replace(text, "TIME"), "AGE");

    private ClusterCli Cli(ClusterUser? user) => new(plane, user ?? plane.AdminUser, space, idleAfter: TimeSpan.FromHours(-1));

    [GeneratedRegex(@"\d{4}-\d\d-\d\d|\d\d:\d\d:\d\dZ")]
    private static partial Regex Moment();

    [GeneratedRegex(@"(?<= )\d+[smh]\b")]
    private static partial Regex Age();
}
