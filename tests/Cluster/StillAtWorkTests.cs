using System.Text.Json;
using System.Text.Json.Nodes;

namespace Helmstuck.Tests.Cluster;

/// <summary>
/// Whoever may still be at work on a release is seen on a real API server, wherever the sign of it stands: a check that passes though it
/// must not is the worst of all.
/// </summary>
public sealed class StillAtWorkTests(SharedControlPlane shared)
{
    private const string Migration = "apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: mig\nspec: {}\n";

    [Fact]
    public async Task Hook_of_a_stacked_record_below_the_newest_still_runs()
    {
        var (plane, space) = await SpaceAsync();
        await plane.SeedAsync(new SeedRecord(space, "web", 1, "deployed"));
        await plane.SeedAsync(
            new SeedRecord(space, "web", 2, "pending-upgrade")
            {
                Edit = payload => payload["hooks"] = Hooks("pre-upgrade", "Running", DateTime.UtcNow),
                Manifest = StatefulSet,
            }
        );
        await plane.SeedAsync(new SeedRecord(space, "web", 3, "pending-rollback"));
        await JobAsync(plane, space, "mig");
        var review = await ExplainAsync(plane, space);
        Assert.Equal(("fail", "hook Job/mig is still running: Helm may be waiting for it"), Check(review, "helm-idle"));
        // What only the lower one brought is looked at as well.
        Assert.Equal(
            "db missing",
            string.Join(
                ", ",
                review
                    .GetProperty("workloads")
                    .EnumerateArray()
                    .Select(workload => $"{workload.GetProperty("name")} {workload.GetProperty("verdict")}")
            )
        );
    }

    [Theory]
    [InlineData("Running", "2020-01-01T00:00:00Z")]
    [InlineData("", "")]
    public async Task Hook_whose_record_tells_of_no_start_in_this_operation_still_runs(string phase, string startedAt)
    {
        var (plane, space) = await SpaceAsync();
        await plane.SeedAsync(new SeedRecord(space, "web", 1, "deployed"));
        await plane.SeedAsync(
            new SeedRecord(space, "web", 2, "pending-rollback")
            {
                Edit = payload =>
                    payload["hooks"] = Hooks(
                        "pre-rollback",
                        phase,
                        startedAt.Length == 0 ? null : DateTime.Parse(startedAt, System.Globalization.CultureInfo.InvariantCulture)
                    ),
            }
        );
        await JobAsync(plane, space, "mig");
        Assert.Equal("fail", Check(await ExplainAsync(plane, space), "helm-idle").State);
    }

