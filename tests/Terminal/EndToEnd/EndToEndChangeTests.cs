using System.Text.Json.Nodes;

namespace Helmstuck.Tests.Terminal.EndToEnd;

/// <summary>The record changes under the dialog's eyes, or behind its back: nothing is deleted, and the screen says what changed.</summary>
public sealed class EndToEndChangeTests(SharedControlPlane shared)
{
    private static readonly (string, string) NeverReadAgain = ("HELMSTUCK_UI__REFRESH", "24h");

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Helm_that_finishes_while_the_dialog_is_open_ends_it(int helmMajor)
    {
        var plane = await shared.GetAsync();
        var (release, upgrade) = await plane.StartUpgradeAsync(helmMajor, await plane.CreateNamespaceAsync("e2e"), "web");
        await using var running = upgrade;
        var scene = await EndToEndScene.OfAsync(plane, release);
        await using var terminal = scene.Start();
        await Screens.WaitUntilReadAsync(terminal);
        await scene.OpenDialogAsync(terminal);
        Assert.Contains("Blocked by", terminal.Screen, StringComparison.Ordinal);

        await using (plane.KeepPodsReady(scene.Space))
            (await running.FinishAsync()).MustSucceed();
        await terminal.WaitForAsync("This can no longer be confirmed.");
        Assert.Contains("The record was written while this dialog was open", terminal.Screen, StringComparison.Ordinal);
        Assert.Contains("(deployed)", terminal.Screen, StringComparison.Ordinal);

        // What is typed now goes nowhere; Esc leads back, and the next look at the list finds nothing.
        terminal.Send("2\r\e");
        await terminal.WaitUntilAsync(screen => !screen.Contains("This can no longer be confirmed"), "the dialog is closed");
        await terminal.WaitForAsync($"no release is stuck in {scene.Space}");
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());
        Screens.AssertGivenBack(terminal);
        await scene.AssertNothingWasDeletedAsync();
        Assert.Equal(["1 superseded", "2 deployed"], await scene.HistoryAsync());
    }

    [Theory]
    [InlineData("deployed", "The record changed while this dialog was open")]
    [InlineData("pending-rollback", "The records changed while this dialog was open")]
    public async Task Newer_revision_ends_the_dialog(string status, string said)
    {
        var scene = await EndToEndScene.StuckAsync(shared, 3);
        await using var terminal = scene.Start();
        await Screens.WaitUntilReadAsync(terminal);
        await scene.OpenDialogAsync(terminal);
        await EndToEndScene.AttestAsync(terminal);
        await EndToEndScene.OverrideHelmIdleAsync(terminal, "the runner was evicted");
        await scene.TypeRevisionAsync(terminal);
        await scene.Plane.SeedAsync(new SeedRecord(scene.Space, "web", 3, status));
        await terminal.WaitForAsync(said);
        terminal.Send("\r\e");
        await terminal.WaitUntilAsync(screen => !screen.Contains("This can no longer be confirmed"), "the dialog is closed");
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());
        await scene.AssertNothingWasDeletedAsync();
    }

    [Fact]
    public async Task Record_that_helm_wrote_behind_the_dialogs_back_is_not_deleted()
    {
        var scene = await EndToEndScene.StuckAsync(shared, 4);
        await using var terminal = scene.Start(80, 24, NeverReadAgain);
        await Screens.WaitUntilReadAsync(terminal);
        await scene.OpenDialogAsync(terminal);
        await EndToEndScene.AttestAsync(terminal);
        await EndToEndScene.OverrideHelmIdleAsync(terminal, "the runner was evicted");
        await scene.TypeRevisionAsync(terminal);
        // Helm's own last write: the status in the label (Helm: storage/driver/secrets.go Update).
        await scene.Plane.PatchAsync(
            scene.RecordPath,
            new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["status"] = "deployed" } } }
        );
        await terminal.EnterAsync();
        // Whichever look finds it: the one before the delete, or the checks that are run again because the dialog was open for long.
        await terminal.WaitUntilAsync(
            screen =>
                screen.Contains($"{scene.Release.Record} is now deployed; it was pending-upgrade")
                || screen.Contains("The record was written while this dialog was open"),
            "the screen says what changed"
        );
        Assert.DoesNotContain("✓ done", terminal.Screen, StringComparison.Ordinal);
        terminal.Send("\e");
        await terminal.WaitUntilAsync(screen => screen.Contains(" Stuck releases "), "the panes are back");
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());
        Screens.AssertGivenBack(terminal);
        await scene.AssertNothingWasDeletedAsync();
    }
}
