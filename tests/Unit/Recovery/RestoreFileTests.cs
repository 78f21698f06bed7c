using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Helmstuck.Recovery;

namespace Helmstuck.Tests.Unit.Recovery;

/// <summary>A file that somebody may have prepared: nothing but a record of Helm, as it was, comes back from it.</summary>
public sealed partial class RestoreFileTests
{
    private static async Task<string> BackupAsync(RecoveryScene scene) =>
        Assert.Single((await scene.RecoverAsync(await scene.PlanAsync())).Backups).Path;

    private static async Task AssertRefusedAsync(RecoveryScene scene, string path, string word, RestoreScope? scope = null)
    {
        var journalled = scene.Journal.Count;
        var outcome = await scene.Restorer.RunAsync(path, CancellationToken.None, scope);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(word, outcome.Lines[0], StringComparison.Ordinal);
        Assert.DoesNotContain(scene.Api.Mutations, request => request.Method == "POST");
        Assert.Equal(journalled, scene.Journal.Count);
    }

    private static async Task EditAsync(string path, Action<JsonObject> edit)
    {
        var json = JsonNode.Parse(await File.ReadAllTextAsync(path))!.AsObject();
        edit(json);
        await File.WriteAllTextAsync(path, json.ToJsonString());
    }

    [Fact]
    public async Task Device_is_not_read()
    {
        using var scene = new RecoveryScene();
        await AssertRefusedAsync(scene, "/dev/zero", "not a regular file");
    }

    [Fact]
    public async Task Folder_is_not_read()
    {
        using var scene = new RecoveryScene();
        await AssertRefusedAsync(scene, "/", "not a regular file");
    }

    [Fact]
    public async Task FIFO_that_nobody_writes_to_is_not_opened()
    {
        using var scene = new RecoveryScene();
        var backup = await BackupAsync(scene);
        File.Delete(backup);
        Assert.Equal(0, MakeFifo(backup, 0x180));
        await AssertRefusedAsync(scene, backup, "not a regular file");
        File.Delete(backup);
    }

    [Fact]
    public async Task FIFO_in_the_place_of_the_description_is_not_opened()
    {
        using var scene = new RecoveryScene();
        var meta = StateFolder.MetaPath(await BackupAsync(scene));
        File.Delete(meta);
        Assert.Equal(0, MakeFifo(meta, 0x180));
        await AssertRefusedAsync(scene, meta.Replace(".meta.json", ".json", StringComparison.Ordinal), "not a regular file");
        File.Delete(meta);
    }

    [Fact]
    public async Task File_of_more_than_2_MiB_is_refused()
    {
        using var scene = new RecoveryScene();
        var backup = await BackupAsync(scene);
        await File.AppendAllTextAsync(backup, new string(' ', StrictJson.MaxBytes));
        await AssertRefusedAsync(scene, backup, "larger than 2 MiB");
    }