    [Fact]
    public async Task Helm_that_wrote_an_object_that_is_no_workload_has_written()
    {
        var (plane, space) = await SpaceAsync();
        await plane.SeedAsync(new SeedRecord(space, "web", 1, "deployed") { Manifest = Service(80) });
        await plane.SeedAsync(new SeedRecord(space, "web", 2, "pending-upgrade") { Manifest = Service(81) });
        await Task.Delay(TimeSpan.FromSeconds(3));
        await plane.PostAsync(
            $"api/v1/namespaces/{space}/services?fieldManager=helm",
            JsonNode.Parse("""{ "metadata": { "name": "web" }, "spec": { "ports": [ { "port": 81 } ] } }""")!.AsObject()
        );
        var evidence = (await ExplainAsync(plane, space))
            .GetProperty("checks")
            .EnumerateArray()
            .Single(check => check.GetProperty("id").GetString() == "helm-idle")
            .GetProperty("evidence");
        Assert.Contains(
            evidence.EnumerateArray(),
            line => line.GetString()!.StartsWith("last write by helm: Service/web", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Flux_marks_an_object_that_is_no_workload()
    {
        var (plane, space) = await SpaceAsync(
            "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n  labels:\n    helm.toolkit.fluxcd.io/name: web\n    "
                + "helm.toolkit.fluxcd.io/namespace: flux\n"
        );
        var review = await ExplainAsync(plane, space);
        Assert.Equal(("fail", "Flux HelmRelease flux/web manages this release"), Check(review, "owner"));
        Assert.Equal("leave-to-owner", review.GetProperty("recommendation").GetProperty("action").GetString());
    }

    [Fact]
    public async Task K3s_runs_Helm_in_another_namespace_and_who_may_not_look_is_told_so()
    {
        var (plane, space) = await SpaceAsync();
        var release = $"chart-{space}";
        await plane.SeedAsync(new SeedRecord(space, release, 1, "pending-install"));
        await JobAsync(plane, "kube-system", $"helm-install-{release}", new JsonObject { ["helmcharts.helm.cattle.io/chart"] = release });
        Assert.Equal("fail", Check(await ExplainAsync(plane, space, release), "owner").State);

        var user = plane.AddTokenUser($"blind-{space}");
        await plane.GrantAsync(user, space, Allow.Read("secrets", "apps/deployments"));
        var (state, summary) = Check(await ExplainAsync(plane, space, release, user), "owner");
        Assert.Equal("unknown", state);
        Assert.Contains("is forbidden", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReplicaSets_and_ReplicationControllers_are_workloads()
    {
        var (plane, space) = await SpaceAsync(
            "apiVersion: apps/v1\nkind: ReplicaSet\nmetadata:\n  name: set\nspec: {}\n---\napiVersion: v1\nkind: "
                + "ReplicationController\nmetadata:\n  name: old\nspec: {}\n"
        );
        await plane.PostAsync(
            $"apis/apps/v1/namespaces/{space}/replicasets",
            JsonNode
                .Parse(
                    """
                    { "metadata": { "name": "set" }, "spec": { "replicas": 2, "selector": { "matchLabels": { "app": "set" } },
                      "template": { "metadata": { "labels": { "app": "set" } }, "spec": { "containers": [ { "name": "a",
                      "image": "a" } ] } } } }
                    """
                )!
                .AsObject()
        );
        while ((int?)(await plane.GetAsync($"apis/apps/v1/namespaces/{space}/replicasets/set"))!["status"]!["replicas"] != 2)
            await Task.Delay(50);
        var review = await ExplainAsync(plane, space);
        Assert.Equal(
            "set degraded, old missing",
            string.Join(
                ", ",
                review
                    .GetProperty("workloads")
                    .EnumerateArray()
                    .Select(workload => $"{workload.GetProperty("name")} {workload.GetProperty("verdict")}")
            )
        );
        Assert.Equal("fail", Check(review, "helm-idle").State);
        await plane.MakePodsReadyAsync(space);
        while ((int?)(await plane.GetAsync($"apis/apps/v1/namespaces/{space}/replicasets/set"))!["status"]!["availableReplicas"] != 2)
            await Task.Delay(50);
        Assert.Contains(
            (await ExplainAsync(plane, space)).GetProperty("workloads").EnumerateArray(),
            workload => workload.GetProperty("verdict").GetString() == "healthy"
        );
    }

    private const string StatefulSet = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: db\nspec: {}\n";

    private static string Service(int port) =>
        $"apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports:\n  - port: {port}\n";

    private async Task<(ControlPlane Plane, string Space)> SpaceAsync()
    {
        var plane = await shared.GetAsync();
        return (plane, await plane.CreateNamespaceAsync("work"));
    }

    /// <summary>A namespace with a first installation of <c>web</c> that is pending.</summary>
    private async Task<(ControlPlane Plane, string Space)> SpaceAsync(string manifest)
    {
        var (plane, space) = await SpaceAsync();
        await plane.SeedAsync(new SeedRecord(space, "web", 1, "pending-install") { Manifest = manifest });
        return (plane, space);
    }

    private static JsonArray Hooks(string name, string phase, DateTime? startedAt) =>
        new(
            new JsonObject
            {
                ["name"] = "mig",
                ["kind"] = "Job",
                ["path"] = "demo/templates/mig.yaml",
                ["manifest"] = Migration,
                ["events"] = new JsonArray(name),
                ["last_run"] = new JsonObject
                {
                    ["phase"] = phase,
                    ["started_at"] = startedAt?.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture) ?? "",
                    ["completed_at"] = "",
                },
            }
        );

    /// <summary>A Job that runs: no kubelet ever ends it.</summary>
    private static async Task JobAsync(ControlPlane plane, string space, string name, JsonObject? labels = null) =>
        await plane.PostAsync(
            $"apis/batch/v1/namespaces/{space}/jobs",
            new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = labels },
                ["spec"] = JsonNode.Parse(
                    """{ "template": { "spec": { "restartPolicy": "Never", "containers": [ { "name": "a", "image": "a" } ] } } }"""
                ),
            }
        );

    private static async Task<JsonElement> ExplainAsync(ControlPlane plane, string space, string release = "web", ClusterUser? user = null)
    {
        using var cli = new ClusterCli(plane, user ?? plane.AdminUser, space, idleAfter: TimeSpan.FromHours(-1));
        var result = await cli.RunAsync("explain", release, "-o", "json");
        Assert.True(result.ExitCode == 0, result.Error);
        return JsonElement.Parse(result.Out);
    }

    private static (string State, string Summary) Check(JsonElement review, string id)
    {
        var check = review.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("id").GetString() == id);
        return (check.GetProperty("state").GetString()!, check.GetProperty("summary").GetString()!);
    }
}
