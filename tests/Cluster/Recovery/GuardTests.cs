namespace Helmstuck.Tests.Cluster.Recovery;

/// <summary><c>guard</c> on what real Helm leaves, with a real API server.</summary>
public sealed class GuardTests(SharedControlPlane shared)
{
    private static readonly string[] Attested = ["--attest", "ci-jobs"];

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task An_own_upgrade_that_was_killed_is_freed_and_Helm_goes_on(int helm)
    {
        var plane = await shared.GetAsync();
        var scene = await GuardScene.InstalledAsync(plane, helm, "--labels", "ci=122");
        await scene.LeaveStuckAsync(helm, "--labels", "ci=123", "--description", "pipeline 123");
        string[] upgrade = ["upgrade", "web", scene.Chart, "-n", scene.Space, "-f", scene.Values, "--labels", "ci=124"];
        var locked = await plane.Helm(helm, upgrade);
        Assert.Contains("another operation (install/upgrade/rollback) is in progress", locked.Error, StringComparison.Ordinal);
        using var cli = Cli(plane, scene);
        string[] own = ["--mine-if", "chart,values,label=ci=123", "--chart", scene.Chart, "--values", scene.Values];
        var freed = await GuardScene.GuardAsync(cli, [.. Attested, .. own]);
        Assert.True(freed.ExitCode == 0, freed.Error);
        Assert.Contains("Helm is unstuck: Helm thinks web is at revision 1", freed.Out, StringComparison.Ordinal);
        Assert.Null(await scene.StatusAsync(2));
        Assert.Single(cli.Backups, file => !file.EndsWith(".meta.json", StringComparison.Ordinal));
        (await plane.Helm(helm, upgrade)).MustSucceed();
        Assert.Equal("deployed", await scene.StatusAsync(2));
    }

    [Theory]
    [InlineData("chart", "chart: the record has chart demo-1.0.0, the pipeline demo-2.0.0", "--chart", "demo-2.0.0")]
    [InlineData("chart", "chart: the pipeline's chart is not known: add --chart")]
    [InlineData("chart=demo-1.0.0,values", "values: the pipeline's values are not known: add --values")]
    [InlineData("chart=demo-1.0.0,label=124", "label: no label of the record has the value 124")]
    [InlineData("label=ci=124", "label: the record has no label ci=124")]
    [InlineData("label=pending-upgrade", "label: no label of the record has the value pending-upgrade")]
    [InlineData("label=upgrade", "label: no label of the record has the value upgrade")]
    [InlineData("label=team=shop", "label: revision 1 has the label team=shop as well, and Helm hands it down")]
    [InlineData("label=shop", "label: revision 1 has the label team=shop as well, and Helm hands it down")]
    [InlineData(null, "without --mine-if nothing proves that the stuck operation is this pipeline's own")]
    public async Task What_is_not_proven_to_be_own_is_left_alone(string? mineIf, string reason, params string[] more)
    {
        var (plane, scene) = await StuckAsync();
        var was = await plane.Second.RecordsAsync(scene.Space);
        using var cli = Cli(plane, scene);
        var refused = await GuardScene.GuardAsync(cli, [.. Attested, .. mineIf is null ? [] : (string[])["--mine-if", mineIf], .. more]);
        Assert.Equal((4, ""), (refused.ExitCode, refused.Out));
        Assert.Contains($"  {reason}\n", refused.Error, StringComparison.Ordinal);
        Assert.Contains($"  kubectl helmstuck unstick web --revision 2 -n {scene.Space}", refused.Error, StringComparison.Ordinal);
        Assert.Equal(was, await plane.Second.RecordsAsync(scene.Space));
        Assert.Empty(cli.Backups);
    }

    [Fact]
    public async Task Other_values_are_not_its_own_and_both_digests_are_printed()
    {
        var (plane, scene) = await StuckAsync();
        using var cli = Cli(plane, scene);
        var other = scene.ValuesFile("image: {tag: v3}\n");
        var refused = GuardScene.Json(
            await cli.RunAsync(["guard", "web", "--wait", "0s", "-o", "json", "--mine-if", "values", "-f", other, .. Attested])
        );
        Assert.Equal(
            ("refused", 4, "values: the record has other values than the pipeline"),
            (
                refused.GetProperty("outcome").GetString(),
                refused.GetProperty("exitCode").GetInt32(),
                refused.GetProperty("reasons")[0].GetString()
            )
        );
        var condition = refused.GetProperty("conditions")[0];
        Assert.StartsWith("sha256:", condition.GetProperty("expected").GetString(), StringComparison.Ordinal);
        // The digest that was found proves it where the pipeline knows only that.
        var found = condition.GetProperty("found").GetString();
        var freed = await cli.RunAsync(["guard", "web", "--watch", "0s", "-o", "json", "--mine-if", $"values={found}", .. Attested]);
        Assert.Equal("freed", GuardScene.Json(freed).GetProperty("outcome").GetString());
        Assert.Null(await scene.StatusAsync(2));
    }

