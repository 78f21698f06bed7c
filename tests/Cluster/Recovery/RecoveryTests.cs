using System.Text.Json;
using System.Text.Json.Nodes;
using Helmstuck.Helm.Records;
using Helmstuck.Recovery;
using Helmstuck.Runbook.Reviewing;

namespace Helmstuck.Tests.Cluster.Recovery;

public sealed class RecoveryTests(SharedControlPlane shared)
{
    private static readonly Consent Known = new() { BlanketReason = "the test killed Helm" };

    private static readonly Allow[] Operator =
    [
        new(["secrets"], ["get", "list", "delete", "create", "update"]),
        Allow.Read(
            "configmaps",
            "pods",
            "events",
            "persistentvolumeclaims",
            "apps/deployments",
            "apps/replicasets",
            "apps/statefulsets",
            "apps/daemonsets",
            "batch/jobs",
            "autoscaling/horizontalpodautoscalers"
        ),
    ];

    private static async Task<ClusterUser> UserAsync(ControlPlane plane, string space, params Allow[] rules)
    {
        var user = plane.AddTokenUser($"sre-{space}");
        await plane.GrantAsync(user, space, rules);
        return user;
    }

    /// <summary>What real Helm left when it was killed, and who may repair it.</summary>
    private async Task<(ControlPlane Plane, StuckRelease Stuck, ClusterUser User)> StuckAsync(int major)
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("recovery");
        var stuck = await plane.LeaveStuckUpgradeAsync(major, space, "web");
        return (plane, stuck, await UserAsync(plane, space, Operator));
    }

    private static string Path(string space, int revision, string driver = "secret") =>
        $"api/v1/namespaces/{space}/{driver}s/sh.helm.release.v1.web.v{revision}";

    private static string? Status(JsonObject? record) => (string?)record?["metadata"]?["labels"]?["status"];

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task What_real_Helm_left_is_unstuck_by_one_guarded_delete_and_comes_back_as_it_was(int major)
    {
        var (plane, stuck, user) = await StuckAsync(major);
        var space = stuck.Namespace;
        var was = await plane.Second.RecordsAsync(space);
        using var cli = new ClusterCli(plane, user, space);
        Assert.Contains("pending-upgrade", (await cli.RunAsync("list")).Out, StringComparison.Ordinal);

        var done = await cli.UnstickAsync("web", "2");
        Assert.True(done.ExitCode == 0, done.Error + done.Out);
        Assert.Equal([was[0]], await plane.Second.RecordsAsync(space));
        var deletion = Assert.Single(await plane.AuditAsync(user.Name), entry => entry.Mutates);
        Assert.Equal(("delete", "secrets", stuck.Record, 200), (deletion.Verb, deletion.Resource, deletion.Name, deletion.Code));
        var preconditions = deletion.Body!.Value.GetProperty("preconditions");
        Assert.Equal(was[1].Uid, preconditions.GetProperty("uid").GetString());
        Assert.Equal(was[1].ResourceVersion, preconditions.GetProperty("resourceVersion").GetString());

        var restored = await cli.RunAsync("restore", Assert.Single(cli.Backups));
        Assert.True(restored.ExitCode == 0, restored.Error + restored.Out);
        var now = await plane.Second.RecordsAsync(space);
        Assert.Equal([was[0], was[1].Content], [now[0], now[1].Content]);
        Assert.Equal(2, now.Count);
        Assert.NotEqual(was[1].Uid, now[1].Uid);
        var history = (await plane.Helm(major, "history", "web", "-n", space)).MustSucceed().Output;
        Assert.Contains("pending-upgrade", history, StringComparison.Ordinal);
        Assert.NotEqual(0, (await plane.Helm(major, "upgrade", "web", stuck.Chart, "-n", space)).ExitCode);

        var again = await cli.UnstickAsync("web", "2");
        Assert.True(again.ExitCode == 0, again.Error + again.Out);
        (await plane.Helm(major, "upgrade", "web", stuck.Chart, "-n", space)).MustSucceed();
        Assert.Equal("deployed", Status(await plane.GetAsync(Path(space, 2))));
        Assert.Equal("superseded", Status(await plane.GetAsync(Path(space, 1))));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task What_was_marked_failed_is_upgraded_from_the_base_that_was_foretold(int major)
    {
        var (plane, stuck, user) = await StuckAsync(major);
        var space = stuck.Namespace;
        var was = await plane.Second.RecordsAsync(space);
        using var cli = new ClusterCli(plane, user, space);
        var foretold = JsonDocument
            .Parse((await cli.RunAsync("explain", "web", "-o", "json")).Out)
            .RootElement.GetProperty("outlook")
            .GetProperty("afterMarkFailed")
            .GetProperty("upgrade");
        Assert.Equal((1, 3), (foretold.GetProperty("base").GetInt32(), foretold.GetProperty("newRevision").GetInt32()));

        var marked = await cli.UnstickAsync("web", "2", "--mark-failed");
        Assert.True(marked.ExitCode == 0, marked.Error + marked.Out);
        Assert.Equal(
            ("update", "secrets", 200),
            Assert.Single(await plane.AuditAsync(user.Name), entry => entry.Mutates) is var update
                ? (update.Verb, update.Resource, update.Code)
                : default
        );
        var now = await plane.Second.RecordsAsync(space);
        Assert.Equal([was[0], was[1].WithStatus("failed") with { ResourceVersion = now[1].ResourceVersion, Data = now[1].Data }], now);
        Assert.Contains("failed", (await plane.Helm(major, "status", "web", "-n", space)).MustSucceed().Output, StringComparison.Ordinal);
        (await plane.Helm(major, "upgrade", "web", stuck.Chart, "-n", space)).MustSucceed();
        Assert.Equal("superseded", Status(await plane.GetAsync(Path(space, 1))));
        Assert.Equal("failed", Status(await plane.GetAsync(Path(space, 2))));
        Assert.Equal("deployed", Status(await plane.GetAsync(Path(space, 3))));
    }

    [Fact]
    public async Task A_Helm_that_finishes_after_the_review_is_left_alone()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("recovery");
        var (_, upgrade) = await plane.StartUpgradeAsync(3, space, "web");
        var user = await UserAsync(plane, space, Operator);
        using var cli = new ClusterCli(plane, user, space);
        var plan = await cli.PlanAsync("web");
        await using (upgrade)
        await using (plane.KeepPodsReady(space))
            (await upgrade.FinishAsync()).MustSucceed();
        var outcome = await cli.Recoverer.RunAsync(new RecoveryRequest(plan, Known), static _ => { }, CancellationToken.None);
        Assert.Equal(5, outcome.ExitCode);
        Assert.Contains("is now deployed", outcome.Lines[0], StringComparison.Ordinal);
        Assert.Equal("deployed", Status(await plane.GetAsync(Path(space, 2))));
        Assert.DoesNotContain(await plane.AuditAsync(user.Name), entry => entry.Mutates);
        Assert.Empty(cli.Backups);
    }

    [Fact]
    public async Task A_record_that_changes_after_the_last_look_is_held_by_the_servers_preconditions()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("recovery");
        await plane.SeedHistoryAsync(space, "web", "deployed", "pending-upgrade");
        var user = await UserAsync(plane, space, Operator);
        using var cli = new ClusterCli(plane, user, space);
        var plan = await cli.PlanAsync("web");
        var was = await plane.Second.RecordsAsync(space);
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["status"] = "failed" } } };
        using var changed = new ManualResetEventSlim();
        var outcome = await Task.Run(() =>
            cli.Recoverer.RunAsync(
                new RecoveryRequest(plan, Known),
                step =>
                {
                    if (step == RecoveryStep.Sending)
                    {
                        _ = plane.PatchAsync(Path(space, 2), patch).ContinueWith(_ => changed.Set(), TaskScheduler.Default);
                        changed.Wait();
                    }
                },
                CancellationToken.None
            )
        );
        Assert.Equal(5, outcome.ExitCode);
        Assert.Contains("is now failed; it was pending-upgrade", outcome.Lines[0], StringComparison.Ordinal);
        Assert.Equal([was[0].Uid, was[1].Uid], (await plane.Second.RecordsAsync(space)).Select(record => record.Uid));
        Assert.Equal(409, Assert.Single(await plane.AuditAsync(user.Name), entry => entry.Mutates).Code);
    }

    [Fact]
    public async Task Stacked_records_go_newest_first_and_the_next_upgrade_takes_the_foretold_number()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("recovery");
        await plane.SeedHistoryAsync(space, "web", "deployed", "pending-upgrade", "pending-rollback");
        var was = await plane.Second.RecordsAsync(space);
        var user = await UserAsync(plane, space, Operator);
        using var cli = new ClusterCli(plane, user, space);
        Assert.Equal(1, (await cli.UnstickAsync("web", "3")).ExitCode);
        var done = await cli.UnstickAsync("web", "3,2");
        Assert.True(done.ExitCode == 0, done.Error + done.Out);
        Assert.Equal([was[0]], await plane.Second.RecordsAsync(space));
        Assert.Equal(["v3", "v2"], (await plane.AuditAsync(user.Name)).Where(entry => entry.Mutates).Select(entry => entry.Name![^2..]));
        (await plane.Helm3("upgrade", "web", TestChart.Small.Write(plane.Folder), "-n", space)).MustSucceed();
        Assert.Equal("deployed", Status(await plane.GetAsync(Path(space, 2))));
    }

    [Fact]
    public async Task A_dry_run_asks_the_server_and_changes_nothing()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("recovery");
        await plane.SeedHistoryAsync(space, "web", "deployed", "pending-upgrade");
        var was = await plane.Second.RecordsAsync(space);
        var user = await UserAsync(plane, space, Operator);
        using var cli = new ClusterCli(plane, user, space);
        Assert.Equal(0, (await cli.UnstickAsync("web", "2", "--dry-run=client")).ExitCode);
        Assert.DoesNotContain(await plane.AuditAsync(user.Name), entry => entry.Mutates);
        Assert.Equal(0, (await cli.UnstickAsync("web", "2", "--dry-run=server")).ExitCode);
        Assert.Equal(0, (await cli.UnstickAsync("web", "2", "--dry-run=server", "--mark-failed")).ExitCode);
        var rehearsals = (await plane.AuditAsync(user.Name)).Where(entry => entry.Verb is "delete" or "update").ToList();
        Assert.Equal(["delete 200", "update 200"], rehearsals.Select(entry => $"{entry.Verb} {entry.Code}"));
        Assert.All(rehearsals, entry => Assert.Contains("dryRun=All", entry.Path, StringComparison.Ordinal));
        Assert.Equal(was, await plane.Second.RecordsAsync(space));
        Assert.False(Directory.Exists(cli.State.Root));
    }

    [Fact]
    public async Task Records_in_ConfigMaps_are_unstuck_the_same_way()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("recovery");
        await plane.SeedAsync(new SeedRecord(space, "web", 1, "deployed") { Driver = "configmap" });
        await plane.SeedAsync(new SeedRecord(space, "web", 2, "pending-upgrade") { Driver = "configmap" });
        var user = await UserAsync(plane, space, [.. Operator, new(["configmaps"], ["delete", "create"])]);
        using (var secrets = new ClusterCli(plane, user, space))
        {
            Assert.Contains("--driver configmap", (await secrets.RunAsync("list")).Error, StringComparison.Ordinal);
            Assert.Contains("--driver configmap", (await secrets.RunAsync("explain", "web")).Error, StringComparison.Ordinal);
        }
        var was = await plane.Second.RecordsAsync(space, "configmap");
        using var cli = new ClusterCli(plane, user, space, StorageDriver.ConfigMap);
        Assert.Equal($"configmap/sh.helm.release.v1.web.v2\n", (await cli.RunAsync("list", "-o", "name")).Out);
        var done = await cli.UnstickAsync("web", "2");
        Assert.True(done.ExitCode == 0, done.Error + done.Out);
        Assert.Equal(
            was.Where(record => !record.Name.EndsWith(".web.v2", StringComparison.Ordinal)),
            await plane.Second.RecordsAsync(space, "configmap")
        );
        var environment = new Dictionary<string, string?>(plane.EnvironmentOf(plane.AdminUser)) { ["HELM_DRIVER"] = "configmap" };
        (
            await ExternalCommand.RunAsync(
                TestPrograms.Find("helm3"),
                ["upgrade", "web", TestChart.Small.Write(plane.Folder), "-n", space],
                environment
            )
        ).MustSucceed();
        Assert.Equal("deployed", Status(await plane.GetAsync(Path(space, 2, "configmap"))));
    }
}
