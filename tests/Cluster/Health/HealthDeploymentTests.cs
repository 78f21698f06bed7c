using System.Text.Json.Nodes;
using Helmstuck.Health;
using Helmstuck.Kube.Resources;
using k8s.Models;

namespace Helmstuck.Tests.Cluster.Health;

/// <summary>Verdicts on Deployments that the real controllers wrote, beside what the real kubectl says of them.</summary>
public sealed class HealthDeploymentTests(SharedControlPlane shared)
{
    private const string Kind = "Deployment";
    private const string Done = "deployment \"web\" successfully rolled out";

    [Fact]
    public async Task New_rollout_then_finished_then_a_crash()
    {
        var scene = await HealthScene.OpenAsync(await shared.GetAsync());
        await scene.CreateDeploymentAsync(3);
        var item = await scene.UntilAsync(Kind, "web", json => json.Number("status", "updatedReplicas") == 3);
        var judged = await scene.ExpectAsync(
            "new rollout",
            item,
            Kind,
            "progressing",
            """Waiting for deployment "web" rollout to finish: 0 of 3 updated replicas are available..."""
        );
        Assert.Equal(
            ("0 of 3 available", true, "False", "True"),
            (judged.Reason, judged.RollingOut, judged.ConditionAvailable, judged.ConditionProgressing)
        );

        item = await scene.FinishAsync(Kind, "web");
        judged = await scene.ExpectAsync("finished", item, Kind, "healthy", Done);
        Assert.Equal((3L, 3L, 3L, 3L, false), (judged.Desired, judged.Updated, judged.Ready, judged.Available, judged.RollingOut));

        await scene.SetReadyAsync("web:v1", false, 1);
        item = await scene.UntilAsync(Kind, "web", json => json.Number("status", "availableReplicas") == 2);
        judged = await scene.ExpectAsync(
            "crash after the rollout",
            item,
            Kind,
            "degraded",
            """Waiting for deployment "web" rollout to finish: 2 of 3 updated replicas are available..."""
        );
        Assert.Equal(
            ("2 of 3 available, although the rollout finished: pods failed later or were just added", false),
            (judged.Reason, judged.RollingOut)
        );
        var explained = await ExplainAsync(scene, judged, item, []);
        Assert.Contains("NotReady ×1", explained.Problems);
    }

    [Fact]
    public async Task Second_rollout_step_by_step()
    {
        var scene = await HealthScene.OpenAsync(await shared.GetAsync());
        await scene.CreateDeploymentAsync(
            3,
            spec =>
                spec.Strategy = new V1DeploymentStrategy
                {
                    RollingUpdate = new V1RollingUpdateDeployment { MaxSurge = 1, MaxUnavailable = 0 },
                }
        );
        await scene.FinishAsync(Kind, "web");
        await scene.SetImageAsync(Kind, "web", "web:v2");
        var item = await scene.UntilAsync(
            Kind,
            "web",
            json => json.Number("status", "updatedReplicas") == 1 && json.Number("status", "replicas") == 4
        );
        await scene.ExpectAsync(
            "second rollout",
            item,
            Kind,
            "progressing",
            """Waiting for deployment "web" rollout to finish: 1 out of 3 new replicas have been updated..."""
        );

        // Each new pod that becomes ready lets one old one go: after two, all three are new, and one old one waits for the third.
        for (var pods = 1; pods <= 2; pods++)
        {
            await scene.UntilPodsAsync("web:v2", pods);
            await scene.SetReadyAsync("web:v2", true);
        }
        item = await scene.UntilAsync(
            Kind,
            "web",
            json => json.Number("status", "updatedReplicas") == 3 && json.Number("status", "replicas") == 4
        );
        var judged = await scene.ExpectAsync(
            "old pods remain",
            item,
            Kind,
            "progressing",
            """Waiting for deployment "web" rollout to finish: 1 old replicas are pending termination..."""
        );
        Assert.Equal("3 of 3 available, 1 old replica is pending termination", judged.Reason);
    }