    [Theory]
    [InlineData("""{"kind":"Secret","kind":"ConfigMap"}""")]
    [InlineData("""{"kind":"Secret","metadata":{"name":"a","name":"b"}}""")]
    [InlineData("""{"kind":"\ud800"}""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("{\"kind\":\"Secret\"} {}")]
    [InlineData("")]
    public async Task JSON_that_two_readers_may_read_differently_is_refused(string text)
    {
        using var scene = new RecoveryScene();
        var backup = await BackupAsync(scene);
        await File.WriteAllTextAsync(backup, text);
        await AssertRefusedAsync(scene, backup, "is not JSON");
    }

    [Fact]
    public async Task JSON_that_is_nested_too_deeply_is_refused()
    {
        using var scene = new RecoveryScene();
        var backup = await BackupAsync(scene);
        await File.WriteAllTextAsync(backup, new string('[', 100_000));
        await AssertRefusedAsync(scene, backup, "is not JSON");
    }

    [Theory]
    [InlineData("type", "\"Opaque\"", "has the type \"Opaque\"")]
    [InlineData("apiVersion", "\"v2\"", "is not of apiVersion v1")]
    [InlineData("stringData", "{\"release\":\"x\"}", "has stringData")]
    [InlineData("data", "{}", "has no data.release")]
    [InlineData("metadata/finalizers", "[\"x/y\"]", "has metadata.finalizers")]
    [InlineData("metadata/ownerReferences", "[]", "has metadata.ownerReferences")]
    [InlineData("metadata/generateName", "\"sh.helm\"", "has metadata.generateName")]
    [InlineData("metadata/labels/owner", "\"flux\"", "has the label owner=\"flux\"")]
    [InlineData("metadata/labels/name", "\"other\"", "but its label name is other")]
    [InlineData("metadata/labels/version", "\"1\"", "but its label version is 1")]
    [InlineData("metadata/labels/status", "\"\"", "has no label status")]
    [InlineData("metadata/namespace", "\"../kube-system\"", "which is not a valid name")]
    [InlineData("metadata/name", "\"sh.helm.release.v1.gitlab-cny.v01234\"", "which is not a record name of Helm")]
    public async Task Object_that_is_no_record_of_Helm_is_refused(string member, string value, string words)
    {
        using var scene = new RecoveryScene();
        var backup = await BackupAsync(scene);
        await EditAsync(
            backup,
            json =>
            {
                var way = member.Split('/');
                var place = way[..^1].Aggregate(json, (at, name) => at[name]!.AsObject());
                place[way[^1]] = JsonNode.Parse(value);
            }
        );
        await AssertRefusedAsync(scene, backup, words);
    }

    [Fact]
    public async Task Payload_of_another_release_is_refused()
    {
        using var scene = new RecoveryScene();
        var backup = await BackupAsync(scene);
        var other = new SeedRecord("gitlab", "gitlab", 7, "deployed").Object();
        await EditAsync(backup, json => json["data"] = other["data"]!.DeepClone());
        await AssertRefusedAsync(
            scene,
            backup,
            "contradicts itself: the object is named sh.helm.release.v1.gitlab-cny.v1234, but its payload is of release gitlab"
        );
    }

    [Fact]
    public async Task Payload_of_another_namespace_is_restored_and_told()
    {
        using var scene = new RecoveryScene();
        var backup = await BackupAsync(scene);
        var other = new SeedRecord("elsewhere", "gitlab-cny", 1234, "pending-upgrade").Object();
        await EditAsync(backup, json => json["data"] = other["data"]!.DeepClone());
        var outcome = await scene.Restorer.RunAsync(backup, CancellationToken.None);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains(outcome.Lines, line => line.Contains("names namespace \"elsewhere\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_the_members_of_a_record_reach_the_server()
    {
        using var scene = new RecoveryScene();
        var backup = await BackupAsync(scene);
        await EditAsync(
            backup,
            json =>
            {
                json["status"] = "x";
                json["immutable"] = true;
                json["metadata"]!["clusterName"] = "x";
                json["metadata"]!["annotations"] = new JsonObject { ["a"] = "b" };
            }
        );
        Assert.Equal(0, (await scene.Restorer.RunAsync(backup, CancellationToken.None)).ExitCode);
        var body = scene.Api.Mutations[^1].Body!.AsObject();
        Assert.Equal(["apiVersion", "data", "immutable", "kind", "metadata", "type"], body.Select(member => member.Key).Order());
        Assert.Equal(["annotations", "labels", "name", "namespace"], body["metadata"]!.AsObject().Select(member => member.Key).Order());
    }

    [Theory]
    [InlineData("default", null, "belongs to namespace gitlab, not default")]
    [InlineData(null, "staging", "was made in context demo, not staging")]
    public async Task Scope_that_does_not_fit_is_refused(string? ns, string? context, string words)
    {
        using var scene = new RecoveryScene();
        await AssertRefusedAsync(scene, await BackupAsync(scene), words, new RestoreScope(ns, context));
    }

    [Fact]
    public async Task Choices_are_the_commands_that_restore_each_backup()
    {
        using var scene = new RecoveryScene();
        Assert.Empty(scene.Restorer.Choices());
        var backup = await BackupAsync(scene);
        Assert.StartsWith($"kubectl helmstuck restore {backup}  # ", Assert.Single(scene.Restorer.Choices()), StringComparison.Ordinal);
    }

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeFifo(string path, uint mode);
}