    [Fact]
    public async Task A_check_that_blocks_blocks()
    {
        var (plane, scene) = await StuckAsync();
        using var cli = Cli(plane, scene);
        var unattested = await GuardScene.GuardAsync(cli, "--mine-if", "label=ci=123");
        Assert.Equal(4, unattested.ExitCode);
        Assert.Contains("  ci-jobs: unknown: no CI source is configured", unattested.Error, StringComparison.Ordinal);
        Assert.Equal("pending-upgrade", await scene.StatusAsync(2));
        Assert.Equal(0, (await GuardScene.GuardAsync(cli, ["--mine-if", "label=ci=123", .. Attested])).ExitCode);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_live_Helm_is_waited_for_and_then_Helm_is_free(int helm)
    {
        var plane = await shared.GetAsync();
        var scene = await GuardScene.InstalledAsync(plane, helm);
        await using var running = await scene.StartUpgradeAsync(helm);
        using var cli = new ClusterCli(plane, plane.AdminUser, scene.Space);
        var guarding = cli.RunAsync("guard", "web", "--wait", "10m");
        await using var ready = plane.KeepPodsReady(scene.Space);
        var result = await guarding;
        Assert.Equal((0, "Helm is free: revision 2 is deployed now\n"), (result.ExitCode, result.Out));
        Assert.Contains("waiting up to 10m for the operation on web to end: last Helm write ", result.Error, StringComparison.Ordinal);
        (await running.FinishAsync()).MustSucceed();
        Assert.Equal("deployed", await scene.StatusAsync(2));
    }

    [Fact]
    public async Task A_Helm_that_was_killed_a_moment_ago_is_waited_for_until_it_counts_as_idle()
    {
        var plane = await shared.GetAsync();
        var scene = await GuardScene.InstalledAsync(plane, 4);
        await scene.LeaveStuckAsync(4, "--labels", "ci=123");
        using var cli = new ClusterCli(plane, plane.AdminUser, scene.Space, idleAfter: TimeSpan.FromSeconds(8));
        var result = await cli.RunAsync(["guard", "web", "--watch", "0s", "-o", "json", "--mine-if", "label=ci=123", .. Attested]);
        var json = GuardScene.Json(result);
        Assert.Equal((0, "freed"), (result.ExitCode, json.GetProperty("outcome").GetString()));
        Assert.Contains("waiting up to 10m for the operation on web to end: last Helm write ", result.Error, StringComparison.Ordinal);
        Assert.InRange(json.GetProperty("waitedSeconds").GetInt64(), 1, 600);
        Assert.Null(await scene.StatusAsync(2));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task The_archive_of_helm_package_is_the_chart(int helm)
    {
        var (plane, scene) = await StuckAsync();
        var target = Directory.CreateDirectory(Path.Combine(plane.Folder, $"package-{scene.Space}")).FullName;
        (await plane.Helm(helm, "package", scene.Chart, "-d", target)).MustSucceed();
        using var cli = Cli(plane, scene);
        string[] own = ["--mine-if", "chart", "--chart", Path.Combine(target, "demo-1.0.0.tgz")];
        Assert.Equal(0, (await GuardScene.GuardAsync(cli, [.. own, .. Attested])).ExitCode);
    }

    [Fact]
    public async Task A_live_Helm_that_takes_too_long_is_left_alone()
    {
        var plane = await shared.GetAsync();
        var scene = await GuardScene.InstalledAsync(plane, 4);
        await using var running = await scene.StartUpgradeAsync(4, "--labels", "ci=123");
        using var cli = new ClusterCli(plane, plane.AdminUser, scene.Space);
        var result = await cli.RunAsync(["guard", "web", "--wait", "3s", "--mine-if", "label=ci=123", "-o", "json", .. Attested]);
        var json = GuardScene.Json(result);
        Assert.Equal((4, "refused"), (result.ExitCode, json.GetProperty("outcome").GetString()));
        Assert.True(json.GetProperty("conditions")[0].GetProperty("met").GetBoolean());
        Assert.InRange(json.GetProperty("waitedSeconds").GetInt64(), 3, long.MaxValue);
        Assert.Contains("helm-idle: fail: ", json.GetProperty("reasons")[0].GetString(), StringComparison.Ordinal);
        await running.MustStillRunAsync();
        Assert.Equal("pending-upgrade", await scene.StatusAsync(2));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_Helm_that_goes_on_after_the_delete_is_exit_6(int helm)
    {
        var plane = await shared.GetAsync();
        var scene = await GuardScene.InstalledAsync(plane, helm);
        await using var running = await scene.StartUpgradeAsync(helm, "--labels", "ci=123");
        // It sleeps through the review, as one on a machine that hangs would.
        (await ExternalCommand.RunAsync("kill", ["-STOP", $"{running.Pid}"], new Dictionary<string, string?>())).MustSucceed();
        await plane.MakeHealthyAsync(scene.Space);
        using var cli = Cli(plane, scene);
        var guarding = cli.RunAsync(["guard", "web", "--watch", "10m", "-o", "json", "--mine-if", "label=ci=123", .. Attested]);
        while (!guarding.IsCompleted && await scene.StatusAsync(2) is not null)
            await Task.Delay(50);
        (await ExternalCommand.RunAsync("kill", ["-CONT", $"{running.Pid}"], new Dictionary<string, string?>())).MustSucceed();
        var result = await guarding;
        Assert.Equal("unverified", GuardScene.Json(result).GetProperty("outcome").GetString());
        Assert.Equal(6, result.ExitCode);
        Assert.Contains("Helm is still running: after the delete", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task An_own_first_install_that_was_killed_is_freed_and_Helm_goes_on(int helm)
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("guard");
        string[] install = ["upgrade", "--install", "web", TestChart.Small.Write(plane.Folder), "-n", space, "--labels", "ci=7"];
        await using (var running = new RunningHelm(plane.StartHelm(helm, [.. install, "--wait"])))
        {
            while (await plane.GetAsync($"apis/apps/v1/namespaces/{space}/deployments/web") is null)
            {
                await running.MustStillRunAsync();
                await Task.Delay(20);
            }
        }
        await plane.MakeHealthyAsync(space);
        using var cli = new ClusterCli(
            plane,
            plane.AdminUser,
            space,
            idleAfter: TimeSpan.FromHours(-1),
            longestTimeout: TimeSpan.FromHours(-1)
        );
        var freed = await GuardScene.GuardAsync(cli, ["--mine-if", "label=ci=7,chart=demo-1.0.0", .. Attested]);
        Assert.True(freed.ExitCode == 0, freed.Error);
        (await plane.Helm(helm, install)).MustSucceed();
    }

    [Fact]
    public async Task A_release_that_does_not_exist_is_free()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("guard");
        using var cli = new ClusterCli(plane, plane.AdminUser, space);
        var result = await GuardScene.GuardAsync(cli);
        Assert.Equal((0, $"Helm is free: there is no release web in {space}\n", ""), (result.ExitCode, result.Out, result.Error));
    }

    [Fact]
    public async Task A_release_that_may_not_be_read_is_an_error_and_not_free()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("guard");
        using var cli = new ClusterCli(plane, plane.AddTokenUser($"nobody-{space}"), space);
        var result = await GuardScene.GuardAsync(cli);
        Assert.Equal((1, ""), (result.ExitCode, result.Out));
        Assert.Contains("forbidden", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stacked_records_are_for_a_person()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("guard");
        await plane.SeedHistoryAsync(space, "web", "deployed", "pending-upgrade", "pending-upgrade");
        var was = await plane.Second.RecordsAsync(space);
        using var cli = new ClusterCli(plane, plane.AdminUser, space, idleAfter: TimeSpan.FromHours(-1));
        var refused = await GuardScene.GuardAsync(cli, ["--mine-if", "chart=demo-1.0.0", .. Attested]);
        Assert.Equal(4, refused.ExitCode);
        Assert.Contains("  2 pending records are stacked (3,2)\n", refused.Error, StringComparison.Ordinal);
        Assert.Contains($"unstick web --revision 3,2 -n {space}", refused.Error, StringComparison.Ordinal);
        Assert.Equal(was, await plane.Second.RecordsAsync(space));
    }

    private async Task<(ControlPlane Plane, GuardScene Scene)> StuckAsync()
    {
        var plane = await shared.GetAsync();
        var scene = await GuardScene.InstalledAsync(plane, 3, "--labels", "ci=122,team=shop");
        await scene.LeaveStuckAsync(3, "--labels", "ci=123", "--description", "pipeline 123");
        return (plane, scene);
    }

    /// <summary>To this one every Helm is idle.</summary>
    private static ClusterCli Cli(ControlPlane plane, GuardScene scene) =>
        new(plane, plane.AdminUser, scene.Space, idleAfter: TimeSpan.FromHours(-1), longestTimeout: TimeSpan.FromHours(-1));
}
