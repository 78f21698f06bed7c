using System.Text.Json.Nodes;

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
        var before = (await scene.Plane.GetAsync(scene.RecordPath))!;
        await using var terminal = scene.Start();
        await scene.DeleteAsync(terminal);
        Assert.Equal(["1 deployed"], await scene.HistoryAsync());

        terminal.Send("u");
        await terminal.WaitForAsync("Enter puts it back");
        terminal.Send("\e");
        await terminal.WaitUntilAsync(screen => !screen.Contains("Enter puts it back"), "the question is gone");
        Assert.Null(await scene.Plane.GetAsync(scene.RecordPath));

        terminal.Send("u");
        await terminal.WaitForAsync("Enter puts it back");
        terminal.Send("\r");
        await terminal.WaitUntilAsync(
            screen => screen.Contains($"Put {scene.Release.Record} back") && screen.Contains("✓ done"),
            "the record is back"
        );
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());
        Screens.AssertGivenBack(terminal);

        var after = (await scene.Plane.GetAsync(scene.RecordPath))!;
        Assert.Equal((string?)before["data"]!["release"], (string?)after["data"]!["release"]);
        Assert.Equal((string?)before["type"], (string?)after["type"]);
        Assert.True(
            JsonNode.DeepEquals(before["metadata"]!["labels"], after["metadata"]!["labels"]),
            after["metadata"]!["labels"]!.ToJsonString()
        );
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
        await terminal.WaitForAsync("Enter puts it back");
        terminal.Send("\r");
        await terminal.WaitForAsync("Error from server (Forbidden)");
        terminal.Send("q");
        await terminal.WaitForExitAsync();
        Screens.AssertGivenBack(terminal);
        Assert.Null(await scene.Plane.GetAsync(scene.RecordPath));
        Assert.True(File.Exists(scene.Backup()));
    }
}
