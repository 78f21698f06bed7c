using Helmstuck.Health;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Tests.Unit.Health;

/// <summary>Which shortage is older than the operation, which began at 14:00:00Z.</summary>
public sealed class StandingDefectTests
{
    private const string Before = "2026-07-30T13:00:00Z";
    private const string After = "2026-07-30T14:00:01Z";

    private static readonly DateTimeOffset Began = DateTimeOffset.Parse("2026-07-30T14:00:00Z", null);

    [Fact]
    public void A_pod_on_a_lost_node_makes_a_DaemonSet_degraded_and_not_rolling()
    {
        var judged = Judge(Given.DaemonSet("status.numberReady=2 status.numberAvailable=2"), Pod("log-x", "n-1", Before, Before));
        Assert.Equal(
            (
                WorkloadVerdict.Degraded,
                false,
                "2 of 3 available: pod log-x on node node-9 has not been ready since 2026-07-30 13:00:00Z, before the operation began "
                    + "(2026-07-30 14:00:00Z)"
            ),
            (judged.Verdict, judged.RollingOut, judged.Reason)
        );
    }

    [Fact]
    public void A_StatefulSet_pod_on_a_lost_node_names_the_node()
    {
        var judged = Judge(Given.StatefulSet("status.readyReplicas=2"), Pod("db-2", "s-1", Before, Before));
        Assert.False(judged.RollingOut);
        Assert.StartsWith("2 of 3 ready: pod db-2 on node node-9 ", judged.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_Deployment_that_was_short_before_is_found_through_its_ReplicaSet()
    {
        var item = Given.Deployment("status.availableReplicas=29 status.readyReplicas=29 conditions.Progressing=True/ReplicaSetUpdated");
        var set = KubeObject.Parse(
            """
            { "metadata": { "name": "web-1", "uid": "rs-1", "ownerReferences": [ { "uid": "d-1", "controller": true } ] } }
            """
        );
        var judged = WorkloadJudge.Judge(item, null, true, 0);
        Assert.True(judged.RollingOut);
        judged = StandingDefect.Judge(
            judged,
            item,
            new NamespaceObjects { ReplicaSets = [set], Pods = [Pod("web-1-a", "rs-1", Before, Before)] },
            Began
        );
        Assert.Equal((WorkloadVerdict.Degraded, false), (judged.Verdict, judged.RollingOut));
    }

    [Theory]
    [InlineData(Before, After)]
    [InlineData(After, After)]
    [InlineData(After, Before)]
    [InlineData(Before, "")]
    [InlineData("", Before)]
    [InlineData("2026-07-30T14:00:00Z", "2026-07-30T14:00:00Z")]
    public void A_pod_that_is_newer_or_failed_later_keeps_the_answer(string created, string since)
    {
        var judged = Judge(Given.DaemonSet("status.numberReady=2 status.numberAvailable=2"), Pod("log-x", "n-1", created, since));
        Assert.True(judged.RollingOut);
    }

    [Fact]
    public void One_new_failure_beside_an_old_one_keeps_the_answer() =>
        Assert.True(
            Judge(
                Given.StatefulSet("status.readyReplicas=1"),
                Pod("db-1", "s-1", Before, Before),
                Pod("db-2", "s-1", After, After)
            ).RollingOut
        );

    [Fact]
    public void Fewer_unready_pods_than_are_missing_keep_the_answer() =>
        Assert.True(Judge(Given.StatefulSet("status.readyReplicas=1"), Pod("db-1", "s-1", Before, Before)).RollingOut);

    [Fact]
    public void A_pod_of_another_workload_says_nothing() =>
        Assert.True(Judge(Given.StatefulSet("status.readyReplicas=2"), Pod("db-2", "other", Before, Before)).RollingOut);

    [Fact]
    public void A_rollout_that_has_not_updated_every_pod_stays_one() =>
        Assert.True(
            Judge(
                Given.DaemonSet("status.updatedNumberScheduled=2 status.numberReady=2 status.numberAvailable=2"),
                Pod("log-x", "n-1", Before, Before)
            ).RollingOut
        );

    [Fact]
    public void A_pod_that_never_fitted_on_a_node_counts_from_its_scheduling()
    {
        var pod = KubeObject.Parse(
            $$"""
            { "metadata": { "name": "log-x", "uid": "p", "creationTimestamp": "{{Before}}", "ownerReferences": [ { "uid": "n-1",
              "controller": true } ] }, "status": { "phase": "Pending", "conditions": [ { "type": "PodScheduled", "status": "False",
              "lastTransitionTime": "{{Before}}" } ] } }
            """
        );
        Assert.False(Judge(Given.DaemonSet("status.numberReady=2 status.numberAvailable=2"), pod).RollingOut);
    }

    [Theory]
    [InlineData(Before, Before, false)]
    [InlineData(Before, After, true)]
    [InlineData(After, Before, true)]
    public void Without_its_pods_the_times_of_its_conditions_tell(string progressed, string written, bool rolling)
    {
        var item = KubeObject.Parse(
            $$"""
            { "apiVersion": "apps/v1", "kind": "Deployment", "metadata": { "name": "web", "generation": 1, "managedFields": [ {
              "manager": "kube-controller-manager", "operation": "Update", "time": "{{written}}" } ] },
              "spec": { "replicas": 3 },
              "status": { "observedGeneration": 1, "replicas": 3, "updatedReplicas": 3, "readyReplicas": 2, "availableReplicas": 2,
                "conditions": [ { "type": "Available", "status": "True", "lastUpdateTime": "{{Before}}" },
                { "type": "Progressing", "status": "True", "reason": "ReplicaSetUpdated", "lastUpdateTime": "{{progressed}}",
                  "lastTransitionTime": "{{Before}}" } ] } }
            """
        );
        var judged = WorkloadJudge.Judge(item, null, true, 0);
        Assert.Equal(rolling, StandingDefect.Judge(judged, item, new NamespaceObjects { Pods = null }, Began).RollingOut);
    }

    [Fact]
    public void Without_conditions_and_pods_nothing_is_known()
    {
        var item = Given.StatefulSet("status.readyReplicas=2");
        var judged = StandingDefect.Judge(WorkloadJudge.Judge(item, null, true, 0), item, new NamespaceObjects { Pods = null }, Began);
        Assert.True(judged.RollingOut);
    }

    [Fact]
    public void Without_the_time_of_the_operation_nothing_is_known()
    {
        var item = Given.StatefulSet("status.readyReplicas=2");
        var judged = StandingDefect.Judge(
            WorkloadJudge.Judge(item, null, true, 0),
            item,
            new NamespaceObjects { Pods = [Pod("db-2", "s-1", Before, Before)] },
            null
        );
        Assert.True(judged.RollingOut);
    }

    [Fact]
    public void An_evicted_pod_that_remains_beside_it_says_nothing()
    {
        var evicted = KubeObject.Parse(
            """
            { "metadata": { "name": "db-x", "uid": "e", "creationTimestamp": "2026-07-30T14:00:01Z", "ownerReferences": [ { "uid": "s-1",
              "controller": true } ] }, "status": { "phase": "Failed", "reason": "Evicted" } }
            """
        );
        Assert.False(Judge(Given.StatefulSet("status.readyReplicas=2"), evicted, Pod("db-2", "s-1", Before, Before)).RollingOut);
        Assert.True(Judge(Given.StatefulSet("status.readyReplicas=2"), evicted).RollingOut);
    }

    [Theory]
    [InlineData(Before, Before, false)]
    [InlineData(Before, After, true)]
    [InlineData(After, After, true)]
    public void A_bare_Pod_is_its_own_pod(string created, string since, bool rolling)
    {
        var pod = KubeObject.Parse(
            Pod("shell", "", created, since)
                .Json.GetRawText()
                .Replace("{ \"metadata\"", "{ \"kind\": \"Pod\", \"metadata\"", StringComparison.Ordinal)
        );
        var judged = Judge(pod);
        Assert.Equal(rolling, judged.RollingOut);
        Assert.Equal(
            rolling
                ? "NotReady"
                : "0 of 1 ready: pod shell on node node-9 has not been ready since 2026-07-30 13:00:00Z, before the operation began "
                    + "(2026-07-30 14:00:00Z)",
            judged.Reason
        );
    }

    private static WorkloadHealth Judge(KubeObject workload, params IReadOnlyList<KubeObject> pods) =>
        StandingDefect.Judge(WorkloadJudge.Judge(workload, null, true, 0), workload, new NamespaceObjects { Pods = pods }, Began);

    private static KubeObject Pod(string name, string owner, string created, string since) =>
        KubeObject.Parse(
            $$"""
            { "metadata": { "name": "{{name}}", "uid": "{{name}}", "creationTimestamp": "{{created}}", "ownerReferences": [ {
              "uid": "{{owner}}", "controller": true } ] }, "spec": { "nodeName": "node-9" },
              "status": { "phase": "Running", "conditions": [ { "type": "Ready", "status": "False",
                "lastTransitionTime": "{{since}}" } ] } }
            """
        );
}
