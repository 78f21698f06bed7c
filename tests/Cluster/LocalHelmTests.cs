using System.Diagnostics;
using System.Text.Json;
using Helmstuck.Processes;

namespace Helmstuck.Tests.Cluster;

/// <summary>A real Helm on this machine, alive but silent, against a real API server.</summary>
public sealed class LocalHelmTests(SharedControlPlane shared)
{
    private static async Task<(string State, string Summary, string Evidence)> IdleAsync(ControlPlane plane, string space)
    {
        using var cli = new ClusterCli(plane, plane.AdminUser, space, idleAfter: TimeSpan.FromHours(-1), processes: new LocalProcesses());
        var result = await cli.RunAsync("explain", "web", "-o", "json");
        Assert.True(result.ExitCode == 0, result.Error);
        var check = JsonElement
            .Parse(result.Out)
            .GetProperty("checks")
            .EnumerateArray()
            .Single(check => check.GetProperty("id").GetString() == "helm-idle");
        return (
            check.GetProperty("state").GetString()!,
            check.GetProperty("summary").GetString()!,
            string.Join('\n', check.GetProperty("evidence").EnumerateArray().Select(line => line.GetString()))
        );
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task An_upgrade_that_waits_and_one_that_Ctrl_Z_stopped_are_named(int helm)
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("local");
        var (_, upgrade) = await plane.StartUpgradeAsync(helm, space, "web");
        await using var running = upgrade;
        var (state, summary, evidence) = await IdleAsync(plane, space);
        Assert.Equal(("fail", $"helm (pid {upgrade.Pid} of {Environment.UserName}) is running on this machine"), (state, summary));
        Assert.Contains($"upgrade web ", evidence, StringComparison.Ordinal);
        Assert.Contains("--set ***", evidence, StringComparison.Ordinal);

        (await ExternalCommand.RunAsync("/bin/kill", ["-STOP", $"{upgrade.Pid}"])).MustSucceed();
        Assert.Contains("is stopped on this machine", (await IdleAsync(plane, space)).Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Helm_that_works_on_another_release_namespace_or_cluster_is_no_sign()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("local");
        var other = await plane.CreateNamespaceAsync("local");
        await plane.SeedHistoryAsync(space, "web", "deployed", "pending-upgrade");
        var (_, upgrade) = await plane.StartUpgradeAsync(3, other, "web");
        await using var running = upgrade;
        using var elsewhere = Process.Start(
            new ProcessStartInfo(
                TestPrograms.Find("helm3"),
                ["upgrade", "web", ".", "-n", space, "--kube-apiserver", "https://192.0.2.1:6443"]
            )
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            }
        )!;
        Assert.DoesNotContain("on this machine", (await IdleAsync(plane, space)).Summary, StringComparison.Ordinal);
        elsewhere.Kill();
        await elsewhere.WaitForExitAsync();
    }
}
