using System.Text.Json;
using System.Text.Json.Nodes;

namespace Helmstuck.Tests.Cluster;

/// <summary>
/// Who owns a release, by what stands on real objects: an operator's ownerReferences, the names of writers, and the marks of a backup tool,
/// which owns nothing.
/// </summary>
public sealed class OwnershipTests(SharedControlPlane shared)
{
    private const string Deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec: {}\n";

    [Fact]
    public async Task Operator_that_controls_the_only_record_keeps_it()
    {
        var (plane, space) = await SpaceAsync();
        await CreateAsync(plane, new SeedRecord(space, "web", 1, "pending-install"), "Helm", Owner);
        var review = await ExplainAsync(plane, space);
        Assert.Equal(("fail", "WebApp shop manages this release"), Check(review, "owner"));
        var advice = review.GetProperty("recommendation");
        Assert.Equal("leave-to-owner", advice.GetProperty("action").GetString());
        Assert.Contains("above all not this one, the only one", advice.GetRawText(), StringComparison.Ordinal);
        using var cli = new ClusterCli(plane, plane.AdminUser, space, idleAfter: TimeSpan.FromHours(-1));
        var refused = await cli.RunAsync(
            "unstick",
            "web",
            "--revision",
            "1",
            "--yes",
            "--override",
            "workloads=none",
            "--attest",
            "ci-jobs"
        );
        Assert.Equal(4, refused.ExitCode);
        Assert.Contains("owner", refused.Error, StringComparison.Ordinal);
        Assert.Single(await plane.Second.RecordsAsync(space));
    }

    [Theory]
    [InlineData("workload")]
    [InlineData("rendered")]
    [InlineData("changed")]
    public async Task Operator_that_controls_an_object_of_the_release_owns_it(string where)
    {
        var (plane, space) = await SpaceAsync();
        const string Map = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n";
        const string OwnedMap =
            Map + "  ownerReferences:\n  - {apiVersion: apps.example.com/v1, kind: WebApp, name: shop, uid: u, controller: true}\n";
        await plane.SeedAsync(new SeedRecord(space, "web", 1, "deployed") { Manifest = where == "workload" ? Deployment : Map });
        await plane.SeedAsync(
            new SeedRecord(space, "web", 2, "pending-upgrade")
            {
                Manifest = where switch
                {
                    "workload" => Deployment,
                    "rendered" => OwnedMap,
                    _ => Map + "data: {a: b}\n",
                },
            }
        );
        if (where == "workload")
            await plane.Second.CreateDeploymentAsync(
                space,
                "web",
                1,
                "web",
                deployment =>
                    deployment.Metadata.OwnerReferences = [
                        new k8s.Models.V1OwnerReference
                        {
                            ApiVersion = "apps.example.com/v1",
                            Kind = "WebApp",
                            Name = "shop",
                            Uid = "u-1",
                            Controller = true,
                        },
                    ]
            );
        if (where == "changed")
            await plane.PostAsync(
                $"api/v1/namespaces/{space}/configmaps",
                new JsonObject
                {
                    ["metadata"] = new JsonObject { ["name"] = "web", ["ownerReferences"] = Owner() },
                }
            );
        var review = await ExplainAsync(plane, space);
        Assert.Equal(("fail", "WebApp shop manages this release"), Check(review, "owner"));
        Assert.Equal("leave-to-owner", review.GetProperty("recommendation").GetProperty("action").GetString());
    }

    [Theory]
    [InlineData("manager")]
    [InlineData("crossplane-helm-provider")]
    public async Task Controller_that_wrote_the_record_may_run_elsewhere_and_had_better_find_it_failed(string manager)
    {
        var (plane, space) = await SpaceAsync();
        await CreateAsync(plane, new SeedRecord(space, "web", 1, "deployed") { Manifest = Deployment }, manager);
        await CreateAsync(plane, new SeedRecord(space, "web", 2, "pending-upgrade") { Manifest = Deployment }, manager);
        await plane.Second.CreateDeploymentAsync(space, "web", 1, "web");
        await plane.MakeHealthyAsync(space);
        var review = await ExplainAsync(plane, space);
        Assert.Equal(("warn", $"{manager} deployed this release: a controller, which may run in another cluster"), Check(review, "owner"));
        Assert.Equal("mark-failed", review.GetProperty("recommendation").GetProperty("action").GetString());
    }

    [Theory]
    [InlineData("velero-server", true)]
    [InlineData("velero-server", false)]
    [InlineData("unknown", true)]
    public async Task Restored_record_is_as_old_as_its_operation_and_has_no_owner(string manager, bool labelled)
    {
        var (plane, space) = await SpaceAsync();
        await RestoreAsync(plane, space, manager, labelled);
        await RestoredAsync(plane, space, labelled ? "restore r1" : "a backup");
    }

