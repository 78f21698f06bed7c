using System.Text.Json;
using Helmstuck.Health;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Tests.Unit.Health;

/// <summary>States that one changed line would call healthy: each is named here with its verdict.</summary>
public sealed class NeverHealthyByMistakeTests
{
    private static string Verdict(string json)
    {
        var item = new KubeObject(JsonElement.Parse(json));
        return WorkloadJudge.Judge(item, null, true, 0.1, item.Kind, WorkloadKind.Of(item.ApiVersion, item.Kind).Group).Verdict.ToString();
    }

    private static string Set(string members) =>
        $$"""{ "apiVersion": "apps/v1", "kind": "ReplicaSet", "metadata": { "name": "s", "generation": 2 }, {{members}} }""";

    [Theory]
    [InlineData("\"status\": { \"observedGeneration\": 1, \"replicas\": 1, \"availableReplicas\": 1 }", "Progressing")]
    [InlineData(
        "\"status\": { \"observedGeneration\": 2, \"replicas\": 1, \"availableReplicas\": 1, \"conditions\": "
            + "[ { \"type\": \"ReplicaFailure\", \"status\": \"True\" } ] }",
        "Stalled"
    )]
    [InlineData("\"status\": { \"observedGeneration\": 2, \"replicas\": 3, \"availableReplicas\": 1 }", "Progressing")]
    [InlineData("\"spec\": { \"replicas\": 3 }, \"status\": { \"observedGeneration\": 2, \"replicas\": 1 }", "Progressing")]
    [InlineData("\"status\": { \"observedGeneration\": 2, \"replicas\": 1 }", "Degraded")]
    [InlineData("\"status\": { \"observedGeneration\": 2, \"replicas\": 1, \"readyReplicas\": 1, \"availableReplicas\": 1 }", "Healthy")]
    public void ReplicaSet(string members, string verdict) => Assert.Equal(verdict, Verdict(Set(members)));

    [Theory]
    [InlineData("Surprise", "Unknown")]
    [InlineData("Lost", "Degraded")]
    public void Claim(string phase, string verdict) =>
        Assert.Equal(
            verdict,
            Verdict(
                $$"""
                { "apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": { "name": "data" }, "status": { "phase": "{{phase}}" } }
                """
            )
        );

    [Fact]
    public void A_claim_that_is_being_deleted_is_not_settled()
    {
        var claim = new KubeObject(
            JsonElement.Parse(
                """
                { "apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": { "name": "data", "creationTimestamp":
                  "2026-11-22T10:00:00Z", "deletionTimestamp": "2026-11-22T12:00:00Z" }, "status": { "phase": "Pending" } }
                """
            )
        );
        var judged = WorkloadJudge.Judge(claim, null, true, 0.1, claim.Kind, "");
        var settled = ClaimRule.Settle(judged, claim, new NamespaceObjects(), new DateTimeOffset(2026, 11, 22, 13, 0, 0, TimeSpan.Zero));
        Assert.Equal(judged, settled);
    }

    [Fact]
    public void A_Knative_service_of_an_old_generation() =>
        Assert.Equal(
            "Progressing",
            Verdict(
                """
                { "apiVersion": "serving.knative.dev/v1", "kind": "Service", "metadata": { "name": "web", "generation": 5 },
                  "status": { "observedGeneration": 4, "latestCreatedRevisionName": "a", "latestReadyRevisionName": "a",
                    "conditions": [ { "type": "Ready", "status": "True" } ] } }
                """
            )
        );

    [Fact]
    public void A_Knative_service_without_the_condition_Ready() =>
        Assert.Equal(
            "Progressing",
            Verdict(
                """
                { "apiVersion": "serving.knative.dev/v1", "kind": "Service", "metadata": { "name": "web", "generation": 4 },
                  "status": { "observedGeneration": 4, "latestCreatedRevisionName": "a", "latestReadyRevisionName": "a" } }
                """
            )
        );

    [Fact]
    public void A_Rollout_without_a_phase_that_is_not_available() =>
        Assert.Equal(
            "Degraded",
            Verdict(
                """
                { "apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout", "metadata": { "name": "web", "generation": 1 },
                  "spec": { "replicas": 1 }, "status": { "observedGeneration": "1", "replicas": 1, "updatedReplicas": 1,
                    "readyReplicas": 1, "availableReplicas": 1, "conditions": [ { "type": "Available", "status": "False" },
                    { "type": "Completed", "status": "True" } ] } }
                """
            )
        );

    [Theory]
    [InlineData("status.replicas=4")]
    [InlineData("status.updatedReplicas=2")]
    public void A_StatefulSet_that_is_not_as_it_should_be(string change) =>
        Assert.Equal(
            WorkloadVerdict.Progressing,
            WorkloadJudge.Judge(Given.StatefulSet(change), null, true, 0.1, "StatefulSet", "apps").Verdict
        );

    [Fact]
    public void A_kind_without_a_rule() => Assert.Equal(WorkloadVerdict.Unknown, WorkloadJudge.Unjudged("Odd", "shop", "web").Verdict);

    [Fact]
    public void An_object_that_is_ready_but_stalled() =>
        Assert.NotNull(
            ObjectStatus.NotReady(
                new KubeObject(
                    JsonElement.Parse(
                        """
                        { "kind": "Certificate", "status": { "conditions": [ { "type": "Stalled", "status": "True" },
                          { "type": "Ready", "status": "True" } ] } }
                        """
                    )
                )
            )
        );
}
