using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Helmstuck.Helm.Payload;
using Helmstuck.Helm.Records;

namespace Helmstuck.Tests.Cluster.Recovery;

/// <summary>The write that Helm did not come to, made for it, where everything before it is proven; and refused elsewhere.</summary>
public sealed class MarkDeployedTests(SharedControlPlane shared)
{
    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_missing_last_write_is_made_and_Helm_goes_on_from_it(int major)
    {
        var (plane, space, chart) = await UpgradedAsync(major);
        await TakeBackAsync(plane, space);
        Assert.Contains("another operation", (await UpgradeAsync(plane, major, space, chart, "v3")).Error, StringComparison.Ordinal);
        using var cli = new ClusterCli(plane, plane.AdminUser, space, idleAfter: TimeSpan.FromHours(-1));
        var review = await cli.ExplainAsync("web");
        Assert.Equal("mark-deployed", review.Advice);

        var marked = await cli.UnstickAsync("web", "2", "--mark-deployed");
        Assert.True(marked.ExitCode == 0, marked.Error);
        Assert.Contains("sh.helm.release.v1.web.v2\" marked deployed", marked.Out, StringComparison.Ordinal);
        Assert.Single(cli.Backups);
        using var history = JsonDocument.Parse((await plane.Helm(major, "history", "web", "-n", space, "-o", "json")).MustSucceed().Output);
        Assert.Equal(["superseded", "deployed"], history.RootElement.EnumerateArray().Select(one => one.GetProperty("status").GetString()));

        await using var ready = plane.KeepPodsReady(space);
        (await UpgradeAsync(plane, major, space, chart, "v3")).MustSucceed();
        using var after = JsonDocument.Parse((await plane.Helm(major, "history", "web", "-n", space, "-o", "json")).MustSucceed().Output);
        Assert.Equal(
            ["superseded", "superseded", "deployed"],
            after.RootElement.EnumerateArray().Select(one => one.GetProperty("status").GetString())
        );
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task An_upgrade_that_was_killed_before_is_not_marked_deployed(int major)
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("markdeployed");
        await plane.LeaveStuckUpgradeAsync(major, space, "web");
        await plane.MakeHealthyAsync(space);
        await RefusedAsync(plane, space);
    }

    [Fact]
    public async Task A_cluster_that_no_longer_runs_it_is_no_proof()
    {
        var (plane, space, _) = await UpgradedAsync(4);
        await TakeBackAsync(plane, space);
        await plane.DeleteAsync($"apis/apps/v1/namespaces/{space}/deployments/web");
        await RefusedAsync(plane, space);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_base_that_was_superseded_before_the_upgrade_began_is_no_proof(int major)
    {
        var (plane, space, _) = await UpgradedAsync(major);
        var path = $"api/v1/namespaces/{space}/secrets/sh.helm.release.v1.web.v2";
        var lost = PendingAgain(await plane.Admin.GetByteArrayAsync(new Uri(path, UriKind.Relative)));
        await plane.DeleteAsync(path);
        var again = JsonNode.Parse(lost)!.AsObject();
        again["metadata"]!.AsObject().Remove("uid");
        again["metadata"]!.AsObject().Remove("resourceVersion");
        using var body = Json(Encoding.UTF8.GetBytes(again.ToJsonString()));
        var secrets = new Uri($"api/v1/namespaces/{space}/secrets?fieldManager=Helm", UriKind.Relative);
        using var answer = await plane.Admin.PostAsync(secrets, body);
        answer.EnsureSuccessStatusCode();
        await RefusedAsync(plane, space);
    }

    private static async Task RefusedAsync(ControlPlane plane, string space)
    {
        using var cli = new ClusterCli(plane, plane.AdminUser, space, idleAfter: TimeSpan.FromHours(-1));
        var before = await plane.Second.RecordsAsync(space);
        var refused = await cli.UnstickAsync("web", "2", "--mark-deployed");
        Assert.Equal(1, refused.ExitCode);
        Assert.Matches("cannot be marked deployed: it is not proven .*; nothing was changed", refused.Error);
        Assert.Empty(cli.Backups);
        Assert.Equal(before, await plane.Second.RecordsAsync(space));
    }

    private async Task<(ControlPlane Plane, string Space, string Chart)> UpgradedAsync(int major)
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("markdeployed");
        var chart = TestChart.Small.Write(plane.Folder);
        (await plane.Helm(major, "install", "web", chart, "-n", space)).MustSucceed();
        (await UpgradeAsync(plane, major, space, chart, "v2")).MustSucceed();
        await plane.MakeHealthyAsync(space);
        return (plane, space, chart);
    }

    private static Task<CommandResult> UpgradeAsync(ControlPlane plane, int major, string space, string chart, string tag) =>
        plane.Helm(major, "upgrade", "web", chart, "-n", space, "--set", $"image.tag={tag}");

    /// <summary>
    /// The records as they were before Helm's last write: pending, and its predecessor superseded after that.
    /// </summary>
    private static async Task TakeBackAsync(ControlPlane plane, string space)
    {
        await ReplaceAsync(plane, space, 2, PendingAgain);
        await ReplaceAsync(plane, space, 1, raw => WithStatus(raw, ReleaseStatus.Deployed));
        await ReplaceAsync(plane, space, 1, raw => WithStatus(raw, ReleaseStatus.Superseded));
    }

    private static byte[] PendingAgain(byte[] raw) => WithStatus(raw, ReleaseStatus.PendingUpgrade);

    private static byte[] WithStatus(byte[] raw, string status) =>
        ((PayloadEdit<byte[]>.Done)PayloadEditor.SetStatus(StorageDriver.Secret, raw, status, "Preparing upgrade")).Value;

    private static async Task ReplaceAsync(ControlPlane plane, string space, int revision, Func<byte[], byte[]> edit)
    {
        var record = $"sh.helm.release.v1.web.v{revision}";
        var path = new Uri($"api/v1/namespaces/{space}/secrets/{record}?fieldManager=Helm", UriKind.Relative);
        using var body = Json(edit(await plane.Admin.GetByteArrayAsync(path)));
        using var answer = await plane.Admin.PutAsync(path, body);
        answer.EnsureSuccessStatusCode();
    }

    private static ByteArrayContent Json(byte[] content) =>
        new(content) { Headers = { ContentType = MediaTypeHeaderValue.Parse("application/json") } };
}