    [Fact]
    public async Task Stuck_on_the_deadline_because_the_stuck_revision_broke_it()
    {
        var scene = await HealthScene.OpenAsync(await shared.GetAsync());
        await scene.CreateDeploymentAsync(3, spec => spec.ProgressDeadlineSeconds = 2);
        await scene.FinishAsync(Kind, "web");
        await scene.SetImageAsync(Kind, "web", "web:v2");
        await scene.UntilPodsAsync("web:v2", 1);
        var pod = (await scene.PodsAsync("web:v2")).Single();
        await scene.PatchStatusAsync(
            "Pod",
            pod.Meta.Name,
            """
            { "phase": "Pending", "conditions": [ { "type": "PodScheduled", "status": "True" } ], "containerStatuses": [ {
              "name": "app", "image": "web:v2", "imageID": "", "ready": false, "restartCount": 0, "state": { "waiting": {
              "reason": "ImagePullBackOff", "message": "Back-off pulling image web:v2" } } } ] }
            """
        );

        var item = await scene.UntilAsync(
            Kind,
            "web",
            json => new StatusReader(new KubeObject(json)).Condition("Progressing") is { Status: "False" }
        );
        var judged = await scene.ExpectAsync(
            "stuck on the deadline",
            item,
            Kind,
            "stalled",
            """error: deployment "web" exceeded its progress deadline"""
        );
        Assert.Equal(
            "the rollout did not finish within its deadline of 2 s: 1 of 3 updated, 3 of 3 available, 3 old replicas are pending "
                + "termination",
            judged.Reason
        );

        var explained = await ExplainAsync(scene, judged, item, ["web:v2"]);
        Assert.True(explained.BrokenByStuckRevision);
        Assert.Equal(
            "web: pods of revision 1234: 0/1 ready (ImagePullBackOff); the old pods serve 3/3. To fix forward, override workloads with "
                + "a reason.",
            HealthText.Of(explained)
        );
        Assert.Contains("ImagePullBackOff ×1: app, web:v2", explained.Problems);
        Assert.False((await ExplainAsync(scene, judged, item, ["web:v3"])).BrokenByStuckRevision);

        // The way out: a fix forward makes it healthy again.
        await scene.SetImageAsync(Kind, "web", "web:v3");
        await scene.ExpectAsync("finished", await scene.FinishAsync(Kind, "web"), Kind, "healthy", Done);
    }

    [Fact]
    public async Task Paused()
    {
        var scene = await HealthScene.OpenAsync(await shared.GetAsync());
        await scene.CreateDeploymentAsync(3);
        await scene.FinishAsync(Kind, "web");
        await scene.PatchAsync(Kind, "web", """{ "spec": { "paused": true } }""");
        var item = await scene.UntilAsync(
            Kind,
            "web",
            json => new StatusReader(new KubeObject(json)).Condition("Progressing") is { Reason: "DeploymentPaused" }
        );
        var judged = await scene.ExpectAsync("paused", item, Kind, "paused", Done);
        Assert.Equal("Unknown", judged.ConditionProgressing);

        await scene.PatchAsync(Kind, "web", """{ "spec": { "paused": false } }""");
        item = await scene.UntilAsync(
            Kind,
            "web",
            json => new StatusReader(new KubeObject(json)).Condition("Progressing") is { Status: "True" }
        );
        await scene.ExpectAsync("finished", item, Kind, "healthy", Done);
    }

    [Fact]
    public async Task Scaled_to_zero()
    {
        var scene = await HealthScene.OpenAsync(await shared.GetAsync());
        await scene.CreateDeploymentAsync(2);
        await scene.FinishAsync(Kind, "web");
        await scene.PatchAsync(Kind, "web", """{ "spec": { "replicas": 0 } }""");
        var item = await scene.UntilAsync(Kind, "web", json => json.Number("status", "replicas") is null or 0);
        Assert.Equal("scaled to zero", (await scene.ExpectAsync("scaled to zero", item, Kind, "healthy", Done)).Reason);
    }

    [Fact]
    public async Task Without_a_deadline_there_is_no_condition_Progressing()
    {
        var scene = await HealthScene.OpenAsync(await shared.GetAsync());
        await scene.CreateDeploymentAsync(2, spec => spec.ProgressDeadlineSeconds = 2147483647);
        var judged = await scene.ExpectAsync("no deadline", await scene.FinishAsync(Kind, "web"), Kind, "healthy", Done);
        Assert.Null(judged.ConditionProgressing);
        Assert.Equal("2 of 2 available; no progressDeadlineSeconds, so there is no condition Progressing", judged.Reason);
    }