    [Fact]
    public async Task Record_with_fields_that_are_older_than_itself_was_restored()
    {
        var (plane, space) = await SpaceAsync();
        await RestoreAsync(plane, space, "Helm", labelled: false);
        // Velero: pkg/restore puts the managedFields of the backup back in a request of its own.
        var record = await plane.GetAsync($"api/v1/namespaces/{space}/secrets/sh.helm.release.v1.web.v2");
        var fields = record!["metadata"]!["managedFields"]!.DeepClone().AsArray();
        foreach (var field in fields)
            field!["time"] = "2026-01-05T02:11:09Z";
        await plane.PatchAsync(
            $"api/v1/namespaces/{space}/secrets/sh.helm.release.v1.web.v2",
            new JsonObject { ["metadata"] = new JsonObject { ["managedFields"] = fields } }
        );
        await RestoredAsync(plane, space, "a backup");
    }

    [Fact]
    public async Task New_revision_of_a_restored_release_inherits_the_label_and_is_as_young_as_it_is()
    {
        var (plane, space) = await SpaceAsync();
        var labels = new Dictionary<string, string?> { ["velero.io/restore-name"] = "r1" };
        await CreateAsync(plane, new SeedRecord(space, "web", 1, "deployed") { Labels = labels }, "velero-server");
        await CreateAsync(plane, new SeedRecord(space, "web", 2, "pending-upgrade") { Labels = labels }, "Helm");
        using var cli = new ClusterCli(plane, plane.AdminUser, space);
        var review = JsonElement.Parse((await cli.RunAsync("explain", "web", "-o", "json")).Out);
        Assert.Equal("fail", Check(review, "helm-idle").State);
        Assert.Equal(("pass", "no controller owns this release"), Check(review, "owner"));
    }

    private static Task<JsonObject> RestoreAsync(ControlPlane plane, string space, string manager, bool labelled) =>
        CreateAsync(
            plane,
            new SeedRecord(space, "web", 2, "pending-upgrade")
            {
                Labels = labelled
                    ? new Dictionary<string, string?> { ["velero.io/restore-name"] = "r1" }
                    : new Dictionary<string, string?>(),
                Edit = payload => payload["info"]!["last_deployed"] = "2026-01-05T02:11:09Z",
            },
            manager
        );

    private static async Task RestoredAsync(ControlPlane plane, string space, string origin)
    {
        using var cli = new ClusterCli(plane, plane.AdminUser, space);
        var review = JsonElement.Parse((await cli.RunAsync("explain", "web", "-o", "json")).Out);
        Assert.Equal(
            ("pass", $"no controller owns this release; its record came back with {origin}; the operation began on 2026-01-05 02:11:09Z"),
            Check(review, "owner")
        );
        Assert.StartsWith("Helm has written nothing for ", Check(review, "helm-idle").Summary, StringComparison.Ordinal);
        Assert.NotEqual("fail", Check(review, "helm-idle").State);
        var listed = JsonElement.Parse((await cli.RunAsync("list", "-o", "json")).Out).GetProperty("items")[0];
        Assert.Equal("stuck", listed.GetProperty("phase").GetString());
    }

    private static JsonArray Owner() =>
        new(
            new JsonObject
            {
                ["apiVersion"] = "apps.example.com/v1",
                ["kind"] = "WebApp",
                ["name"] = "shop",
                ["uid"] = "5f7f3b0e-0000-4000-8000-000000000001",
                ["controller"] = true,
            }
        );

    /// <summary>Creates a record as the program of that name would.</summary>
    private static Task<JsonObject> CreateAsync(ControlPlane plane, SeedRecord record, string manager, Func<JsonArray>? owner = null)
    {
        var body = record.Object();
        if (owner is not null)
            body["metadata"]!["ownerReferences"] = owner();
        return plane.PostAsync($"api/v1/namespaces/{record.Namespace}/secrets?fieldManager={manager}", body);
    }

    private async Task<(ControlPlane Plane, string Space)> SpaceAsync()
    {
        var plane = await shared.GetAsync();
        return (plane, await plane.CreateNamespaceAsync("owned"));
    }

    private static async Task<JsonElement> ExplainAsync(ControlPlane plane, string space)
    {
        using var cli = new ClusterCli(plane, plane.AdminUser, space, idleAfter: TimeSpan.FromHours(-1));
        var result = await cli.RunAsync("explain", "web", "-o", "json");
        Assert.True(result.ExitCode == 0, result.Error);
        return JsonElement.Parse(result.Out);
    }

    private static (string State, string Summary) Check(JsonElement review, string id)
    {
        var check = review.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("id").GetString() == id);
        return (check.GetProperty("state").GetString()!, check.GetProperty("summary").GetString()!);
    }
}
