using System.Text;
using System.Text.Json.Nodes;
using static Helmstuck.Tests.Cluster.Health.CustomStates;

namespace Helmstuck.Tests.Cluster.Health;

/// <summary>Kinds without a rule, and Deployments that another controller scales to zero, on a real API server.</summary>
public sealed class OtherKindTests(SharedControlPlane shared)
{
    private static readonly CustomKind Rollout = new("argoproj.io", "v1alpha1", "Rollout", "rollouts");
    private static readonly CustomKind ScaledObject = new("keda.sh", "v1alpha1", "ScaledObject", "scaledobjects");
    private static readonly CustomKind Worker = new("workers.example.test", "v1", "Worker", "workers");
    private static readonly CustomKind Canary = new("canaries.example.test", "v1", "Canary", "canaries");

    [Fact]
    public async Task A_kind_with_a_pod_template_and_no_rule() =>
        Snapshot.Verify(
            await TellAsync(
                shared,
                Worker,
                "web",
                new CustomState(
                    "it says that it is ready",
                    [Is("template", "{ \"spec\": { \"containers\": [ { \"name\": \"app\", \"image\": \"web:v1\" } ] } }")],
                    [Is("observedGeneration", "2"), Conditions(Condition("Ready", "True"))],
                    Unknown
                ),
                new CustomState("it says nothing", [Is("template", "{ \"spec\": { \"containers\": [  ] } }")], [], Unknown),
                new CustomState(
                    "it says that it is not ready",
                    [Is("template", "{ \"spec\": { \"containers\": [  ] } }")],
                    [Conditions(Condition("Ready", "False", "Crash"))],
                    "unknown, workloads unknown, helm-idle fail"
                )
            )
        );

    [Fact]
    public async Task A_kind_with_a_workloadRef_and_no_rule() =>
        Snapshot.Verify(
            await TellAsync(
                shared,
                Canary,
                "web",
                new CustomState(
                    "it says that it succeeded",
                    [Is("workloadRef", "{ \"kind\": \"Deployment\", \"name\": \"web\" }")],
                    [Text("phase", "Succeeded")],
                    Unknown
                ),
                new CustomState(
                    "it says that it failed",
                    [Is("workloadRef", "{ \"kind\": \"StatefulSet\", \"name\": \"db\" }")],
                    [Text("phase", "Failed")],
                    Unknown
                )
            )
        );

    [Theory]
    [InlineData(0, "healthy + healthy, workloads pass, helm-idle pass")]
    [InlineData(1, "healthy + progressing, workloads fail, helm-idle fail")]
    public async Task Deployment_of_a_workloadRef(int replicas, string expected)
    {
        var scene = await StuckScene.OpenAsync(await shared.GetAsync());
        await Rollout.DefineAsync(scene.Plane);
        const string spec = """{ "replicas": 1, "workloadRef": { "apiVersion": "apps/v1", "kind": "Deployment", "name": "web" } }""";
        await scene.BeginAsync($"{Manifest(Rollout, "canary", spec)}---\n{Deployment}");
        await Rollout.WriteAsync(
            scene.Plane,
            scene.Space,
            "canary",
            spec,
            """
            { "observedGeneration": "2", "workloadObservedGeneration": "1", "phase": "Healthy", "replicas": 1, "updatedReplicas": 1,
              "readyReplicas": 1, "availableReplicas": 1 }
            """,
            """{ "rollout.argoproj.io/workload-generation": "1" }"""
        );
        await SettleAsync(scene, replicas);
        Snapshot.Verify(await scene.ExpectAsync($"a Deployment of {replicas}", expected), $"replicas={replicas}");
    }

    [Fact]
    public async Task Deployment_at_zero_and_the_ScaledObject_that_may_hold_it_there()
    {
        var said = new StringBuilder();
        foreach (
            var (name, conditions, expected) in new[]
            {
                ("ready and not active", $"{Condition("Ready", "True")}, {Condition("Active", "False")}", Fine),
                ("paused", $"{Condition("Ready", "True")}, {Condition("Paused", "True", "ScaledObjectPaused")}", Fine),
                ("its trigger is broken", Condition("Ready", "False", "TriggerError"), "healthy, workloads pass, helm-idle fail"),
                ("without KEDA", "", Fine),
            }
        )
        {
            var scene = await StuckScene.OpenAsync(await shared.GetAsync());
            const string spec = """{ "scaleTargetRef": { "name": "web" }, "minReplicaCount": 0 }""";
            await ScaledObject.DefineAsync(scene.Plane);
            await scene.BeginAsync(conditions.Length == 0 ? Deployment : $"{Manifest(ScaledObject, "web", spec)}---\n{Deployment}");
            if (conditions.Length > 0)
                await ScaledObject.WriteAsync(scene.Plane, scene.Space, "web", spec, $$"""{ "conditions": [ {{conditions}} ] }""");
            await SettleAsync(scene, 0);
            said.Append(await scene.ExpectAsync(name, expected));
        }
        Snapshot.Verify(said.ToString());
    }

    private const string Deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec: {}\n";

    /// <summary>Creates the Deployment web and waits until its controller has written that it cannot do more without a kubelet.</summary>
    private static async Task SettleAsync(StuckScene scene, int replicas)
    {
        await scene.Plane.Second.CreateDeploymentAsync(scene.Space, "web", replicas, "web:v1");
        var path = $"apis/apps/v1/namespaces/{scene.Space}/deployments/web";
        while (
            (await scene.Plane.GetAsync(path))!["status"] is not { } status
            || status["observedGeneration"] is null
            || (int?)status["updatedReplicas"] is var updated && (updated ?? 0) != replicas
            || status["conditions"] is not JsonArray { Count: 2 }
        )
            await Task.Delay(25);
    }
}
