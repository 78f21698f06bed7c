using System.Text.Json.Nodes;
using Helmstuck.Config;
using Helmstuck.Helm.Records;
using Helmstuck.Hosting;
using Helmstuck.Recovery;

namespace Helmstuck.Tests.Unit.Recovery;

public sealed class RestorerTests
{
    private static async Task<string> DeleteAsync(RecoveryScene scene) =>
        Assert.Single((await scene.RecoverAsync(await scene.PlanAsync())).Backups).Path;

    [Fact]
    public async Task A_deleted_record_comes_back_with_the_same_payload_labels_and_type()
    {
        using var scene = new RecoveryScene();
        var was = await scene.Api.ActAsync(HttpMethod.Get, $"{RecoveryScene.Secrets}/{RecoveryScene.Stuck}");
        var backup = await DeleteAsync(scene);
        var outcome = await scene.Restorer.RunAsync(backup, CancellationToken.None);
        Assert.Equal(0, outcome.ExitCode);
        Assert.True(outcome.After!.Stuck);
        var now = await scene.Api.ActAsync(HttpMethod.Get, $"{RecoveryScene.Secrets}/{RecoveryScene.Stuck}");
        Assert.Equal((string?)was["data"]!["release"], (string?)now["data"]!["release"]);
        Assert.Equal((string?)was["type"], (string?)now["type"]);
        Assert.True(JsonNode.DeepEquals(was["metadata"]!["labels"], now["metadata"]!["labels"]));
        var create = scene.Api.Mutations[^1];
        Assert.Equal("POST", create.Method);
        foreach (var gone in new[] { "uid", "resourceVersion", "creationTimestamp" })
            Assert.Null(create.Body!["metadata"]![gone]);
        Assert.Equal(["restore-intent", "restore-result"], scene.Journal.Skip(2).Select(line => line.GetProperty("entry").GetString()));
        Assert.Equal("done", scene.Journal[^1].GetProperty("result").GetString());
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused()
    {
        using var scene = new RecoveryScene();
        var backup = await DeleteAsync(scene);
        await scene.SeedAsync(new SeedRecord("gitlab", "gitlab-cny", 1234, "deployed"));
        var outcome = await scene.Restorer.RunAsync(backup, CancellationToken.None);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("its name is not free", Assert.Single(outcome.Lines), StringComparison.Ordinal);
        Assert.Single(scene.Api.Mutations);
    }

    [Fact]
    public async Task Another_cluster_is_refused_by_the_uid_of_kube_system_and_else_by_its_address()
    {
        using var first = new RecoveryScene();
        var backup = await DeleteAsync(first);
        using var other = new RecoveryScene();
        var outcome = await other.Restorer.RunAsync(backup, CancellationToken.None);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("belongs to another cluster", Assert.Single(outcome.Lines), StringComparison.Ordinal);
        Assert.Empty(other.Api.Mutations);

        using var elsewhere = new RecoveryScene(server: "https://other.example");
        elsewhere.Api.Forbid("namespaces/kube-system");
        var blind = await elsewhere.Restorer.RunAsync(backup, CancellationToken.None);
        Assert.Equal(1, blind.ExitCode);
        Assert.Contains("could not determine whether", Assert.Single(blind.Lines), StringComparison.Ordinal);

        first.Api.Forbid("namespaces/kube-system");
        Assert.Equal(0, (await first.Restorer.RunAsync(backup, CancellationToken.None)).ExitCode);
    }

    [Fact]
    public async Task Files_that_are_no_backup_are_refused_in_one_line()
    {
        using var scene = new RecoveryScene();
        var backup = await DeleteAsync(scene);
        var meta = StateFolder.MetaPath(backup);
        async Task Refused(string path, string word)
        {
            var outcome = await scene.Restorer.RunAsync(path, CancellationToken.None);
            Assert.Equal(1, outcome.ExitCode);
            Assert.Contains(word, Assert.Single(outcome.Lines), StringComparison.Ordinal);
        }
        await Refused(backup + ".nowhere", "cannot read");
        await Refused(meta, "not a backup");
        var right = await File.ReadAllTextAsync(meta);
        await File.WriteAllTextAsync(meta, right.Replace(RecoveryScene.Stuck, "sh.helm.release.v1.other.v1", StringComparison.Ordinal));
        await Refused(backup, "describes");
        await File.WriteAllTextAsync(meta, "{");
        await Refused(backup, "is not JSON");
        File.Delete(meta);
        await Refused(backup, "without it nothing can be restored");
        await File.WriteAllTextAsync(backup, "[]");
        await Refused(backup, "not a backup");
        Assert.Single(scene.Api.Mutations);
    }

    [Fact]
    public async Task A_connection_that_breaks_after_the_create_is_settled_by_reading()
    {
        using var scene = new RecoveryScene();
        var backup = await DeleteAsync(scene);
        scene.Api.After = request =>
        {
            if (request is { Method: "POST", Mutates: true })
                throw ApiSpy.Broken();
        };
        Assert.Equal(0, (await scene.Restorer.RunAsync(backup, CancellationToken.None)).ExitCode);
        Assert.Equal(2, scene.Api.Mutations.Count);
    }

    [Fact]
    public async Task A_connection_that_breaks_before_the_create_is_unverified()
    {
        using var scene = new RecoveryScene();
        var backup = await DeleteAsync(scene);
        scene.Api.Before = request =>
            request is { Method: "POST", Mutates: true } ? throw ApiSpy.Broken() : Task.FromResult<HttpResponseMessage?>(null);
        var outcome = await scene.Restorer.RunAsync(backup, CancellationToken.None);
        Assert.Equal(6, outcome.ExitCode);
        Assert.Equal("unverified", scene.Journal[^1].GetProperty("result").GetString());
    }

    [Fact]
    public async Task A_ConfigMap_comes_back_whatever_the_driver_of_this_run()
    {
        using var scene = new RecoveryScene(StorageDriver.ConfigMap);
        await scene.SeedAsync(new SeedRecord("default", "web", 1, "deployed") { Driver = "configmap" });
        await scene.SeedAsync(new SeedRecord("default", "web", 2, "pending-upgrade") { Driver = "configmap" });
        var done = await scene.RecoverAsync(await scene.PlanAsync("web", "default"));
        Assert.Equal(0, done.ExitCode);
        var bySecrets = new Restorer(
            scene.Client,
            new Helmstuck.Survey.Surveyor(scene.Client, Composition.Options(new Settings(), StorageDriver.Secret), scene.Clock),
            scene.State,
            scene.Clock
        );
        var outcome = await bySecrets.RunAsync(done.Backups[0].Path, CancellationToken.None);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Equal(2, outcome.After!.Last!.Revision);
    }
}
