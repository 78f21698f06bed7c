using Helmstuck.Health;

namespace Helmstuck.Tests.Cluster.Health;

/// <summary>
/// States that pass too quickly, or need a controller that is late or wrong: without controllers, written into a real API server and shown
/// to the real kubectl.
/// </summary>
public sealed class HealthByHandTests
{
    private const string Kind = "Deployment";
    private const string Done = "deployment \"web\" successfully rolled out";
    private const string Conditions = """
        [ { "type": "Available", "status": "True" }, { "type": "Progressing", "status": "True", "reason": "NewReplicaSetAvailable" } ]
        """;

    [Fact]
    public async Task States_that_no_controller_leaves_standing()
    {
        await using var plane = await ControlPlane.StartAsync(new ControlPlaneOptions { Controllers = false });
        var scene = await HealthScene.OpenAsync(plane);
        await scene.CreateDeploymentAsync(3);
        var path = scene.PathOf(Kind, "web");
        const string unseen = "Waiting for deployment spec update to be observed...";
        var judged = await scene.ExpectAsync("spec not observed yet", await scene.ReadAsync(path), Kind, "progressing", unseen);
        Assert.True(judged.RollingOut);

        await scene.PatchStatusAsync(
            Kind,
            "web",
            $$"""
            { "observedGeneration": 1, "replicas": 3, "updatedReplicas": 3, "readyReplicas": 3, "availableReplicas": 3,
              "conditions": {{Conditions}} }
            """
        );
        await scene.ExpectAsync("finished", await scene.ReadAsync(path), Kind, "healthy", Done);

        // The counts are all there, but they are about the old image.
        await scene.SetImageAsync(Kind, "web", "web:v2");
        judged = await scene.ExpectAsync("spec not observed yet", await scene.ReadAsync(path), Kind, "progressing", unseen);
        Assert.Contains("(generation 2, observed 1)", judged.Reason, StringComparison.Ordinal);

        await scene.PatchStatusAsync(
            Kind,
            "web",
            """
            { "observedGeneration": 2, "conditions": [ { "type": "Available", "status": "False",
              "reason": "MinimumReplicasUnavailable" }, { "type": "Progressing", "status": "True",
              "reason": "NewReplicaSetAvailable" } ] }
            """
        );
        await scene.ExpectAsync(
            "Available or Progressing is not True, the counts match",
            await scene.ReadAsync(path),
            Kind,
            "degraded",
            Done
        );

        await scene.PatchStatusAsync(
            Kind,
            "web",
            $$"""{ "replicas": 4, "updatedReplicas": 4, "readyReplicas": 4, "availableReplicas": 4, "conditions": {{Conditions}} }"""
        );
        await scene.ExpectAsync("scaling down or being deleted", await scene.ReadAsync(path), Kind, "progressing", Done);

        // Deleted, but held by the finalizer of the garbage collector, which does not run.
        (await plane.Kubectl("delete", "deployment/web", "-n", scene.Space, "--cascade=foreground", "--wait=false")).MustSucceed();
        await scene.PatchStatusAsync(
            Kind,
            "web",
            """{ "observedGeneration": 9, "replicas": 3, "updatedReplicas": 3, "readyReplicas": 3, "availableReplicas": 3 }"""
        );
        judged = await scene.ExpectAsync("scaling down or being deleted", await scene.ReadAsync(path), Kind, "progressing", Done);
        Assert.Equal("is being deleted, held by the finalizer foregroundDeletion", judged.Reason);
        Assert.False(judged.RollingOut);
    }

