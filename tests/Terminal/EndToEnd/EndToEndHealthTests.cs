using System.Text.Json.Nodes;

namespace Helmstuck.Tests.Terminal.EndToEnd;

/// <summary>
/// A Deployment that is broken for real stops the delete and is what the screen leads to; when it is well again, the check turns green by
/// itself.
/// </summary>
public sealed class EndToEndHealthTests(SharedControlPlane shared)
{
    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    public async Task Broken_deployment_blocks_and_its_recovery_opens_the_way(int columns, int rows)
    {
        var scene = await EndToEndScene.IdleAsync(shared, 3);
        await BreakAsync(scene);
        await using var terminal = scene.Start(columns, rows, ("HELMSTUCK_HELM__IDLEAFTER", "1ms"));
        await Screens.WaitUntilReadAsync(terminal);
        // A Helm that was killed within the same second counts as alive until the next look.
        await terminal.WaitUntilAsync(
            screen => screen.Contains("advice: investigate first") && screen.Contains("CrashLoopBackOff"),
            "the screen leads to the Deployment"
        );

        // The command line refuses as well, names the Deployment, and deletes nothing.
        var refused = await ExternalCommand.RunAsync(
            PseudoTerminal.Product,
            ["unstick", "web", "--revision", "2", "--yes", "--attest", "ci-jobs", "-n", scene.Space],
            scene.Environment(("HELMSTUCK_HELM__IDLEAFTER", "1ms"))
        );
        Assert.Equal(4, refused.ExitCode);
        Assert.Contains("workloads: fail: 1 of 1 workload is not reconciled: Deployment web", refused.Error, StringComparison.Ordinal);
        await scene.AssertNothingWasDeletedAsync();

        // So does the dialog.
        await scene.OpenDialogAsync(terminal);
        await EndToEndScene.AttestAsync(terminal);
        await scene.TypeRevisionAsync(terminal);
        await terminal.EnterAsync();
        await terminal.WaitForAsync("Blocked by workloads (fail): press o to override with a reason.");
        await scene.AssertNothingWasDeletedAsync();

        // Nobody touches a key: the pods come up, and nothing blocks any more.
        await scene.Plane.MakePodsReadyAsync(scene.Space);
        await terminal.WaitUntilAsync(screen => screen.Contains("workloads was fail, is now pass"), "the change of mind is shown");
        await terminal.WaitUntilAsync(screen => !screen.Contains("Blocked by"), "nothing blocks any more");
        await scene.AssertNothingWasDeletedAsync();
        await EndToEndScene.ConfirmAndLeaveAsync(terminal);
        await scene.AssertOnlyTheRecordIsGoneAsync();
        Assert.Empty((await scene.JournalAsync())[0].GetProperty("overrides").EnumerateArray());
        (await scene.UpgradeAsync()).MustSucceed();
    }

    [Fact]
    public async Task Panes_turn_green_by_themselves()
    {
        var scene = await EndToEndScene.IdleAsync(shared, 4);
        await BreakAsync(scene);
        await using var terminal = scene.Start(120, 40, ("HELMSTUCK_HELM__IDLEAFTER", "1ms"));
        await Screens.WaitUntilReadAsync(terminal);
        await terminal.WaitForAsync("✗ degraded");
        await scene.Plane.MakePodsReadyAsync(scene.Space);
        await terminal.WaitUntilAsync(
            screen =>
                screen.Contains("✓ healthy")
                && screen.Contains("1 of 1 workload reconciled")
                && screen.Contains("advice: ci-jobs first, then delete"),
            "the Deployment is well again"
        );
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());
    }

    /// <summary>What a kubelet would report of containers that crash.</summary>
    private static async Task BreakAsync(EndToEndScene scene)
    {
        foreach (var pod in (await scene.Plane.GetAsync($"api/v1/namespaces/{scene.Space}/pods"))!["items"]!.AsArray())
        {
            var status = JsonNode.Parse(
                """
                { "phase": "Running",
                  "conditions": [ { "type": "Ready", "status": "False", "reason": "ContainersNotReady" },
                                  { "type": "PodScheduled", "status": "True" } ],
                  "containerStatuses": [ { "name": "web", "image": "x", "imageID": "", "ready": false, "restartCount": 7,
                                           "state": { "waiting": { "reason": "CrashLoopBackOff" } } } ] }
                """
            );
            await scene.Plane.PatchAsync(
                $"api/v1/namespaces/{scene.Space}/pods/{pod!["metadata"]!["name"]}/status",
                new JsonObject { ["status"] = status }
            );
        }
        var deployment = $"apis/apps/v1/namespaces/{scene.Space}/deployments/web";
        while ((int?)(await scene.Plane.GetAsync(deployment))!["status"]!["availableReplicas"] is > 0)
            await Task.Delay(50);
    }
}