    [Fact]
    public async Task Ready_but_not_yet_for_long_enough()
    {
        var scene = await HealthScene.OpenAsync(await shared.GetAsync());
        await scene.CreateDeploymentAsync(
            2,
            spec =>
            {
                spec.MinReadySeconds = 86000;
                spec.ProgressDeadlineSeconds = 86400;
            }
        );
        var item = await scene.FinishAsync(Kind, "web", json => json.Number("status", "readyReplicas") == 2);
        var judged = await scene.ExpectAsync(
            "ready, not yet available",
            item,
            Kind,
            "progressing",
            """Waiting for deployment "web" rollout to finish: 0 of 2 updated replicas are available..."""
        );
        Assert.Equal("0 of 2 available (2 ready, but not yet for minReadySeconds 86000)", judged.Reason);
    }

    [Fact]
    public async Task Refused_by_a_quota()
    {
        var scene = await HealthScene.OpenAsync(await shared.GetAsync());
        await scene.CreateAsync(
            $"api/v1/namespaces/{scene.Space}/resourcequotas",
            """{ "metadata": { "name": "small" }, "spec": { "hard": { "pods": "1" } } }"""
        );
        // The controller that fills this in does not run here; the admission that refuses pods does.
        await scene.PatchStatusAsync("ResourceQuota", "small", """{ "hard": { "pods": "1" }, "used": { "pods": "0" } }""");
        await scene.CreateDeploymentAsync(3);
        var item = await scene.UntilAsync(
            Kind,
            "web",
            json =>
                json.Number("status", "updatedReplicas") == 1
                && new StatusReader(new KubeObject(json)).Condition("ReplicaFailure") is { Status: "True" }
        );
        var judged = await scene.ExpectAsync(
            "refused by a quota",
            item,
            Kind,
            "stalled",
            """Waiting for deployment "web" rollout to finish: 1 out of 3 new replicas have been updated..."""
        );
        Assert.Contains("exceeded quota: small, requested: pods=1, used: pods=1, limited: pods=1", judged.Reason, StringComparison.Ordinal);

        var events = await UntilEventAsync(scene, "FailedCreate");
        var explained = PodProblems.Explain(
            judged,
            item,
            new NamespaceObjects
            {
                ReplicaSets = await scene.ListAsync($"apis/apps/v1/namespaces/{scene.Space}/replicasets"),
                Events = events,
            },
            new StuckImages(7, [])
        );
        Assert.Contains(
            explained.Problems,
            line => line.StartsWith("quota: ", StringComparison.Ordinal) && line.Contains("exceeded quota: small", StringComparison.Ordinal)
        );
        Assert.Single(
            explained.Problems,
            line => line.StartsWith("FailedCreate ReplicaSet: Error creating: pods ", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task An_autoscaler_allows_one_tenth_and_no_more()
    {
        var scene = await HealthScene.OpenAsync(await shared.GetAsync());
        await scene.CreateDeploymentAsync(20);
        await scene.Plane.Second.CreateAutoscalerAsync(scene.Space, "web-hpa", "web", min: 5, max: 40, targetCpuPercent: 80);
        await scene.FinishAsync(Kind, "web");

        await scene.SetReadyAsync("web:v1", false, 2);
        var item = await scene.UntilAsync(Kind, "web", json => json.Number("status", "availableReplicas") == 18);
        var hpa = HpaReader.For(
            Kind,
            scene.Space,
            "web",
            await scene.ListAsync($"apis/autoscaling/v1/namespaces/{scene.Space}/horizontalpodautoscalers")
        );
        Assert.Equal(("web-hpa", 5L, 40L), (hpa!.Name, hpa.Min, hpa.Max));
        const string waiting = """Waiting for deployment "web" rollout to finish: 18 of 20 updated replicas are available...""";
        var judged = await scene.ExpectAsync("within an HPA's tolerance", item, Kind, "within-tolerance", waiting, hpa);
        Assert.Equal(
            (
                "18 of 20 available, within the 10 % HPA tolerance (2)",
                "|desired − updated| = 0, |updated − available| = 2, allowed floor(0.1 × 20) = 2; HPA web-hpa scales it"
            ),
            (judged.Reason, judged.Arithmetic)
        );
        await scene.ExpectAsync("the same without an HPA", item, Kind, "degraded", waiting);

        await scene.SetReadyAsync("web:v1", false, 3);
        item = await scene.UntilAsync(Kind, "web", json => json.Number("status", "availableReplicas") == 17);
        judged = await scene.ExpectAsync(
            "outside an HPA's tolerance",
            item,
            Kind,
            "degraded",
            """Waiting for deployment "web" rollout to finish: 17 of 20 updated replicas are available...""",
            hpa
        );
        Assert.EndsWith("outside the 10 % HPA tolerance (2)", judged.Reason, StringComparison.Ordinal);
        Assert.Contains("|updated − available| = 3, allowed floor(0.1 × 20) = 2", judged.Arithmetic, StringComparison.Ordinal);

        // It scales up: 22 pods now exist, the new ones are not ready yet, nor are those three.
        await scene.SetReadyAsync("web:v1", true);
        await scene.UntilAsync(Kind, "web", json => json.Number("status", "availableReplicas") == 20);
        await scene.PatchAsync(Kind, "web", """{ "spec": { "replicas": 22 } }""");
        item = await scene.UntilAsync(Kind, "web", json => json.Number("status", "updatedReplicas") == 22);
        judged = WorkloadJudge.Judge(item, hpa, true, 0.10, Kind);
        Assert.Equal((WorkloadVerdict.WithinTolerance, false), (judged.Verdict, judged.RollingOut));
    }

    [Fact]
    public async Task What_the_autoscaler_cannot_do_is_read_in_every_version_that_the_server_has()
    {
        var plane = await shared.GetAsync();
        var scene = await HealthScene.OpenAsync(plane);
        var versions = (await scene.ReadAsync("apis/autoscaling"))
            .Json.Items("versions")
            .Select(version => version.Text("version")!)
            .ToList();
        var newest = versions.Contains("v2") ? "v2" : "v2beta2";
        Assert.Contains("v1", versions);
        Assert.Contains(newest, versions);
        await plane.Second.CreateAutoscalerAsync(scene.Space, "lost", "nobody", min: null, max: 4);
        // What the autoscaler writes at its next round, up to a quarter of a minute later.
        Assert.NotNull(
            await plane.PatchAsync(
                $"apis/autoscaling/{newest}/namespaces/{scene.Space}/horizontalpodautoscalers/lost/status",
                JsonNode
                    .Parse(
                        """
                        { "status": { "currentReplicas": 0, "desiredReplicas": 0, "conditions": [ { "type": "AbleToScale",
                          "status": "False", "reason": "FailedGetScale", "message": "no such target" } ] } }
                        """
                    )!
                    .AsObject()
            )
        );
        foreach (var version in versions)
        {
            var read = HpaReader.Read(
                await scene.ReadAsync($"apis/autoscaling/{version}/namespaces/{scene.Space}/horizontalpodautoscalers/lost")
            );
            Assert.Equal(("Deployment", "nobody", 1L, 4L), (read.TargetKind, read.TargetName, read.Facts.Min, read.Facts.Max));
            Assert.StartsWith("AbleToScale is False: FailedGetScale", read.Facts.Trouble, StringComparison.Ordinal);
        }
    }

    private static async Task<WorkloadHealth> ExplainAsync(HealthScene scene, WorkloadHealth judged, KubeObject item, string[] images) =>
        PodProblems.Explain(
            judged,
            item,
            new NamespaceObjects
            {
                ReplicaSets = await scene.ListAsync($"apis/apps/v1/namespaces/{scene.Space}/replicasets"),
                Pods = await scene.ListAsync($"api/v1/namespaces/{scene.Space}/pods"),
                Events = await scene.ListAsync($"api/v1/namespaces/{scene.Space}/events"),
            },
            new StuckImages(1234, images)
        );

    private static async Task<List<KubeObject>> UntilEventAsync(HealthScene scene, string reason)
    {
        while (true)
        {
            var events = await scene.ListAsync($"api/v1/namespaces/{scene.Space}/events");
            if (events.Exists(item => item.Json.Text("reason") == reason))
                return events;
            await Task.Delay(50);
        }
    }
}
