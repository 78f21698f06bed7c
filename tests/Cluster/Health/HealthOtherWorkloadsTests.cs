using System.Text.Json.Nodes;
using Helmstuck.Health;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Tests.Cluster.Health;

/// <summary>Verdicts on the other kinds, on objects that the real controllers wrote, beside what the real kubectl says of them.</summary>
public sealed class HealthOtherWorkloadsTests(SharedControlPlane shared)
{
    private const string Stateful = "StatefulSet";
    private const string Daemon = "DaemonSet";

    [Fact]
    public async Task StatefulSet_from_new_to_a_crash()
    {
        var scene = await HealthScene.OpenAsync(await shared.GetAsync());
        await scene.CreateAsync(Stateful, "db", """{ "replicas": 2, "serviceName": "db" }""", "db:v1");
        var item = await scene.UntilAsync(Stateful, "db", json => json.Number("status", "replicas") == 1);
        await scene.ExpectAsync("StatefulSet, new", item, Stateful, "progressing", "Waiting for 2 pods to be ready...");

        item = await scene.FinishAsync(Stateful, "db");
        await scene.ExpectAsync(
            "StatefulSet, finished",
            item,
            Stateful,
            "healthy",
            "partitioned roll out complete: 2 new pods have been updated..."
        );

        await scene.SetImageAsync(Stateful, "db", "db:v2");
        await scene.UntilPodsAsync("db:v2", 1);
        item = await scene.UntilAsync(
            Stateful,
            "db",
            json => json.Number("status", "updatedReplicas") == 1 && json.Number("status", "readyReplicas") == 1
        );
        var judged = await scene.ExpectAsync(
            "StatefulSet, second rollout",
            item,
            Stateful,
            "progressing",
            "Waiting for 1 pods to be ready..."
        );
        Assert.Equal(("1 of 2 ready, 1 of 2 updated", true), (judged.Reason, judged.RollingOut));

        item = await scene.FinishAsync(Stateful, "db");
        await scene.SetReadyAsync("db:v2", false, 1);
        item = await scene.UntilAsync(Stateful, "db", json => json.Number("status", "readyReplicas") == 1);
        judged = await scene.ExpectAsync(
            "StatefulSet, crash after the rollout",
            item,
            Stateful,
            "degraded",
            "Waiting for 1 pods to be ready..."
        );
        // A first rollout looks just the same, and a Helm may be waiting for one.
        Assert.True(judged.RollingOut);

        await scene.SetReadyAsync("db:v2", true);
        await scene.PatchAsync(Stateful, "db", """{ "spec": { "replicas": 0 } }""");
        item = await scene.UntilAsync(Stateful, "db", json => json.Number("status", "replicas") is null or 0);
        Assert.Equal(
            "scaled to zero",
            (
                await scene.ExpectAsync(
                    "StatefulSet, scaled to zero",
                    item,
                    Stateful,
                    "healthy",
                    "partitioned roll out complete: 0 new pods have been updated..."
                )
            ).Reason
        );
    }

    [Fact]
    public async Task StatefulSet_with_a_partition()
    {
        var scene = await HealthScene.OpenAsync(await shared.GetAsync());
        await scene.CreateAsync(
            Stateful,
            "db",
            """
            { "replicas": 2, "serviceName": "db", "updateStrategy": { "type": "RollingUpdate", "rollingUpdate": { "partition": 1 } } }
            """,
            "db:v1"
        );
        await scene.FinishAsync(Stateful, "db");
        await scene.SetImageAsync(Stateful, "db", "db:v2");
        var item = await scene.FinishAsync(
            Stateful,
            "db",
            json => json.Number("status", "updatedReplicas") == 1 && json.Number("status", "readyReplicas") == 2
        );
        var judged = await scene.ExpectAsync(
            "StatefulSet, partition",
            item,
            Stateful,
            "healthy",
            "partitioned roll out complete: 1 new pods have been updated..."
        );
        Assert.Equal("2 of 2 ready, 1 of 2 updated (partition 1 holds the others back)", judged.Reason);
    }

