namespace Helmstuck.Tests.Terminal.EndToEnd;

/// <summary>Nothing is deleted by keys that were typed before the dialog could be read, nor by what was pasted.</summary>
public sealed class EndToEndKeysTests(SharedControlPlane shared)
{
    [Fact]
    public async Task Keys_typed_ahead_and_pastes_confirm_nothing()
    {
        var scene = await EndToEndScene.StuckAsync(shared, 3);
        // With these settings nothing blocks: "d2" and Enter would be enough, were they taken.
        await using var terminal = scene.Start(100, 30, ("HELMSTUCK_HELM__IDLEAFTER", "1s"), ("XDG_CONFIG_HOME", WriteSettings(scene)));
        await terminal.WaitUntilAsync(
            screen => Screens.IsRead(screen) && screen.Contains("✓ helm-idle") && screen.Contains("✓ ci-jobs"),
            "nothing blocks"
        );

        terminal.HoldReplies = true;
        terminal.Send("d2\r");
        await terminal.WaitUntilAsync(
            screen => screen.Contains($"Type 2 to delete {scene.Release.Record}") && Screens.Questions(terminal) == 1,
            "the dialog is open"
        );
        terminal.HoldReplies = false;
        await scene.TypeRevisionAsync(terminal);
        await scene.AssertNothingWasDeletedAsync();

        terminal.Send("\x15");
        await terminal.WaitUntilAsync(screen => Screens.Typed(screen).Length == 0, "the line is empty again");
        Assert.True(terminal.See(screen => screen.BracketedPaste));
        terminal.Paste("2\r");
        await terminal.WaitForAsync("Pasted text is ignored: type the revision.");
        Assert.Equal("", terminal.See(Screens.Typed));
        await scene.AssertNothingWasDeletedAsync();

        await PseudoTerminal.PauseAsync();
        // The very same keys, typed one after the other by somebody who sees the dialog, do it.
        await scene.TypeRevisionAsync(terminal);
        await terminal.EnterAsync();
        await terminal.WaitForAsync("✓ done");
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());
        Assert.Equal(["delete"], (await scene.ChangesAskedForAsync()).Select(change => change.Verb));
        await scene.AssertOnlyTheRecordIsGoneAsync();
    }

    [Fact]
    public async Task Another_number_confirms_nothing_and_esc_cancels()
    {
        var scene = await EndToEndScene.StuckAsync(shared, 4);
        await using var terminal = scene.Start(100, 30, ("HELMSTUCK_HELM__IDLEAFTER", "1s"), ("XDG_CONFIG_HOME", WriteSettings(scene)));
        await terminal.WaitUntilAsync(
            screen => Screens.IsRead(screen) && screen.Contains("✓ helm-idle") && screen.Contains("✓ ci-jobs"),
            "nothing blocks"
        );
        await scene.OpenDialogAsync(terminal);
        await terminal.EnterAsync();
        await terminal.WaitForAsync("Type 2 first.");
        terminal.Send("3");
        await terminal.WaitUntilAsync(screen => Screens.Typed(screen) == "3", "the number is typed");
        await terminal.EnterAsync();
        await terminal.WaitForAsync("3 is not 2.");
        terminal.Send("\e");
        await terminal.WaitUntilAsync(screen => screen.Contains("[1 Health]"), "the panes are back");
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());
        await scene.AssertNothingWasDeletedAsync();
    }

    /// <summary>Settings with a CI source that answers that no job is running; the folder for XDG_CONFIG_HOME.</summary>
    private static string WriteSettings(EndToEndScene scene)
    {
        var folder = Path.Combine(scene.StateHome, "config");
        Directory.CreateDirectory(Path.Combine(folder, "helmstuck"));
        File.WriteAllText(
            Path.Combine(folder, "helmstuck/config.json"),
            """{ "pipelines": { "command": [ { "name": "deploys", "run": [ "true" ] } ] } }"""
        );
        return folder;
    }
}
