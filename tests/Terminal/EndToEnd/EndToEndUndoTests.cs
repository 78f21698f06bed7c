namespace Helmstuck.Tests.Terminal.EndToEnd;

/// <summary>What was deleted comes back as it was.</summary>
public sealed class EndToEndUndoTests(SharedControlPlane shared)
{
    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Undo_puts_the_record_back_with_the_same_payload(int helmMajor)
    {
        var scene = await EndToEndScene.StuckAsync(shared, helmMajor);
        await scene.Plane.GrantAsync(scene.User, scene.Space, new Allow(["secrets"], ["create"]));
        await using var terminal = scene.Start();
        await scene.DeleteAsync(terminal);
        Assert.Equal(["1 deployed"], await scene.HistoryAsync());

        terminal.Send("u");
        await terminal.WaitForAsync("Enter restores it");
        terminal.Send("\e");
        await terminal.WaitUntilAsync(screen => !screen.Contains("Enter restores it"), "the question is gone");
        await scene.AssertOnlyTheRecordIsGoneAsync();

        terminal.Send("u");
        await terminal.WaitForAsync("Enter restores it");
        await terminal.EnterAsync();
        await terminal.WaitUntilAsync(
            screen => screen.Contains($"Restore {scene.Release.Record}") && screen.Contains("✓ done"),
            "the record is back"
        );
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());
        Screens.AssertGivenBack(terminal);

        await scene.AssertTheRecordIsBackAsync();
        Assert.Equal(["1 deployed", "2 pending-upgrade"], await scene.HistoryAsync());
        Assert.Equal(["delete", "create"], (await scene.ChangesAskedForAsync()).Select(change => change.Verb));
        Assert.Equal(
            ["delete-intent", "delete-result", "restore-intent", "restore-result"],
            (await scene.JournalAsync()).Select(line => line.GetProperty("entry").GetString()!)
        );
        var locked = await scene.UpgradeAsync();
        Assert.Contains("another operation (install/upgrade/rollback) is in progress", locked.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Undo_that_is_forbidden_says_so_and_leaves_the_backup()
    {
        var scene = await EndToEndScene.StuckAsync(shared, 4);
        await using var terminal = scene.Start();
        await scene.DeleteAsync(terminal);
        terminal.Send("u");
        await terminal.WaitForAsync("Enter restores it");
        await terminal.EnterAsync();
        await terminal.WaitForAsync("Error from server (Forbidden)");
        terminal.Send("q");
        await terminal.WaitForExitAsync();
        Screens.AssertGivenBack(terminal);
        await scene.AssertOnlyTheRecordIsGoneAsync();
        Assert.True(File.Exists(scene.Backup()));
    }

    [Fact]
    public async Task Command_off_the_page_of_a_mark_undoes_it()
    {
        var scene = await EndToEndScene.IdleAsync(shared, 4);
        await scene.Plane.GrantAsync(scene.User, scene.Space, new Allow(["secrets"], ["update", "create"]));
        await using var terminal = scene.Start(80, 24, ("HELMSTUCK_HELM__IDLEAFTER", "1s"));
        await Screens.WaitUntilReadAsync(terminal);
        var asked = Screens.Questions(terminal);
        terminal.Send("f");
        await terminal.WaitUntilAsync(
            screen => screen.Contains($"Type {scene.Release.Revision} to mark") && Screens.Questions(terminal) > asked,
            "the dialog asks for the revision"
        );
        await EndToEndScene.AttestAsync(terminal);
        await scene.TypeRevisionAsync(terminal);
        await terminal.EnterAsync();
        await terminal.WaitForAsync("✓ done");
        var shown = terminal.See(screen => screen.Lines.ToList());
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());
        Assert.Equal(["1 deployed", "2 failed"], await scene.HistoryAsync());

        var command = string.Join(
            '\n',
            shown.SkipWhile(line => !line.StartsWith("kubectl delete", StringComparison.Ordinal)).TakeWhile(line => line.Trim().Length > 0)
        );
        (await PasteAsync()).MustSucceed();
        await scene.AssertTheRecordIsBackAsync();

        // The record is marked no longer: nothing is deleted a second time.
        var held = await scene.Plane.Second.RecordsAsync(scene.Space);
        Assert.NotEqual(0, (await PasteAsync()).ExitCode);
        Assert.Equal(held, await scene.Plane.Second.RecordsAsync(scene.Space));

        Task<CommandResult> PasteAsync() =>
            ExternalCommand.RunAsync(
                "/bin/sh",
                ["-ec", command],
                scene.WithPlugin(
                    ("PATH", $"{Path.Combine(scene.StateHome, "bin")}:{Path.GetDirectoryName(TestPrograms.Find("kubectl"))}:/bin:/usr/bin")
                )
            );
    }
}