    [Fact]
    public async Task OnDelete_is_no_rollout_for_kubectl_and_ready_is_enough_for_us()
    {
        var scene = await HealthScene.OpenAsync(await shared.GetAsync());
        await scene.CreateAsync(
            Stateful,
            "db",
            """{ "replicas": 2, "serviceName": "db", "updateStrategy": { "type": "OnDelete" } }""",
            "db:v1"
        );
        await scene.FinishAsync(Stateful, "db");
        await scene.SetImageAsync(Stateful, "db", "db:v2");
        var item = await scene.UntilAsync(Stateful, "db", json => json.Number("status", "updatedReplicas") is null or 0);
        var judged = await scene.ExpectAsync(
            "StatefulSet, OnDelete",
            item,
            Stateful,
            "healthy",
            "error: rollout status is only available for RollingUpdate strategy type"
        );
        Assert.Equal("2 of 2 ready, 0 of 2 updated (OnDelete: the others are updated when their pods are deleted)", judged.Reason);
    }

    [Fact]
    public async Task DaemonSet_from_new_to_a_crash()
    {
        var plane = await shared.GetAsync();
        var scene = await HealthScene.OpenAsync(plane);
        string[] nodes = [$"{scene.Space}-a", $"{scene.Space}-b"];
        foreach (var node in nodes)
        {
            await scene.CreateAsync(
                "api/v1/nodes",
                $$"""{ "metadata": { "name": "{{node}}", "labels": { "pool": "{{scene.Space}}" } } }"""
            );
            // A new node is tainted as not ready, which keeps daemons away until its kubelet speaks.
            Assert.NotNull(
                await plane.PatchAsync($"api/v1/nodes/{node}", JsonNode.Parse("""{ "spec": { "taints": null } }""")!.AsObject())
            );
        }
        var spec = $$"""{ "template": { "spec": { "nodeSelector": { "pool": "{{scene.Space}}" } } } }""";
        await scene.CreateAsync(Daemon, "log", spec, "log:v1");
        var item = await scene.UntilAsync(
            Daemon,
            "log",
            json => json.Number("status", "currentNumberScheduled") == 2 && json.Number("status", "updatedNumberScheduled") == 2
        );
        const string zero = """Waiting for daemon set "log" rollout to finish: 0 of 2 updated pods are available...""";
        await scene.ExpectAsync("DaemonSet, new", item, Daemon, "degraded", zero);

        item = await scene.FinishAsync(Daemon, "log");
        await scene.ExpectAsync("DaemonSet, finished", item, Daemon, "healthy", "daemon set \"log\" successfully rolled out");

        await scene.SetImageAsync(Daemon, "log", "log:v2");
        await scene.UntilPodsAsync("log:v2", 1);
        item = await scene.UntilAsync(Daemon, "log", json => json.Number("status", "updatedNumberScheduled") == 1);
        var judged = await scene.ExpectAsync(
            "DaemonSet, second rollout",
            item,
            Daemon,
            "progressing",
            """Waiting for daemon set "log" rollout to finish: 1 out of 2 new pods have been updated..."""
        );
        Assert.True(judged.RollingOut);

        await scene.FinishAsync(Daemon, "log");
        await scene.SetReadyAsync("log:v2", false, 1);
        item = await scene.UntilAsync(Daemon, "log", json => json.Number("status", "numberAvailable") == 1);
        await scene.ExpectAsync(
            "DaemonSet, crash after the rollout",
            item,
            Daemon,
            "degraded",
            """Waiting for daemon set "log" rollout to finish: 1 of 2 updated pods are available..."""
        );

        await scene.PatchAsync(
            Daemon,
            "log",
            """
            { "spec": { "updateStrategy": { "type": "OnDelete", "rollingUpdate": null }, "template": { "metadata": { "annotations": {
              "changed": "yes" } } } } }
            """
        );
        await scene.SetReadyAsync("log:v2", true);
        item = await scene.UntilAsync(
            Daemon,
            "log",
            json => json.Number("status", "numberAvailable") == 2 && json.Number("status", "updatedNumberScheduled") is null or 0
        );
        await scene.ExpectAsync(
            "DaemonSet, OnDelete",
            item,
            Daemon,
            "healthy",
            "error: rollout status is only available for RollingUpdate strategy type"
        );
        foreach (var node in nodes)
            await plane.DeleteAsync($"api/v1/nodes/{node}");
    }

