namespace Helmstuck.Tests.Terminal.EndToEnd;

/// <summary>
/// The one mistake that no check can rule out: the Helm was alive after all. The page of the result sees it, and says what to do.
/// </summary>
public sealed class EndToEndAliveTests(SharedControlPlane shared)
{
    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Helm_that_ends_after_its_record_was_deleted_is_seen(int helmMajor)
    {
        var plane = await shared.GetAsync();
        var (release, upgrade) = await plane.StartUpgradeAsync(helmMajor, await plane.CreateNamespaceAsync("e2e"), "web");
        await using var running = upgrade;
        var scene = await EndToEndScene.OfAsync(plane, release);
        await plane.GrantAsync(scene.User, scene.Space, new Allow(["secrets"], ["create", "update"]));
        await using var terminal = scene.Start(120, 40);
        await Screens.WaitUntilReadAsync(terminal);
        await scene.OpenDialogAsync(terminal);
        await EndToEndScene.AttestAsync(terminal);
        terminal.Send("o");
        await terminal.WaitForAsync("Reason to override helm-idle, workloads:");
        terminal.Send("somebody is in a hurry\r");
        await scene.TypeRevisionAsync(terminal);
        await terminal.EnterAsync();
        await terminal.WaitForAsync("✓ done");
        await terminal.WaitForAsync("Watching the records");

        await using (plane.KeepPodsReady(scene.Space))
        {
            var ended = await running.FinishAsync();
            Assert.NotEqual(0, ended.ExitCode);
            Assert.Contains("not found", ended.Error, StringComparison.Ordinal);
        }
        await terminal.WaitForAsync("! Helm is still running: after the delete it wrote sh.helm.release.v1.web.v1");
        Assert.Matches(@"no\s+revision\s+is\s+deployed\s+now", terminal.Screen);

        // The advice is followed: the record comes back, is marked failed, and the next upgrade starts from what the cluster runs.
        terminal.Send("u");
        await terminal.WaitForAsync("Enter restores it");
        await terminal.EnterAsync();
        await terminal.WaitUntilAsync(
            screen => screen.Contains($"Restore {release.Record}") && screen.Contains("✓ done"),
            "the record is back"
        );
        Assert.Equal(["1 superseded", "2 pending-upgrade"], await scene.HistoryAsync());
        var back = (await plane.Second.RecordsAsync(scene.Space))[^1];
        Assert.Equal(scene.Stuck.Content, back.Content);
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());
        Screens.AssertGivenBack(terminal);
    }
}
