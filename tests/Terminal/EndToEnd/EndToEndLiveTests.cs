using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Helmstuck.Tests.Terminal.EndToEnd;

/// <summary>A screen that is left open stays true by itself: no key is pressed until it is closed.</summary>
public sealed class EndToEndLiveTests(SharedControlPlane shared, ITestOutputHelper output)
{
    private const int IdleSeconds = 30;

    private const string Healthy = "3 Healthy ✓";

    private const string NothingStuck = "no release is stuck in ";

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Helm_makes_a_release_stuck_and_finishes_it(int helmMajor)
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("live");
        var scene = await EndToEndScene.OfAsync(plane, new StuckRelease(space, "web", helmMajor, ""));
        await plane.GrantAsync(scene.User, space, new Allow(["secrets"], ["watch"]));
        await using var terminal = scene.Start(120, 40);
        await LiveAsync(terminal);
        Assert.Contains(NothingStuck + space, terminal.Screen, StringComparison.Ordinal);

        var upgrade = plane.StartUpgradeAsync(helmMajor, space, "web");
        var stuck = await SinceAsync(plane, scene.RecordPath, "pending-upgrade");
        await terminal.WaitUntilAsync(IsListed("web", "in progress", 2), "the release that Helm works on is in the list");
        output.WriteLine($"Helm {helmMajor}: on the screen {stuck.ElapsedMilliseconds} ms after the record was in the cluster");