    [Fact]
    public async Task Job_that_runs_completes_and_fails()
    {
        var scene = await HealthScene.OpenAsync(await shared.GetAsync());
        await scene.CreateAsync($"apis/batch/v1/namespaces/{scene.Space}/jobs", Job("good", "good:v1"));
        var item = await scene.UntilAsync("Job", "good", json => json.Number("status", "active") == 1);
        Expect(item, "Job", "progressing", "running: 0 of 1 succeeded, 1 active");
        await EndAsync(scene, "good:v1", "Succeeded");
        item = await scene.UntilAsync("Job", "good", json => new StatusReader(new KubeObject(json)).Condition("Complete") is not null);
        Expect(item, "Job", "healthy", "complete: 1 of 1 succeeded");

        await scene.CreateAsync($"apis/batch/v1/namespaces/{scene.Space}/jobs", Job("bad", "bad:v1"));
        await scene.UntilPodsAsync("bad:v1", 1);
        await EndAsync(scene, "bad:v1", "Failed");
        item = await scene.UntilAsync("Job", "bad", json => new StatusReader(new KubeObject(json)).Condition("Failed") is not null);
        Expect(item, "Job", "degraded", "BackoffLimitExceeded: Job has reached the specified backoff limit (0 of 1 succeeded, 1 failed)");

        static string Job(string name, string image) =>
            $$"""
                { "metadata": { "name": "{{name}}" }, "spec": { "completions": 1, "backoffLimit": 0, "template": { "spec": {
                  "restartPolicy": "Never", "containers": [ { "name": "app", "image": "{{image}}" } ] } } } }
                """;

        static async Task EndAsync(HealthScene scene, string image, string phase)
        {
            foreach (var pod in await scene.PodsAsync(image))
                await scene.PatchStatusAsync("Pod", pod.Meta.Name, $$"""{ "phase": "{{phase}}" }""");
        }
    }

    [Fact]
    public async Task Pods_and_claims_of_nobody()
    {
        var plane = await shared.GetAsync();
        var scene = await HealthScene.OpenAsync(plane);
        await scene.CreateAsync(
            $"api/v1/namespaces/{scene.Space}/pods",
            """{ "metadata": { "name": "shell" }, "spec": { "containers": [ { "name": "app", "image": "shell:v1" } ] } }"""
        );
        Expect(await scene.ReadAsync(scene.PathOf("Pod", "shell")), "Pod", "progressing", "Pending");
        await plane.MakePodsReadyAsync(scene.Space);
        Expect(await scene.ReadAsync(scene.PathOf("Pod", "shell")), "Pod", "healthy", "running and ready");
        await scene.CreateAsync(
            $"api/v1/namespaces/{scene.Space}/persistentvolumeclaims",
            """
            { "metadata": { "name": "data" }, "spec": { "accessModes": [ "ReadWriteOnce" ], "resources": { "requests": {
              "storage": "1Gi" } } } }
            """
        );
        Expect(
            await scene.ReadAsync(scene.PathOf("PersistentVolumeClaim", "data")),
            "PersistentVolumeClaim",
            "progressing",
            "pending: waiting for a volume"
        );
        await scene.PatchStatusAsync("PersistentVolumeClaim", "data", """{ "phase": "Bound" }""");
        Expect(await scene.ReadAsync(scene.PathOf("PersistentVolumeClaim", "data")), "PersistentVolumeClaim", "healthy", "bound");
    }

    private static void Expect(KubeObject item, string kind, string verdict, string reason)
    {
        var judged = WorkloadJudge.Judge(item, null, true, 0.10, kind);
        Assert.Equal((verdict, reason), (HealthText.Of(judged.Verdict), judged.Reason));
    }
}
