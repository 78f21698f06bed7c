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
}
