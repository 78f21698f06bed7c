using System.Globalization;
using System.Text.Json.Nodes;

namespace Helmstuck.Tests.Cluster.Health;

/// <summary>
/// Workloads that lack a pod, on a real API server: a defect from before the operation is no rollout, and the same one in the operation is.
/// </summary>
public sealed class StandingDefectTests(BareControlPlane bare) : IClassFixture<BareControlPlane>
{
    private const string Standing = "degraded, workloads fail, helm-idle pass";
    private const string Rolling = "degraded, workloads fail, helm-idle fail";
    private const string LongAgo = "2026-01-02T03:04:05Z";

    [Theory]
    [InlineData("before", Standing)]
    [InlineData("in", Rolling)]
    [InlineData("an older pod in", Rolling)]
    public async Task DaemonSet_with_a_pod_on_a_lost_node(string when, string expected) =>
        await ExpectAsync(when, expected, "DaemonSet", "daemonsets", "log", "{ }", Daemons(3));

    [Theory]
    [InlineData("before", Standing)]
    [InlineData("in", Rolling)]
    public async Task DaemonSet_with_OnDelete(string when, string expected) =>
        await ExpectAsync(when, expected, "DaemonSet", "daemonsets", "log", """{ "updateStrategy": { "type": "OnDelete" } }""", Daemons(1));

    [Theory]
    [InlineData("before", Standing)]
    [InlineData("in", Rolling)]
    [InlineData("an older pod in", Rolling)]
    public async Task StatefulSet_with_a_pod_on_a_lost_node(string when, string expected) =>
        await ExpectAsync(
            when,
            expected,
            "StatefulSet",
            "statefulsets",
            "db",
            """{ "replicas": 3, "serviceName": "db" }""",
            """
            { "replicas": 3, "readyReplicas": 2, "availableReplicas": 2, "currentReplicas": 3, "updatedReplicas": 3,
              "currentRevision": "db-1", "updateRevision": "db-1" }
            """
        );

    [Theory]
    [InlineData("before", "NewReplicaSetAvailable", Standing)]
    [InlineData("before", "ReplicaSetUpdated", Standing)]
    [InlineData("in", "ReplicaSetUpdated", "progressing, workloads fail, helm-idle fail")]
    public async Task Deployment_that_was_equally_short(string when, string progressing, string expected) =>
        await ExpectAsync(
            when,
            expected,
            "Deployment",
            "deployments",
            "web",
            """{ "replicas": 3 }""",
            $$"""
            { "replicas": 3, "updatedReplicas": 3, "readyReplicas": 2, "availableReplicas": 2, "conditions": [ { "type": "Available",
              "status": "True" }, { "type": "Progressing", "status": "True", "reason": "{{progressing}}" } ] }
            """,
            progressing
        );

    [Fact]
    public async Task A_rollout_that_has_not_updated_every_pod_stays_one()
    {
        var scene = await bare.OpenAsync();
        var owner = await CreateAsync(scene, "DaemonSet", "daemonsets", "log", "{ }", Daemons(1));
        await PodAsync(scene, "log", "log-c", owner, LongAgo);
        await StuckScene.NextSecondAsync();
        await scene.BeginAsync(Manifest("DaemonSet", "log"));
        Snapshot.Verify(await scene.ExpectAsync("one of three updated", "progressing, workloads fail, helm-idle fail"));
    }

    private static string Daemons(int updated) =>
        $$"""
            { "desiredNumberScheduled": 3, "currentNumberScheduled": 3, "updatedNumberScheduled": {{updated}}, "numberReady": 2,
              "numberAvailable": 2 }
            """;

