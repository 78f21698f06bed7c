using System.Text.Json.Nodes;

namespace Helmstuck.Tests.Cluster.Health;

/// <summary>Claims that wait for a pod, Jobs that ended, and the kinds of Kubernetes that no rollout has, on a real API server.</summary>
public sealed class NeverBlocksTests(BareControlPlane bare) : IClassFixture<BareControlPlane>
{
    private const string Fine = "healthy, workloads pass, helm-idle pass";
    private const string Waiting = "progressing, workloads warn, helm-idle pass";
    private const string Moving = "progressing, workloads fail, helm-idle fail";

    [Theory]
    [InlineData("new", "local", Waiting)]
    [InlineData("new", "fast", Moving)]
    [InlineData("new", "absent", Moving)]
    [InlineData("old", "fast", Waiting)]
    [InlineData("old", "local", Waiting)]
    [InlineData("used", "local", Moving)]
    public async Task Pending_claim(string which, string storage, string expected)
    {
        var scene = await bare.OpenAsync();
        foreach (var (name, mode) in new[] { ("local", "WaitForFirstConsumer"), ("fast", "Immediate") })
            if (await scene.Plane.GetAsync($"apis/storage.k8s.io/v1/storageclasses/{name}") is null)
                await PostAsync(
                    scene,
                    "apis/storage.k8s.io/v1/storageclasses",
                    $$"""{ "metadata": { "name": "{{name}}" }, "provisioner": "test.example/none", "volumeBindingMode": "{{mode}}" }"""
                );
        const string manifest = "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: data\nspec: {}\n";
        if (which != "old")
            await scene.BeginAsync(manifest);
        await PostAsync(
            scene,
            $"api/v1/namespaces/{scene.Space}/persistentvolumeclaims",
            $$"""
            { "metadata": { "name": "data" }, "spec": { "storageClassName": "{{storage}}", "accessModes": [ "ReadWriteOnce" ],
              "selector": { "matchLabels": { "disk": "big" } }, "resources": { "requests": { "storage": "1Gi" } } } }
            """
        );
        if (which == "used")
            await PostAsync(
                scene,
                $"api/v1/namespaces/{scene.Space}/pods",
                """
                { "metadata": { "name": "user" }, "spec": { "containers": [ { "name": "app", "image": "a" } ], "volumes": [ {
                  "name": "data", "persistentVolumeClaim": { "claimName": "data" } } ] } }
                """
            );
        if (which == "old")
        {
            await StuckScene.NextSecondAsync();
            await scene.BeginAsync(manifest);
        }
        Snapshot.Verify(await scene.ExpectAsync($"{which} claim of class {storage}", expected), $"{which}_{storage}");
    }

    [Theory]
    [InlineData("ttlSecondsAfterFinished: 1", "both", "missing, workloads pass, helm-idle pass")]
    [InlineData("ttlSecondsAfterFinished: 0", "the stuck one", "missing, workloads pass, helm-idle pass")]
    [InlineData("ttlSecondsAfterFinished: 86400", "both", "missing, workloads fail, helm-idle pass")]
    [InlineData("ttlSecondsAfterFinished: 86400", "the stuck one", "missing, workloads warn, helm-idle pass")]
    [InlineData("completions: 1", "both", "missing, workloads fail, helm-idle pass")]
    public async Task Job_that_is_gone(string spec, string manifests, string expected)
    {
        var scene = await bare.OpenAsync();
        await scene.BeginAsync(
            $"apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: migrate\nspec:\n  {spec}\n",
            manifests == "both" ? null : ""
        );
        await StuckScene.NextSecondAsync();
        await StuckScene.NextSecondAsync();
        Snapshot.Verify(
            await scene.ExpectAsync($"{spec}, in {manifests}", expected),
            $"{spec.Replace(": ", "-", StringComparison.Ordinal)}_{manifests.Replace(' ', '-')}"
        );
    }

