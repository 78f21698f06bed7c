namespace Helmstuck.Tests.Cluster.Recovery;

/// <summary><c>unstick --watch</c> against a real Helm that was alive after all.</summary>
public sealed class UnstickWatchTests(SharedControlPlane shared)
{
    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_Helm_that_goes_on_is_named(int helm)
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("watch");
        var (_, upgrade) = await plane.StartUpgradeAsync(helm, space, "web");
        await using var running = upgrade;
        using var cli = new ClusterCli(plane, plane.AdminUser, space);
        var unsticking = cli.UnstickAsync("web", "2", "--watch", "5m");
        while (await plane.GetAsync($"api/v1/namespaces/{space}/secrets/sh.helm.release.v1.web.v2") is not null)
            await Task.Delay(50);
        await using var ready = plane.KeepPodsReady(space);
        var result = await unsticking;
        Assert.Equal(6, result.ExitCode);
        Assert.Contains(
            "Helm is still running: after the delete it wrote sh.helm.release.v1.web.v1",
            result.Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_Helm_that_was_killed_is_not_seen()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("watch");
        await plane.LeaveStuckUpgradeAsync(3, space, "web");
        using var cli = new ClusterCli(plane, plane.AdminUser, space);
        var result = await cli.UnstickAsync("web", "2", "--watch", "3s");
        Assert.Equal(0, result.ExitCode);
        Assert.EndsWith("no sign of a Helm that is still running for 3s\n", result.Out, StringComparison.Ordinal);
    }
}