    [Fact]
    public async Task Any_other_status_gets_the_same_answer_from_kubectl()
    {
        await using var plane = await ControlPlane.StartAsync(new ControlPlaneOptions { Controllers = false });
        var scene = await HealthScene.OpenAsync(plane);
        await scene.CreateDeploymentAsync(20);
        var path = scene.PathOf(Kind, "web");
        var random = new Random(20260730);
        var same = new Dictionary<string, int>();
        for (var i = 0; i < 70; i++)
        {
            await scene.PatchAsync(Kind, "web", $$"""{ "spec": { "paused": {{(Rarely() ? "true" : "false")}} } }""");
            var generation = (await scene.ReadAsync(path)).Meta.Generation!.Value;
            var updated = Usually(20, 17, 18, 19, 21);
            var replicas = updated + Usually(0, 1, 2);
            var ready = replicas - Usually(0, 1, 2, 3);
            await scene.PatchStatusAsync(
                Kind,
                "web",
                $$"""
                { "observedGeneration": {{(
                    Rarely() ? generation - 1 : generation
                )}}, "replicas": {{replicas}}, "updatedReplicas": {{updated}}, "readyReplicas": {{ready}}, "availableReplicas": {{ready
                    - Usually(0, 1)}},
                  "conditions": [ { "type": "Available", "status": "{{(
                    Rarely() ? "False" : "True"
                )}}" }, { "type": "ReplicaFailure", "status": "{{(Rarely() ? "True" : "False")}}" },
                    { "type": "Progressing", {{Progressing()}} } ] }
                """
            );
            var item = await scene.ReadAsync(path);
            var judged = WorkloadJudge.Judge(item, null, true, 0.10);
            var (exitCode, line) = await scene.RolloutStatusAsync(Kind, "web");
            var theirs =
                exitCode != 0 ? "failed"
                : line == Done ? "done"
                : "not yet";
            var ours = judged.Verdict switch
            {
                WorkloadVerdict.Healthy => "done",
                WorkloadVerdict.Stalled => "failed",
                WorkloadVerdict.Progressing or WorkloadVerdict.Degraded => "not yet",
                _ => "none",
            };
            if (ours == theirs)
                same[ours] = same.GetValueOrDefault(ours) + 1;
            else
                Assert.True(
                    IsListed(new DeploymentFacts(new StatusReader(item))),
                    $"{line}, but {judged.Verdict}: {judged.Reason}\n{item.Json.GetRawText()}"
                );
        }
        Assert.All(
            ["done", "not yet", "failed"],
            answer => Assert.True(same.GetValueOrDefault(answer) >= 4, $"{answer}: {same.GetValueOrDefault(answer)}")
        );

        // The rows of the table of differences, but for the HPA, which there is none of here.
        static bool IsListed(DeploymentFacts facts) =>
            facts.Paused
            || facts.ReplicaFailure is { Status: "True" }
            || facts.AvailableCondition is not { Status: "True" }
            || facts.Progressing is not { Status: "True" }
            || facts.Updated > facts.Desired;

        bool Rarely() => random.Next(12) == 0;
        long Usually(long usual, params long[] others) => random.Next(5) > 0 ? usual : others[random.Next(others.Length)];
        string Progressing() =>
            random.Next(10) switch
            {
                0 or 1 => "\"status\": \"False\", \"reason\": \"ProgressDeadlineExceeded\"",
                2 => "\"status\": \"False\", \"reason\": \"ReplicaSetCreateError\"",
                3 or 4 => "\"status\": \"True\", \"reason\": \"ReplicaSetUpdated\"",
                _ => "\"status\": \"True\", \"reason\": \"NewReplicaSetAvailable\"",
            };
    }

    [Fact]
    public void The_answers_differ_in_at_most_five_states_each_with_its_reason()
    {
        Assert.InRange(HealthDocument.Differences.Count, 1, 5);
        Assert.All(
            HealthDocument.Differences,
            row => Assert.True(row.Length == 4 && row.All(cell => cell.Length > 0), string.Join('|', row))
        );
        Assert.All(
            HealthDocument.Same.Concat(HealthDocument.Differences),
            row => Assert.Contains(row[1], Enum.GetValues<WorkloadVerdict>().Select(HealthText.Of))
        );
    }
}