    [Theory]
    [InlineData("schedule", "false", Fine)]
    [InlineData("suspended", "true", Fine)]
    [InlineData("gone", "", "missing, workloads fail, helm-idle pass")]
    public async Task CronJob(string state, string suspend, string expected)
    {
        var scene = await bare.OpenAsync();
        // Kubernetes 1.20 and older have only v1beta1, and 1.25 and newer only v1.
        var version = await scene.Plane.GetAsync("apis/batch/v1/namespaces/default/cronjobs") is null ? "v1beta1" : "v1";
        await scene.BeginAsync($"apiVersion: batch/{version}\nkind: CronJob\nmetadata:\n  name: nightly\nspec: {{}}\n");
        if (suspend.Length > 0)
            await PostAsync(
                scene,
                $"apis/batch/{version}/namespaces/{scene.Space}/cronjobs",
                $$"""
                { "metadata": { "name": "nightly" }, "spec": { "schedule": "0 3 * * *", "suspend": {{suspend}}, "jobTemplate": { "spec": {
                  "template": { "spec": { "restartPolicy": "Never", "containers": [ { "name": "a", "image": "a" } ] } } } } } }
                """
            );
        Snapshot.Verify(await scene.ExpectAsync(state, expected), state);
    }

    [Fact]
    public async Task CronJob_of_a_version_that_is_not_served_does_not_block()
    {
        var scene = await bare.OpenAsync();
        await scene.BeginAsync("apiVersion: batch/v2alpha1\nkind: CronJob\nmetadata:\n  name: nightly\nspec: {}\n");
        Snapshot.Verify(await scene.ExpectAsync("not served", "unknown, workloads warn, helm-idle pass"));
    }

    [Theory]
    [InlineData("ready", """{ "replicas": 2, "readyReplicas": 2, "availableReplicas": 2 }""", Fine)]
    [InlineData(
        "pods-fail",
        """{ "replicas": 2, "readyReplicas": 1, "availableReplicas": 1 }""",
        "degraded, workloads fail, helm-idle fail"
    )]
    [InlineData(
        "refused",
        """{ "replicas": 0, "conditions": [ { "type": "ReplicaFailure", "status": "True", "reason": "FailedCreate" } ] }""",
        "stalled, workloads fail, helm-idle fail"
    )]
    public async Task ReplicaSet(string state, string status, string expected)
    {
        var scene = await bare.OpenAsync();
        await scene.BeginAsync("apiVersion: apps/v1\nkind: ReplicaSet\nmetadata:\n  name: set\nspec: {}\n");
        await new HealthScene(scene.Plane, scene.Space).CreateAsync("ReplicaSet", "set", """{ "replicas": 2 }""");
        var written = JsonNode.Parse(status)!.AsObject();
        written["observedGeneration"] = 1;
        await scene.Plane.PatchAsync(
            $"apis/apps/v1/namespaces/{scene.Space}/replicasets/set/status",
            new JsonObject { ["status"] = written }
        );
        Snapshot.Verify(await scene.ExpectAsync(state, expected), state);
    }

    [Theory]
    [InlineData("ready", """{ "phase": "Running", "conditions": [ { "type": "Ready", "status": "True" } ] }""", Fine)]
    [InlineData("completed", """{ "phase": "Succeeded" }""", Fine)]
    [InlineData("pending", """{ "phase": "Pending" }""", Moving)]
    [InlineData(
        "no-image",
        """
            { "containerStatuses": [ { "name": "app", "image": "", "imageID": "", "ready": false, "restartCount": 0, "state": { "waiting": {
              "reason": "ErrImagePull" } } } ] }
            """,
        "degraded, workloads fail, helm-idle fail"
    )]
    [InlineData("evicted", """{ "phase": "Failed", "reason": "Evicted" }""", "degraded, workloads fail, helm-idle pass")]
    public async Task Pod(string state, string status, string expected)
    {
        var scene = await bare.OpenAsync();
        await scene.BeginAsync("apiVersion: v1\nkind: Pod\nmetadata:\n  name: shell\nspec: {}\n");
        var pods = $"api/v1/namespaces/{scene.Space}/pods";
        await PostAsync(
            scene,
            pods,
            """{ "metadata": { "name": "shell" }, "spec": { "containers": [ { "name": "app", "image": "a" } ] } }"""
        );
        await scene.Plane.PatchAsync($"{pods}/shell/status", new JsonObject { ["status"] = JsonNode.Parse(status) });
        Snapshot.Verify(await scene.ExpectAsync(state, expected), state);
    }

    private static Task<JsonObject> PostAsync(StuckScene scene, string collection, string json) =>
        scene.Plane.PostAsync(collection, JsonNode.Parse(json)!.AsObject());
}
