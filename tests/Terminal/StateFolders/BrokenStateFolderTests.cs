namespace Helmstuck.Tests.Terminal.StateFolders;

/// <summary>
/// Where neither backup nor journal can be written, nothing changes in the cluster, and one line says why; the kubectl commands after it
/// do the same without the state folder.
/// </summary>
public sealed class BrokenStateFolderTests(SharedControlPlane shared, ITestOutputHelper output)
{
    public static TheoryData<string> Faults => [.. StateFault.All.Select(fault => fault.Name)];

    private static string[] Unstick(string space, params string[] more) =>
        ["unstick", "web", "--revision", "2", "--yes", "--override", "the test seeded it", "-n", space, .. more];

    private async Task<(ControlPlane Plane, string Space)> StuckAsync()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("state");
        await plane.SeedHistoryAsync(space, "web", "deployed", "pending-upgrade");
        return (plane, space);
    }

    [Fact]
    public void Faults_are_as_many_as_promised()
    {
        output.WriteLine($"state folder: {StateFault.All.Count} faults");
        Assert.InRange(StateFault.All.Count, SafetyPage.AtLeast("faults"), int.MaxValue);
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task Nothing_changes_and_kubectl_is_shown(string name)
    {
        var (plane, space) = await StuckAsync();
        var was = await plane.Second.RecordsAsync(space);
        using var home = new StateHome(plane);
        var fault = StateFault.All.Single(fault => fault.Name == name);
        fault.Spoil(home);
        var result = await home.RunAsync(Unstick(space));
        output.WriteLine(result.ToString());
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        var error = Assert.Single(result.Error.Split('\n'), line => line.StartsWith("error: ", StringComparison.Ordinal));
        Assert.StartsWith("error: the backup or the journal could not be written", error, StringComparison.Ordinal);
        Assert.Contains(fault.Words, error, StringComparison.Ordinal);
        Assert.EndsWith("nothing was changed: make the folder writable or set XDG_STATE_HOME, or do the same with kubectl:", error);
        var commands = result.Error[(result.Error.IndexOf(error, StringComparison.Ordinal) + error.Length + 1)..];
        Assert.Contains(
            $"\"uid\": \"{was[1].Uid}\", \"resourceVersion\": \"{was[1].ResourceVersion}\"",
            commands,
            StringComparison.Ordinal
        );
        Assert.Contains("kubectl delete --raw \"/api/v1/namespaces/$NS/secrets/$REC\"", commands, StringComparison.Ordinal);
        Assert.Equal(was, await plane.Second.RecordsAsync(space));
    }

    [Fact]
    public async Task Commands_that_are_shown_delete_this_record_and_restore_it()
    {
        var (plane, space) = await StuckAsync();
        var was = await plane.Second.RecordsAsync(space);
        using var home = new StateHome(plane);
        StateFault.All.Single(fault => fault.Name == "read-only HOME").Spoil(home);
        var error = (await home.RunAsync(Unstick(space))).Error;
        var script = error[(error.IndexOf("with kubectl:\n", StringComparison.Ordinal) + "with kubectl:\n".Length)..];
        var parts = script.Split("# restore\n");
        await BashAsync(plane, parts[0]);
        Assert.Equal([was[0]], await plane.Second.RecordsAsync(space));
        await BashAsync(
            plane,
            string.Concat(parts[0].Split('\n').TakeWhile(line => !line.StartsWith('#')).Select(line => line + "\n")) + parts[1]
        );
        Assert.Equal(was.Select(record => record.Content), (await plane.Second.RecordsAsync(space)).Select(record => record.Content));
    }

    [Fact]
    public async Task Commands_that_are_shown_delete_no_record_that_has_changed()
    {
        var (plane, space) = await StuckAsync();
        using var home = new StateHome(plane);
        StateFault.All.Single(fault => fault.Name == "read-only HOME").Spoil(home);
        var error = (await home.RunAsync(Unstick(space))).Error;
        var script = error[(error.IndexOf("with kubectl:\n", StringComparison.Ordinal) + "with kubectl:\n".Length)..];
        (await plane.Kubectl("label", "secret", "sh.helm.release.v1.web.v2", "note=mine", "-n", space)).MustSucceed();
        var now = await plane.Second.RecordsAsync(space);
        await Assert.ThrowsAsync<InvalidOperationException>(() => BashAsync(plane, script.Split("# restore\n")[0]));
        Assert.Equal(now, await plane.Second.RecordsAsync(space));
    }

    [Theory]
    [InlineData("journal that cannot be written")]
    [InlineData("read-only HOME")]
    public async Task Restore_changes_nothing_either_and_shows_kubectl(string name)
    {
        var (plane, space) = await StuckAsync();
        using var good = new StateHome(plane);
        (await good.RunAsync(Unstick(space))).MustSucceed();
        var backup = Assert.Single(BackupFiles.In(good.Folder));
        using var home = new StateHome(plane);
        // The other state folder is the same user's.
        StateFault.All.Single(fault => fault.Name == name).Spoil(home);
        var was = await plane.Second.RecordsAsync(space);
        var result = await home.RunAsync("restore", backup);
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("error: the journal could not be written under", result.Error, StringComparison.Ordinal);
        Assert.Equal(was, await plane.Second.RecordsAsync(space));
        var script = result.Error[(result.Error.IndexOf("with kubectl:\n", StringComparison.Ordinal) + "with kubectl:\n".Length)..];
        await BashAsync(plane, script);
        Assert.Equal(2, (await plane.Second.RecordsAsync(space)).Count);
    }

    [Fact]
    public async Task Mark_changes_nothing_either()
    {
        var (plane, space) = await StuckAsync();
        var was = await plane.Second.RecordsAsync(space);
        using var home = new StateHome(plane);
        StateFault.All.Single(fault => fault.Name == "read-only HOME").Spoil(home);
        var result = await home.RunAsync(Unstick(space, "--mark-failed"));
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.EndsWith("nothing was changed: make the folder writable or set XDG_STATE_HOME\n", result.Error, StringComparison.Ordinal);
        Assert.Equal(was, await plane.Second.RecordsAsync(space));
    }

    [Fact]
    public async Task Folder_that_others_may_read_is_closed_before_a_backup_is_in_it()
    {
        var (plane, space) = await StuckAsync();
        using var home = new StateHome(plane);
        var open = Path.Combine(home.Folder, "helmstuck");
        Directory.CreateDirectory(Path.Combine(open, "backups"));
        home.Own("helmstuck/backups");
        home.File("helmstuck/journal.jsonl");
        foreach (var path in (string[])[open, Path.Combine(open, "backups"), Path.Combine(open, "journal.jsonl")])
            File.SetUnixFileMode(path, (UnixFileMode)0b111_111_111);
        (await home.RunAsync(Unstick(space))).MustSucceed();
        Assert.All(
            Directory.EnumerateFileSystemEntries(open, "*", SearchOption.AllDirectories).Prepend(open),
            path => Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & (UnixFileMode)0b000_111_111)
        );
    }

    /// <summary>Runs the lines as an engineer would paste them, in a folder of its own for all parts of one plane.</summary>
    private static async Task BashAsync(ControlPlane plane, string script)
    {
        var environment = new Dictionary<string, string?>(plane.EnvironmentOf(plane.AdminUser))
        {
            ["PATH"] = $"{Path.GetDirectoryName(TestPrograms.Find("kubectl"))}:{Environment.GetEnvironmentVariable("PATH")}",
        };
        (await ExternalCommand.RunAsync("bash", ["-e"], environment, $"cd '{plane.Folder}'\nset -o pipefail\n{script}")).MustSucceed();
    }
}
