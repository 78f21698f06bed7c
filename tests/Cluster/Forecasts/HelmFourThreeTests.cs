using System.Text.Json.Nodes;

namespace Helmstuck.Tests.Cluster.Forecasts;

/// <summary>
/// Records that Helm 4.3 wrote. It is not among the Helms of the tests: what it does was read in its sources, and here stands what the
/// older ones do with the same records and objects.
/// </summary>
public sealed class HelmFourThreeTests(SharedControlPlane shared)
{
    [Theory]
    [InlineData("rolled back by bob", 2, "a rollback to revision 2")]
    [InlineData("Rollback to 1", 3, "a rollback to revision 3")]
    [InlineData("Rollback to 1", 0, "a rollback to revision 1")]
    [InlineData("rolled back by bob", 0, "a rollback that did not finish")]
    public async Task A_rollbacks_target_is_taken_from_its_own_member_first(string description, int target, string words)
    {
        var (plane, space) = await SpaceAsync();
        await plane.SeedHistoryAsync(space, "web", "superseded", "superseded", "deployed");
        await plane.SeedAsync(
            new SeedRecord(space, "web", 4, "pending-rollback") { Description = description, Edit = payload => Target(payload, target) }
        );
        using var cli = Cli(plane, space);
        Assert.Contains(words, Assert.Single((await cli.ExplainAsync("web")).Notes["pending-rollback"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Real_Helm_describes_a_rollback_by_its_target_and_has_no_member_for_it(int helm)
    {
        var (plane, space) = await SpaceAsync();
        var chart = new TestChart().Write(plane.Folder);
        (await plane.Helm(helm, "install", "web", chart, "-n", space)).MustSucceed();
        (await plane.Helm(helm, "upgrade", "web", chart, "-n", space)).MustSucceed();
        (await plane.Helm(helm, "rollback", "web", "1", "-n", space)).MustSucceed();
        using var cli = Cli(plane, space);
        var review = await cli.ExplainAsync("web");
        Assert.Equal("Rollback to 1", review.Root.GetProperty("record").GetProperty("description").GetString());
        Assert.Empty(review.Notes["uninstall-ownership"]);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task An_uninstall_of_4_3_skips_what_lacks_the_marks_and_an_older_Helm_deletes_it(int helm)
    {
        var (plane, space) = await SpaceAsync();
        var chart = TestChart.Small.Write(plane.Folder);
        (await plane.Helm(helm, "install", "web", chart, "-n", space)).MustSucceed();
        await plane.MakeHealthyAsync(space);
        await plane.Kubectl("label", "deployment", "web", "-n", space, "app.kubernetes.io/managed-by-");
        var manifest = (await plane.Helm(helm, "get", "manifest", "web", "-n", space)).MustSucceed().Output;
        await plane.SeedAsync(
            new SeedRecord(space, "web", 2, "pending-rollback") { Manifest = manifest, Edit = payload => Target(payload, 1) }
        );
        using var cli = Cli(plane, space);
        Assert.EndsWith(
            " Of the objects that were read, it skips Deployment web.",
            Assert.Single((await cli.ExplainAsync("web")).Notes["uninstall-ownership"]),
            StringComparison.Ordinal
        );
        (await plane.Helm(helm, "uninstall", "web", "-n", space)).MustSucceed();
        Assert.Null(await plane.GetAsync($"apis/apps/v1/namespaces/{space}/deployments/web"));
    }

    private static void Target(JsonObject payload, int target)
    {
        if (target > 0)
            payload["info"]!["rollback_revision"] = target;
    }

    private static ClusterCli Cli(ControlPlane plane, string space) =>
        new(plane, plane.AdminUser, space, idleAfter: TimeSpan.FromHours(-1));

    private async Task<(ControlPlane Plane, string Space)> SpaceAsync()
    {
        var plane = await shared.GetAsync();
        return (plane, await plane.CreateNamespaceAsync("four-three"));
    }
}
