using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Helmstuck.Tests.Cluster.Faults;

/// <summary>
/// Commands some of whose requests meet a fault, and all others do not: they never say that nothing is stuck, that a check is passed or
/// that something was changed without having seen it.
/// </summary>
public sealed class FaultedCommandTests(SharedControlPlane shared, ITestOutputHelper output)
{
    private const int AtOnce = 24;
    private const string Stuck = "pending-upgrade";

    private static readonly TimeSpan Old = TimeSpan.FromHours(-1);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task List_never_hides_a_stuck_release()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("faults");
        await plane.SeedHistoryAsync(space, "web", "deployed", Stuck);
        var empty = await plane.CreateNamespaceAsync("faults");
        await plane.SeedHistoryAsync(empty, "web", "deployed");
        await EachAsync(
            "list",
            AimedRequest.OfList,
            async (proxy, aim, fault) =>
            {
                using var cli = Cli(plane, space, proxy);
                var found = await cli.RunAsync("list");
                if (
                    found.ExitCode == 0
                        ? !found.Out.Contains(Stuck, StringComparison.Ordinal)
                        : found.Error.Length == 0 || found.Out.Length > 0
                )
                    return Said(found);
                if (fault.IsOvercome && found.ExitCode != 0)
                    return "it gives up: " + Said(found);
                // The same fault, where nothing is stuck.
                var unstuck = new AimedRequest("", static (_, url) => AimedRequest.IsStuckRecords(url));
                var (aimed, concluded) = (aim.Aim(), unstuck.Aim());
                await using var other = new FaultProxy(plane, fault, request => aimed(request) && concluded(request));
                using var well = Cli(plane, empty, other);
                var none = await well.RunAsync("list");
                return other is { Met: > 0, Delivered: 0 } && none.ExitCode == 0 ? "without having seen it: " + Said(none) : null;
            },
            plane
        );
    }

    [Fact]
    public async Task Explain_passes_no_check_without_its_answer()
    {
        var plane = await shared.GetAsync();
        var stuck = await plane.LeaveStuckUpgradeAsync(4, await plane.CreateNamespaceAsync("faults"), "web");
        await plane.MakeHealthyAsync(stuck.Namespace);
        using var direct = Cli(plane, stuck.Namespace, null);
        var right = States((await direct.RunAsync("explain", "web", "-o", "json")).Out);
        output.WriteLine(string.Join(", ", right.Select(entry => $"{entry.Key} {entry.Value}")));
        Assert.All(
            AimedRequest.OfExplain.Where(aim => aim.Check is not null),
            aim => Assert.True(right[aim.Check!] == "pass", $"{aim.Check}: {right[aim.Check!]}")
        );
        await EachAsync(
            "explain",
            AimedRequest.OfExplain,
            async (proxy, aim, fault) =>
            {
                using var cli = Cli(plane, stuck.Namespace, proxy);
                var result = await cli.RunAsync("explain", "web", "-o", "json");
                if (result.ExitCode != 0)
                    return fault.IsOvercome || result.Error.Length == 0 || result.Out.Length > 0 ? Said(result) : null;
                var states = States(result.Out);
                return proxy.Met == 0 && !fault.IsOvercome ? "the fault did not happen"
                    : fault.IsOvercome && !states.SequenceEqual(right) ? "it gives up: " + Differences(right, states)
                    : states.Any(entry => entry.Value == "pass" && right[entry.Key] != "pass") ? "falsely: " + Differences(right, states)
                    : proxy.Delivered == 0 && aim.Check is { } check && states[check] == "pass" ? $"{check} passes without having seen it"
                    : null;
            },
            plane
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Unstick_says_of_its_write_what_is_so(bool mark)
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("faults");
        var number = 0;
        await EachAsync(
            mark ? "unstick --mark-failed" : "unstick",
            AimedRequest.OfUnstick.Where(aim => !mark || aim.IsOnwards || aim.Name == "every change"),
            async (proxy, aim, fault) =>
            {
                var release = string.Create(CultureInfo.InvariantCulture, $"r{Interlocked.Increment(ref number)}");
                await plane.SeedHistoryAsync(space, release, "deployed", Stuck);
                using var cli = Cli(plane, space, proxy);
                string[] more = mark ? ["--mark-failed"] : [];
                var result = await cli.UnstickAsync(release, "2", more);
                var path = $"api/v1/namespaces/{space}/secrets/sh.helm.release.v1.{release}.v2";
                var isApplied = (string?)(await plane.GetAsync(path))?["metadata"]?["labels"]?["status"] != Stuck;
                if (Wrong(cli, result, isApplied) is { } wrong)
                    return wrong;
                if (aim.IsOnwards && proxy.Delivered == 0 && result.ExitCode == 0)
                    return "it says done without having seen it: " + Said(result);
                return fault.Times == 1 && result.ExitCode == 1 && fault.Name.StartsWith("429", StringComparison.Ordinal)
                    ? "it gives up: " + Said(result)
                    : null;
            },
            plane
        );
    }

    [Fact]
    public async Task Restore_says_of_its_write_what_is_so()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("faults");
        var number = 0;
        await EachAsync(
            "restore",
            [
                new AimedRequest(
                    "the create",
                    static (method, url) => method == "POST" && url.Contains("/secrets", StringComparison.Ordinal)
                ),
            ],
            async (proxy, _, _) =>
            {
                var release = string.Create(CultureInfo.InvariantCulture, $"r{Interlocked.Increment(ref number)}");
                await plane.SeedHistoryAsync(space, release, "deployed", Stuck);
                using var direct = Cli(plane, space, null);
                Assert.Equal(0, (await direct.UnstickAsync(release, "2")).ExitCode);
                using var cli = Cli(plane, space, proxy);
                var result = await cli.RunAsync("restore", Assert.Single(direct.Backups));
                return Wrong(
                    cli,
                    result,
                    await plane.GetAsync($"api/v1/namespaces/{space}/secrets/sh.helm.release.v1.{release}.v2") is not null
                );
            },
            plane
        );
    }

    /// <summary>What is not so of what a command said and journalled about its write; null if all is.</summary>
    private static string? Wrong(ClusterCli cli, CliResult result, bool isApplied)
    {
        var journal = File.Exists(cli.State.Journal) ? File.ReadAllLines(cli.State.Journal) : [];
        var applied = journal.Length > 0 && JsonElement.Parse(journal[^1]).TryGetProperty("applied", out var said) ? said : default;
        return result.ExitCode == 0 && !isApplied ? "it says done, and it is not: " + Said(result)
            : result.ExitCode is 1 or 4 or 5 && isApplied ? "it says that nothing was changed, and it was: " + Said(result)
            : applied.ValueKind == JsonValueKind.True && !isApplied ? "it journals an effect, and there is none: " + Said(result)
            : applied.ValueKind == JsonValueKind.False && isApplied ? "it journals no effect, and there is one: " + Said(result)
            : result.ExitCode is not (0 or 1 or 4 or 5 or 6) || (result.ExitCode != 0 && result.Error.Length == 0) ? Said(result)
            : null;
    }

    private async Task EachAsync(
        string command,
        IEnumerable<AimedRequest> aims,
        Func<FaultProxy, AimedRequest, Fault, Task<string?>> run,
        ControlPlane plane
    )
    {
        var cells = aims.SelectMany(aim => Fault.Chosen.Select(fault => (aim, fault))).ToList();
        var wrong = new ConcurrentBag<string>();
        var clock = Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            cells,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (cell, _) =>
            {
                await using var proxy = new FaultProxy(plane, cell.fault, cell.aim.Aim());
                if (await run(proxy, cell.aim, cell.fault) is { } why)
                    wrong.Add($"{cell.aim} × {cell.fault}: {why}");
            }
        );
        output.WriteLine(
            $"fault matrix of {command}: {cells.Count / Fault.Chosen.Count} requests x {Fault.Chosen.Count} faults = {cells.Count} cells, "
                + $"{cells.Count - wrong.Count} right, in {clock.Elapsed.TotalSeconds:0} s"
        );
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Order(StringComparer.Ordinal)));
    }

    private static ClusterCli Cli(ControlPlane plane, string space, FaultProxy? proxy)
    {
        var user = plane.AdminUser;
        if (proxy is not null)
            user = user with { Kubeconfig = proxy.KubeconfigOf(user) };
        return new ClusterCli(plane, user, space, idleAfter: Old, longestTimeout: Old, requestTimeout: Timeout);
    }

    private static SortedDictionary<string, string> States(string review) =>
        new(
            JsonElement
                .Parse(review)
                .GetProperty("checks")
                .EnumerateArray()
                .ToDictionary(check => check.GetProperty("id").GetString()!, check => check.GetProperty("state").GetString()!),
            StringComparer.Ordinal
        );

    private static string Differences(SortedDictionary<string, string> right, SortedDictionary<string, string> states) =>
        string.Join(", ", states.Where(entry => right[entry.Key] != entry.Value).Select(entry => $"{entry.Key} {entry.Value}"));

    private static string Said(CliResult result) => $"exit {result.ExitCode}: {(result.Out + result.Error).ReplaceLineEndings(" ¶ ")}";
}
