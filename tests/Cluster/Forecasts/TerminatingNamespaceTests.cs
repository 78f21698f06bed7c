using System.Text.Json.Nodes;

namespace Helmstuck.Tests.Cluster.Forecasts;

/// <summary>
/// A namespace that is being deleted, its records held by finalizers: nothing new can be created in it, whatever becomes of a record. Held
/// against the real Helms.
/// </summary>
public sealed class TerminatingNamespaceTests(SharedControlPlane shared)
{
    private const string Hold = "example.com/hold";

    [Theory]
    [InlineData(3, "secret")]
    [InlineData(4, "configmap")]
    public async Task It_is_said_first_and_nothing_is_called_unstuck(int helm, string driver)
    {
        var (plane, space) = await SpaceAsync(driver, "deployed", "pending-upgrade");
        using var cli = Cli(plane, space, driver);
        var review = await cli.ExplainAsync("web");
        Assert.Equal(
            ("fail", $"without revision 2, Helm refuses the next upgrade: namespace {space} is being deleted"),
            review.Check("unlocks")
        );
        Assert.Equal("investigate", review.Advice);
        Assert.Matches(
            $"^namespace {space} is being deleted since [-0-9]+ [:0-9]+Z, held by finalizers: {Hold} in 2 resource instances",
            review.Reasons[0]
        );
        Assert.StartsWith(
            $"Attention:      namespace {space} is being deleted",
            (await cli.RunAsync("explain", "web")).Out,
            StringComparison.Ordinal
        );
        var refused = await cli.UnstickAsync("web", "2");
        Assert.Equal(4, refused.ExitCode);
        Assert.DoesNotContain("unstuck", refused.Error + refused.Out, StringComparison.Ordinal);

        await ReleaseAsync(plane, space, driver, 2);
        var environment = new Dictionary<string, string?>(plane.EnvironmentOf(plane.AdminUser)) { ["HELM_DRIVER"] = driver };
        var real = await ExternalCommand.RunAsync(
            TestPrograms.Find($"helm{helm}"),
            ["upgrade", "web", new TestChart().Write(plane.Folder), "-n", space],
            environment
        );
        Assert.Contains(review.Verdict("afterDelete", "upgrade")["refused: ".Length..], real.Error, StringComparison.Ordinal);
        await ReleaseAsync(plane, space, driver, 1);
    }

    [Fact]
    public async Task The_only_record_of_an_install_is_no_way_out_either()
    {
        var (plane, space) = await SpaceAsync("secret", "pending-install");
        using var cli = Cli(plane, space, "secret");
        var review = await cli.ExplainAsync("web");
        Assert.Equal("fail", review.Check("unlocks").State);
        Assert.EndsWith("because it is being terminated", review.Verdict("afterDelete", "upgradeInstall"), StringComparison.Ordinal);
        Assert.EndsWith("because it is being terminated", review.Verdict("afterDelete", "install"), StringComparison.Ordinal);
        Assert.Equal("investigate", review.Advice);
        await ReleaseAsync(plane, space, "secret", 1);
    }

    [Fact]
    public async Task Who_may_not_read_the_namespace_is_told_that_it_is_not_known()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("term");
        await plane.SeedHistoryAsync(space, "web", "deployed", "pending-upgrade");
        var user = plane.AddTokenUser($"narrow-{space}");
        await plane.GrantAsync(user, space, Allow.Read("secrets", "apps/deployments", "autoscaling/horizontalpodautoscalers"));
        using var cli = new ClusterCli(plane, user, space, idleAfter: TimeSpan.FromHours(-1));
        var review = await cli.ExplainAsync("web");
        Assert.Equal("pass", review.Check("unlocks").State);
        Assert.Contains(
            review
                .Root.GetProperty("checks")
                .EnumerateArray()
                .Single(check => check.GetProperty("id").GetString() == "unlocks")
                .GetProperty("evidence")
                .EnumerateArray(),
            line => line.GetString()!.StartsWith($"whether namespace {space} is being deleted is not known", StringComparison.Ordinal)
        );
    }

    private static ClusterCli Cli(ControlPlane plane, string space, string driver) =>
        new(
            plane,
            plane.AdminUser,
            space,
            driver == "secret" ? Helmstuck.Helm.Records.StorageDriver.Secret : Helmstuck.Helm.Records.StorageDriver.ConfigMap,
            TimeSpan.FromHours(-1)
        );

    /// <summary>A namespace that the namespace controller cannot delete, because a finalizer holds each record in it.</summary>
    private async Task<(ControlPlane Plane, string Space)> SpaceAsync(string driver, params string[] statuses)
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("term");
        for (var revision = 1; revision <= statuses.Length; revision++)
        {
            await plane.SeedAsync(new SeedRecord(space, "web", revision, statuses[revision - 1]) { Driver = driver });
            await plane.PatchAsync(PathOf(space, driver, revision), Finalizers(Hold));
        }
        await plane.DeleteAsync($"api/v1/namespaces/{space}");
        // The namespace controller has looked at it once all its conditions are there.
        while (
            (await plane.GetAsync($"api/v1/namespaces/{space}"))!["status"]!["conditions"] is not JsonArray conditions
            || conditions.All(condition => (string?)condition!["type"] != "NamespaceFinalizersRemaining")
        )
            await Task.Delay(100);
        return (plane, space);
    }

    private static Task<JsonObject?> ReleaseAsync(ControlPlane plane, string space, string driver, int revision) =>
        plane.PatchAsync(PathOf(space, driver, revision), Finalizers());

    private static JsonObject Finalizers(params string[] names) =>
        new() { ["metadata"] = new JsonObject { ["finalizers"] = new JsonArray([.. names.Select(name => (JsonNode)name)]) } };

    private static string PathOf(string space, string driver, int revision) =>
        $"api/v1/namespaces/{space}/{driver}s/sh.helm.release.v1.web.v{revision}";
}