    /// <summary>Three pods, of which the last is not ready.</summary>
    private async Task ExpectAsync(
        string when,
        string expected,
        string kind,
        string plural,
        string name,
        string spec,
        string status,
        string more = "",
        [System.Runtime.CompilerServices.CallerMemberName] string method = ""
    )
    {
        var scene = await bare.OpenAsync();
        if (when == "in")
        {
            await scene.BeginAsync(Manifest(kind, name));
            await StuckScene.NextSecondAsync();
        }
        var owner = await CreateAsync(scene, kind, plural, name, spec, status);
        if (kind == "Deployment")
            owner = await CreateAsync(
                scene,
                "ReplicaSet",
                "replicasets",
                "web-1",
                """{ "replicas": 3 }""",
                """{ "replicas": 3, "readyReplicas": 2 }""",
                owner
            );
        // The other two are ready.
        foreach (var pod in new[] { "a", "b" })
            await PodAsync(scene, name, $"{name}-{pod}", owner, null);
        if (when == "an older pod in")
            await PodAsync(
                scene,
                name,
                $"{name}-c",
                owner,
                DateTime.UtcNow.AddMinutes(1).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)
            );
        else
            await PodAsync(
                scene,
                name,
                $"{name}-c",
                owner,
                when == "before" ? LongAgo : DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)
            );
        if (when != "in")
        {
            await StuckScene.NextSecondAsync();
            await scene.BeginAsync(Manifest(kind, name));
        }
        var said = await scene.ExpectAsync($"{kind}, {when} the operation {more}".TrimEnd(), expected);
        Assert.Equal(expected == Standing ? "investigate" : "wait", (await scene.ExplainAsync()).Advice);
        Snapshot.Verify(said, $"{when.Replace(' ', '-')}{(more.Length > 0 ? "_" + more : "")}", method: method);
    }

    private static string Manifest(string kind, string name) =>
        $"apiVersion: apps/v1\nkind: {kind}\nmetadata:\n  name: {name}\nspec: {{}}\n";

    private static async Task<JsonObject> CreateAsync(
        StuckScene scene,
        string kind,
        string plural,
        string name,
        string spec,
        string status,
        JsonObject? owner = null
    )
    {
        await new HealthScene(scene.Plane, scene.Space).CreateAsync(kind, name, spec);
        var path = $"apis/apps/v1/namespaces/{scene.Space}/{plural}/{name}";
        if (owner is not null)
            await scene.Plane.PatchAsync(
                path,
                new JsonObject
                {
                    ["metadata"] = new JsonObject
                    {
                        ["labels"] = new JsonObject { ["app"] = "web" },
                        ["ownerReferences"] = Owners(owner),
                    },
                }
            );
        var written = JsonNode.Parse(status)!.AsObject();
        written["observedGeneration"] = 1;
        return (await scene.Plane.PatchAsync(path + "/status", new JsonObject { ["status"] = written }))!;
    }

    /// <param name="unready">Since when it is not ready; null if it is ready.</param>
    private static async Task PodAsync(StuckScene scene, string app, string name, JsonObject owner, string? unready)
    {
        var pods = $"api/v1/namespaces/{scene.Space}/pods";
        await scene.Plane.PostAsync(
            pods,
            new JsonObject
            {
                ["metadata"] = new JsonObject
                {
                    ["name"] = name,
                    ["labels"] = new JsonObject { ["app"] = app },
                    ["ownerReferences"] = Owners(owner),
                },
                ["spec"] = JsonNode.Parse("""{ "nodeName": "node-9", "containers": [ { "name": "app", "image": "web:v1" } ] }"""),
            }
        );
        await scene.Plane.PatchAsync(
            $"{pods}/{name}/status",
            JsonNode
                .Parse(
                    $$"""
                    { "status": { "phase": "Running", "conditions": [ { "type": "Ready", "status": "{{(
                        unready is null ? "True" : "False"
                    )}}",
                      "lastTransitionTime": "{{unready ?? LongAgo}}" } ] } }
                    """
                )!
                .AsObject()
        );
    }

    private static JsonArray Owners(JsonObject owner) =>
        [
            new JsonObject
            {
                ["apiVersion"] = "apps/v1",
                ["kind"] = owner["kind"]!.DeepClone(),
                ["name"] = owner["metadata"]!["name"]!.DeepClone(),
                ["uid"] = owner["metadata"]!["uid"]!.DeepClone(),
                ["controller"] = true,
            },
        ];
}