        var (_, running) = await upgrade;
        await using (running)
        await using (plane.KeepPodsReady(space))
        {
            var finished = SinceAsync(plane, scene.RecordPath, "deployed");
            Assert.Equal(0, (await running.FinishAsync()).ExitCode);
            var done = await finished;
            await terminal.WaitForAsync(NothingStuck + space);
            output.WriteLine($"Helm {helmMajor}: off the screen {done.ElapsedMilliseconds} ms after Helm had written deployed");
        }
        await LeaveAsync(terminal);
    }

    [Fact]
    public async Task A_record_that_is_deleted_elsewhere_takes_its_row_and_its_review_with_it()
    {
        var scene = await EndToEndScene.StuckAsync(shared, 4);
        await scene.Plane.GrantAsync(scene.User, scene.Space, new Allow(["secrets"], ["watch"]));
        await using var terminal = scene.Start(120, 40);
        await LiveAsync(terminal);
        Assert.True(terminal.See(screen => IsListed("web", "in progress", 2)(screen)), terminal.Screen);
        await scene.Plane.DeleteAsync(scene.RecordPath);
        var gone = Stopwatch.StartNew();
        await terminal.WaitForAsync(NothingStuck + scene.Space);
        output.WriteLine($"off the screen {gone.ElapsedMilliseconds} ms after the delete");
        await LeaveAsync(terminal);
    }

    [Fact]
    public async Task A_workload_that_breaks_and_recovers_is_seen_at_once()
    {
        var scene = await EndToEndScene.StuckAsync(shared, 4);
        await scene.Plane.GrantAsync(scene.User, scene.Space, new Allow(["secrets", "apps/deployments"], ["watch"]));
        // Nothing but a watch would see it within the day.
        await using var terminal = scene.Start(120, 40, ("HELMSTUCK_UI__REFRESH", "24h"));
        await LiveAsync(terminal);
        Assert.Contains(Healthy, terminal.Screen, StringComparison.Ordinal);
        // The watch begins with what is there, which is read once more.
        while ((await scene.Plane.AuditAsync(scene.User.Name)).Count(entry => entry is { Verb: "list", Resource: "deployments" }) < 2)
            await Task.Delay(20);
        var deployment = $"apis/apps/v1/namespaces/{scene.Space}/deployments/{scene.Release.Name}";
        for (var replicas = 3; replicas < 5; replicas++)
        {
            await scene.Plane.PatchAsync(deployment, new JsonObject { ["spec"] = new JsonObject { ["replicas"] = replicas } });
            var broken = Stopwatch.StartNew();
            await terminal.WaitUntilAsync(screen => !screen.Contains(Healthy) && screen.Contains("not reconciled"), "it is broken");
            output.WriteLine($"a Deployment that lacks a pod: on the screen after {broken.ElapsedMilliseconds} ms");
            await scene.Plane.MakeHealthyAsync(scene.Space);
            var well = Stopwatch.StartNew();
            await terminal.WaitForAsync(Healthy);
            output.WriteLine($"a Deployment that has recovered: on the screen after {well.ElapsedMilliseconds} ms");
        }
        await LeaveAsync(terminal);
    }

    [Fact]
    public async Task Where_nothing_may_be_watched_the_screen_asks_every_two_seconds()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("live");
        var scene = await EndToEndScene.OfAsync(plane, new StuckRelease(space, "web", 4, ""));
        await using var terminal = scene.Start(120, 40);
        await terminal.WaitUntilAsync(screen => screen.Lines[0].Contains("polling every 2s · read ", StringComparison.Ordinal), "it polls");
        Assert.Contains(NothingStuck + space, terminal.Screen, StringComparison.Ordinal);
        await plane.SeedHistoryAsync(space, "web", "deployed", "pending-upgrade");
        var stuck = Stopwatch.StartNew();
        await terminal.WaitUntilAsync(IsListed("web", "in progress", 2), "the release is in the list");
        output.WriteLine($"polling: on the screen after {stuck.ElapsedMilliseconds} ms");
        var asked = (await plane.AuditAsync(scene.User.Name)).Count(entry => entry.Verb == "watch");
        output.WriteLine($"polling: {asked} watches were asked for");
        await LeaveAsync(terminal);
    }

    [Fact]
    public async Task An_API_server_that_is_killed_and_comes_back_is_told_and_forgotten()
    {
        await using var plane = await ControlPlane.StartAsync(new ControlPlaneOptions { Controllers = false });
        var space = await plane.CreateNamespaceAsync("live");
        await plane.SeedHistoryAsync(space, "web", "deployed", "pending-upgrade");
        var scene = await EndToEndScene.OfAsync(plane, new StuckRelease(space, "web", 4, ""));
        await plane.GrantAsync(scene.User, space, new Allow(["secrets"], ["watch"]));
        await using var terminal = scene.Start(120, 40);
        await LiveAsync(terminal);
        var age = "";
        await plane.RestartApiServerAsync(async () =>
        {
            var killed = Stopwatch.StartNew();
            await terminal.WaitUntilAsync(
                screen =>
                    screen.Lines[0].Contains(" reconnecting (", StringComparison.Ordinal)
                    && screen.Contains("Stuck releases")
                    && screen.Contains(" as of "),
                "it says that the server is gone, and marks the rows"
            );
            output.WriteLine($"told {killed.ElapsedMilliseconds} ms after the kill");
            age = AgeOf(terminal, "web");
            await terminal.WaitUntilAsync(screen => Regex.IsMatch(screen.Lines[0], @"reconnecting \(3\ds\)"), "it says for how long");
            Assert.Equal(age, AgeOf(terminal, "web"));
        });
        var back = Stopwatch.StartNew();
        await LiveAsync(terminal);
        await terminal.WaitUntilAsync(screen => !screen.Contains(" as of "), "the rows are right again");
        output.WriteLine($"live {back.ElapsedMilliseconds} ms after the API server was ready again");
        await plane.SeedHistoryAsync(space, "api", "pending-install");
        await terminal.WaitUntilAsync(IsListed("api", "in progress", 1), "what happens after the return is seen");
        await LeaveAsync(terminal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_idle_screen_costs_next_to_nothing(bool isStuck)
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("live");
        if (isStuck)
            await plane.LeaveStuckUpgradeAsync(4, space, "web");
        var scene = await EndToEndScene.OfAsync(plane, new StuckRelease(space, "web", 4, ""));
        await plane.GrantAsync(scene.User, space, new Allow(["secrets"], ["watch"]));
        await using var terminal = scene.Start(120, 40);
        await LiveAsync(terminal);
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
        // After a minute without a key it is unattended.
        for (var i = 0; isStuck && i < 62; i++)
            await second.WaitForNextTickAsync();
        var (bytes, cpu, clock) = (terminal.Written.Length, CpuTime(terminal.Id), Stopwatch.StartNew());
        for (var i = 0; i < IdleSeconds; i++)
            await second.WaitForNextTickAsync();
        bytes = terminal.Written.Length - bytes;
        var share = (CpuTime(terminal.Id) - cpu) / clock.Elapsed;
        output.WriteLine(
            $"idle, {(isStuck ? "a stuck release open" : "nothing stuck")}: {bytes * 60 / IdleSeconds} bytes a minute, "
                + $"{share * 100:0.00} % of a core"
        );
        Assert.InRange(bytes, 0, 5_000 * IdleSeconds / 60);
        await LeaveAsync(terminal);
    }

    /// <summary>The processor time of a process so far.</summary>
    private static TimeSpan CpuTime(int pid)
    {
        using var process = Process.GetProcessById(pid);
        return process.TotalProcessorTime;
    }

    private static Task LiveAsync(PseudoTerminal terminal) =>
        terminal.WaitUntilAsync(
            screen => screen.Lines[0].Contains(" live · read ", StringComparison.Ordinal) && Screens.IsRead(screen),
            "the header says live"
        );

    private static Func<VirtualScreen, bool> IsListed(string release, string status, int revision) =>
        screen => screen.Lines.Any(line => Regex.IsMatch(line, $@"{release} +{status} +{revision} "));

    /// <summary>The age in the release's row.</summary>
    private static string AgeOf(PseudoTerminal terminal, string release) =>
        terminal.See(screen =>
            screen.Lines.Select(line => Regex.Match(line, $@"{release} +\S.*? +\d+ +(\w+) │")).First(found => found.Success).Groups[1].Value
        );

    /// <summary>A clock that began when the cluster had the record with that status.</summary>
    private static async Task<Stopwatch> SinceAsync(ControlPlane plane, string record, string status)
    {
        while ((string?)(await plane.GetAsync(record))?["metadata"]?["labels"]?["status"] != status)
            await Task.Delay(10);
        return Stopwatch.StartNew();
    }

    private static async Task LeaveAsync(PseudoTerminal terminal)
    {
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());
        Screens.AssertGivenBack(terminal);
    }
}
