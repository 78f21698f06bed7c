using System.Text.Json;
using System.Text.Json.Nodes;

namespace Helmstuck.Tests.Cluster;

/// <summary>
/// A record that lies in another namespace than its payload names: what is seen of its objects, and what real Helm does next.
/// </summary>
public sealed class RecordElsewhereTests(SharedControlPlane shared)
{
    private const string Manifest =
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec: {}\n---\n"
        + "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  a: b\n";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Objects_without_a_namespace_are_looked_for_in_both(bool inTarget)
    {
        var (plane, ops, shop) = await SpacesAsync();
        var place = inTarget ? shop : ops;
        await plane.SeedAsync(Elsewhere(new SeedRecord(ops, "web", 1, "deployed") { Manifest = Manifest }, shop));
        await plane.SeedAsync(
            Elsewhere(
                new SeedRecord(ops, "web", 2, "pending-upgrade") { Manifest = Manifest.Replace("a: b", "a: c", StringComparison.Ordinal) },
                shop
            )
        );
        await plane.Second.CreateDeploymentAsync(place, "web", 1, "web");
        await plane.PostAsync(
            $"api/v1/namespaces/{place}/configmaps",
            new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = "web" },
                ["data"] = new JsonObject { ["a"] = "c" },
            }
        );
        await plane.MakeHealthyAsync(place);
        var review = await ExplainAsync(plane, ops);
        var workload = Assert.Single(review.GetProperty("workloads").EnumerateArray());
        Assert.Equal((place, "healthy"), (workload.GetProperty("namespace").GetString(), workload.GetProperty("verdict").GetString()));
        var change = Assert.Single(review.GetProperty("changes").EnumerateArray());
        Assert.Equal((place, "stuck"), (change.GetProperty("namespace").GetString(), change.GetProperty("live").GetString()));
        var record = review.GetProperty("checks").EnumerateArray().First();
        Assert.Contains(
            $"record in {ops}, deploys into {shop}",
            record.GetProperty("evidence").EnumerateArray().Select(line => line.GetString())
        );
        using var cli = new ClusterCli(plane, plane.AdminUser, ops);
        Assert.Contains(
            $"\nPlace:          record in {ops}, deploys into {shop}\n",
            (await cli.RunAsync("explain", "web")).Out,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("ops")]
    [InlineData("shop")]
    public async Task Marks_of_either_namespace_are_accepted(string marked)
    {
        var (plane, ops, shop) = await SpacesAsync();
        await plane.SeedAsync(Elsewhere(new SeedRecord(ops, "web", 1, "uninstalling"), shop));
        await plane.Second.CreateDeploymentAsync(
            shop,
            "left",
            1,
            "web",
            deployment =>
                deployment.Metadata.Annotations = new Dictionary<string, string>
                {
                    ["meta.helm.sh/release-name"] = "web",
                    ["meta.helm.sh/release-namespace"] = marked == "ops" ? ops : shop,
                }
        );
        await plane.MakeHealthyAsync(shop);
        var review = await ExplainAsync(plane, ops);
        Assert.Equal("left", Assert.Single(review.GetProperty("workloads").EnumerateArray()).GetProperty("name").GetString());
        Assert.Contains(
            $"helm uninstall web -n {ops} did not finish",
            review.GetProperty("recommendation").GetRawText(),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(
            "helm uninstall web ",
            Without(review.GetRawText(), $"helm uninstall web -n {ops}"),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Real_Helm_makes_a_second_copy_beside_the_record_as_forecast(int helm)
    {
        var (plane, ops, shop) = await SpacesAsync();
        var chart = TestChart.Small.Write(plane.Folder);
        (await plane.Helm(helm, "install", "web", chart, "-n", shop)).MustSucceed();
        var record = (await plane.GetAsync($"api/v1/namespaces/{shop}/secrets/sh.helm.release.v1.web.v1"))!;
        await plane.PostAsync(
            $"api/v1/namespaces/{ops}/secrets",
            new JsonObject
            {
                ["type"] = record["type"]!.DeepClone(),
                ["data"] = record["data"]!.DeepClone(),
                ["metadata"] = new JsonObject
                {
                    ["name"] = record["metadata"]!["name"]!.DeepClone(),
                    ["labels"] = record["metadata"]!["labels"]!.DeepClone(),
                },
            }
        );
        await plane.SeedAsync(Elsewhere(new SeedRecord(ops, "web", 2, "pending-upgrade"), shop));
        var notes = (await ExplainAsync(plane, ops)).GetProperty("outlook").GetProperty("notes").EnumerateArray();
        Assert.Contains(
            $"`helm upgrade web -n {ops}` is accepted, and creates the objects that name no namespace in {ops}: a second copy",
            notes.Single(note => note.GetProperty("id").GetString() == "record-elsewhere").GetProperty("text").GetString(),
            StringComparison.Ordinal
        );
        await plane.DeleteAsync($"api/v1/namespaces/{ops}/secrets/sh.helm.release.v1.web.v2");

        var upgraded = (await plane.Helm(helm, "upgrade", "web", chart, "-n", ops)).MustSucceed();
        Assert.Contains($"NAMESPACE: {shop}", upgraded.Output, StringComparison.Ordinal);
        Assert.NotNull(await plane.GetAsync($"apis/apps/v1/namespaces/{ops}/deployments/web"));
        Assert.NotNull(await plane.GetAsync($"apis/apps/v1/namespaces/{shop}/deployments/web"));
        (await plane.Helm(helm, "uninstall", "web", "-n", ops)).MustSucceed();
        Assert.NotNull(await plane.GetAsync($"apis/apps/v1/namespaces/{shop}/deployments/web"));
    }

    private static SeedRecord Elsewhere(SeedRecord record, string target) =>
        record with
        {
            Edit = payload => payload["namespace"] = target,
        };

    private static string Without(string text, string part) => text.Replace(part, "", StringComparison.Ordinal);

    private async Task<(ControlPlane Plane, string Ops, string Shop)> SpacesAsync()
    {
        var plane = await shared.GetAsync();
        return (plane, await plane.CreateNamespaceAsync("ops"), await plane.CreateNamespaceAsync("shop"));
    }

    private static async Task<JsonElement> ExplainAsync(ControlPlane plane, string space)
    {
        using var cli = new ClusterCli(plane, plane.AdminUser, space, idleAfter: TimeSpan.FromHours(-1));
        var result = await cli.RunAsync("explain", "web", "-o", "json");
        Assert.True(result.ExitCode == 0, result.Error);
        return JsonElement.Parse(result.Out);
    }
}
