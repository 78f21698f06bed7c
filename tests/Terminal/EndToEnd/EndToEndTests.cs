using System.Text.Json.Nodes;

namespace Helmstuck.Tests.Terminal.EndToEnd;

/// <summary>
/// The main job, from a Helm that was killed to a Helm that works again, with the published program in a terminal of 80×24.
/// </summary>
public sealed class EndToEndTests(SharedControlPlane shared)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Stuck_record_is_deleted_by_keys_and_helm_works_again(int helmMajor)
    {
        var scene = await EndToEndScene.StuckAsync(shared, helmMajor);
        await AssertHelmIsLockedAsync(scene);
        var record = (await scene.Plane.GetAsync(scene.RecordPath))!;

        await using var terminal = scene.Start();
        await Screens.WaitUntilReadAsync(terminal);
        Assert.Contains("1 Stuck", terminal.Screen, StringComparison.Ordinal);
        Assert.Contains("3 Healthy ✓", terminal.Screen, StringComparison.Ordinal);
        await scene.OpenDialogAsync(terminal);
        await EndToEndScene.AttestAsync(terminal);
        await EndToEndScene.OverrideHelmIdleAsync(terminal, "runner 7 was evicted");
        await scene.TypeRevisionAsync(terminal);
        await terminal.EnterAsync();
        await terminal.WaitForAsync("✓ done");
        Assert.Contains("Helm is unstuck", terminal.Screen, StringComparison.Ordinal);
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());
        Screens.AssertGivenBack(terminal);
        Assert.Contains("to restore it: kubectl helmstuck restore ", terminal.Screen, StringComparison.Ordinal);

        await scene.AssertOnlyTheRecordIsGoneAsync();
        await AssertOneDeleteAsync(scene, record);
        await AssertBackupAsync(scene, record);
        await AssertJournalAsync(scene, record, "helm-idle", "runner 7 was evicted");
        await AssertHelmWorksAsync(scene);
    }

    [Fact]
    public async Task Helm_that_is_silent_for_long_enough_needs_no_override()
    {
        var scene = await EndToEndScene.StuckAsync(shared, 4);
        var record = (await scene.Plane.GetAsync(scene.RecordPath))!;
        await using var terminal = scene.Start(120, 40, ("HELMSTUCK_HELM__IDLEAFTER", "1s"));
        await terminal.WaitUntilAsync(
            screen => Screens.IsRead(screen) && screen.Contains("✓ helm-idle"),
            "Helm has been silent for a second"
        );
        await scene.OpenDialogAsync(terminal);
        await EndToEndScene.AttestAsync(terminal);
        await scene.TypeRevisionAsync(terminal);
        await EndToEndScene.ConfirmAndLeaveAsync(terminal);
        await scene.AssertOnlyTheRecordIsGoneAsync();
        await AssertOneDeleteAsync(scene, record);
        await AssertJournalAsync(scene, record, null, null);
        await AssertHelmWorksAsync(scene);
    }

    private static async Task AssertHelmIsLockedAsync(EndToEndScene scene)
    {
        var refused = await scene.UpgradeAsync();
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("another operation (install/upgrade/rollback) is in progress", refused.Error, StringComparison.Ordinal);
    }

    private static async Task AssertHelmWorksAsync(EndToEndScene scene)
    {
        (await scene.UpgradeAsync()).MustSucceed();
        Assert.Equal(["1 superseded", "2 deployed"], await scene.HistoryAsync());
    }

    private static async Task AssertOneDeleteAsync(EndToEndScene scene, JsonObject record)
    {
        var change = Assert.Single(await scene.ChangesAskedForAsync());
        Assert.Equal(
            ("delete", "secrets", scene.Space, scene.Release.Record, 200),
            (change.Verb, change.Resource, change.Namespace, change.Name, change.Code)
        );
        var preconditions = change.Body!.Value.GetProperty("preconditions");
        Assert.Equal((string?)record["metadata"]!["uid"], preconditions.GetProperty("uid").GetString());
        Assert.Equal((string?)record["metadata"]!["resourceVersion"], preconditions.GetProperty("resourceVersion").GetString());
    }

    private static async Task AssertBackupAsync(EndToEndScene scene, JsonObject record)
    {
        var backup = scene.Backup();
        Assert.Equal(
            $"test/{scene.Space}",
            Path.GetRelativePath(Path.Combine(scene.StateHome, "helmstuck/backups"), Path.GetDirectoryName(backup)!)
        );
        Assert.StartsWith($"{scene.Release.Record}.", Path.GetFileName(backup), StringComparison.Ordinal);
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(backup));
        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(backup)!));
        Assert.True(JsonNode.DeepEquals(record, JsonNode.Parse(await File.ReadAllTextAsync(backup))), "the backup is not the whole object");
    }

    private static async Task AssertJournalAsync(EndToEndScene scene, JsonObject record, string? overridden, string? reason)
    {
        var journal = await scene.JournalAsync();
        Assert.Equal(OwnerOnly, scene.JournalMode);
        Assert.Equal(["delete-intent", "delete-result"], journal.Select(line => line.GetProperty("entry").GetString()!));
        foreach (var line in journal)
        {
            Assert.Equal(scene.Release.Record, line.GetProperty("record").GetString());
            Assert.Equal((string?)record["metadata"]!["uid"], line.GetProperty("uid").GetString());
            Assert.Equal((string?)record["metadata"]!["resourceVersion"], line.GetProperty("resourceVersion").GetString());
            Assert.Equal(scene.Backup(), line.GetProperty("backup").GetString());
            Assert.Contains(scene.User.Name, line.GetProperty("user").GetString()!, StringComparison.Ordinal);
        }
        var overrides = journal[0]
            .GetProperty("overrides")
            .EnumerateArray()
            .Select(lifted => (lifted.GetProperty("check").GetString(), lifted.GetProperty("reason").GetString()));
        Assert.Equal(overridden is null ? [] : [(overridden, reason)], overrides);
        Assert.Equal(["ci-jobs"], journal[0].GetProperty("attested").EnumerateArray().Select(check => check.GetString()!));
        Assert.Equal("done", journal[1].GetProperty("result").GetString());
        Assert.True(journal[1].GetProperty("applied").GetBoolean());
    }
}
