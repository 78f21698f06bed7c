using Helmstuck.Health;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Tests.Unit.Health;

public sealed class OtherRulesTests
{
    [Theory]
    [InlineData("", "healthy", "3 of 3 ready")]
    [InlineData(
        "metadata.generation=3",
        "progressing",
        "the controller has not observed the newest spec yet (generation 3, observed 2): the counts are those of the old one"
    )]
    [InlineData("status.updatedReplicas=1 status.updateRevision=\"db-2\"", "progressing", "3 of 3 ready, 1 of 3 updated")]
    [InlineData(
        "status.updatedReplicas=1 status.readyReplicas=2 status.updateRevision=\"db-2\"",
        "progressing",
        "2 of 3 ready, 1 of 3 updated"
    )]
    [InlineData("status.readyReplicas=2 status.updateRevision=\"db-2\"", "progressing", "2 of 3 ready")]
    [InlineData("status.replicas=1 status.readyReplicas=1 status.updatedReplicas=1", "progressing", "1 of 3 ready, 1 of 3 updated")]
    [InlineData("status.readyReplicas=2", "degraded", "2 of 3 ready, and no rollout is in progress: pods are starting or failing")]
    [InlineData(
        "status.updatedReplicas=1 status.updateRevision=\"db-2\" spec.updateStrategy.rollingUpdate.partition=2",
        "healthy",
        "3 of 3 ready, 1 of 3 updated (partition 2 holds the others back)"
    )]
    [InlineData(
        "status.updatedReplicas=0 status.updateRevision=\"db-2\" spec.updateStrategy.rollingUpdate.partition=2",
        "progressing",
        "3 of 3 ready, 0 of 3 updated"
    )]
    [InlineData(
        "status.updatedReplicas=0 status.updateRevision=\"db-2\" spec.updateStrategy.rollingUpdate.partition=9",
        "healthy",
        "3 of 3 ready, 0 of 3 updated (partition 3 holds the others back)"
    )]
    [InlineData(
        "status.updatedReplicas=1 status.updateRevision=\"db-2\" spec.updateStrategy.type=\"OnDelete\"",
        "healthy",
        "3 of 3 ready, 1 of 3 updated (OnDelete: the others are updated when their pods are deleted)"
    )]
    [InlineData(
        "status.readyReplicas=1 spec.updateStrategy.type=\"OnDelete\"",
        "degraded",
        "1 of 3 ready, and no rollout is in progress: pods are starting or failing"
    )]
    [InlineData("spec.replicas=0 status.replicas=0 status.readyReplicas=0 status.updatedReplicas=0", "healthy", "scaled to zero")]
    [InlineData("spec.replicas=2", "progressing", "3 pods, 2 desired: scaling down")]
    [InlineData("status.readyReplicas=-3", "unknown", "status.readyReplicas is not a value that Kubernetes writes")]
    public void StatefulSet(string change, string verdict, string reason) => Expect(Given.StatefulSet(change), verdict, reason);

    [Theory]
    [InlineData("", "healthy", "3 of 3 available")]
    [InlineData(
        "metadata.generation=3",
        "progressing",
        "the controller has not observed the newest spec yet (generation 3, observed 2): the counts are those of the old one"
    )]
    [InlineData("status.updatedNumberScheduled=1", "progressing", "3 of 3 available, 1 of 3 updated")]
    [InlineData(
        "status.currentNumberScheduled=2 status.updatedNumberScheduled=2 status.numberAvailable=2",
        "progressing",
        "2 of 3 available, 2 of 3 updated"
    )]
    [InlineData("status.numberAvailable=2", "degraded", "2 of 3 available, and no rollout is in progress: pods are starting or failing")]
    [InlineData(
        "status.updatedNumberScheduled=1 spec.updateStrategy.type=\"OnDelete\"",
        "healthy",
        "3 of 3 available, 1 of 3 updated (OnDelete: the others are updated when their pods are deleted)"
    )]
    [InlineData("status={\"observedGeneration\":2}", "healthy", "no node should run a pod of it")]
    [InlineData("status.numberMisscheduled=2", "healthy", "3 of 3 available, 2 on nodes that should not run one")]
    public void DaemonSet(string change, string verdict, string reason) => Expect(Given.DaemonSet(change), verdict, reason);

    [Theory]
    [InlineData("", "progressing", "not finished: 0 of 1 succeeded")]
    [InlineData("status.active=1", "progressing", "running: 0 of 1 succeeded, 1 active")]
    [InlineData("status.succeeded=1 conditions.Complete=True/", "healthy", "complete: 1 of 1 succeeded")]
    [InlineData(
        "status.failed=7 conditions.Failed=True/BackoffLimitExceeded/too_many",
        "degraded",
        "BackoffLimitExceeded: too many (0 of 1 succeeded, 7 failed)"
    )]
    [InlineData("spec.suspend=true", "paused", "suspended: 0 of 1 succeeded")]
    [InlineData("spec.completions=- status.active=2", "progressing", "running: 0 succeeded, 2 active")]
    public void Job(string change, string verdict, string reason) => Expect(Given.Job(change), verdict, reason);

    [Theory]
    [InlineData("", "healthy", "schedule 0 3 * * *")]
    [InlineData("\"suspend\": true,", "healthy", "suspended, schedule 0 3 * * *")]
    [InlineData("\"suspend\": \"yes\",", "unknown", "spec.suspend is not a value that Kubernetes writes")]
    public void CronJob(string more, string verdict, string reason) =>
        Expect(
            KubeObject.Parse(
                $$"""
                { "apiVersion": "batch/v1", "kind": "CronJob", "metadata": { "name": "nightly" }, "spec": { {{more}}
                  "schedule": "0 3 * * *" } }
                """
            ),
            verdict,
            reason
        );

    [Theory]
    [InlineData("conditions.Ready=False/ContainersNotReady", true)]
    [InlineData("status.containerStatuses=[{\"name\":\"app\",\"state\":{\"waiting\":{\"reason\":\"ErrImagePull\"}}}]", true)]
    [InlineData("status.phase=\"Failed\" status.reason=\"Evicted\"", false)]
    [InlineData("conditions.Ready=True/", false)]
    public void Helm_waits_for_a_Pod_that_may_still_become_ready(string change, bool rolling) =>
        Assert.Equal(rolling, WorkloadJudge.Judge(Given.Pod(change), null, true, 0).RollingOut);

    [Theory]
    [InlineData("conditions.Ready=True/", "healthy", "running and ready")]
    [InlineData("conditions.Ready=False/ContainersNotReady", "progressing", "NotReady")]
    [InlineData("status.phase=\"Succeeded\"", "healthy", "completed")]
    [InlineData("status.phase=\"Failed\" status.reason=\"Evicted\" status.message=\"low_on_memory\"", "degraded", "Evicted: low_on_memory")]
    [InlineData(
        "status.phase=\"Pending\" conditions.PodScheduled=False/Unschedulable/no_node_fits",
        "degraded",
        "Unschedulable: no node fits"
    )]
    [InlineData("status.phase=\"Pending\"", "progressing", "Pending")]
    [InlineData(
        "status.containerStatuses=[{\"name\":\"app\",\"state\":{\"waiting\":{\"reason\":\"ErrImagePull\"}}}]",
        "degraded",
        "ErrImagePull: app"
    )]
    [InlineData(
        "status.containerStatuses=[{\"name\":\"app\",\"state\":{\"waiting\":{\"reason\":\"ContainerCreating\"}}}]",
        "progressing",
        "ContainerCreating: app"
    )]
    [InlineData("status.phase=\"Unknown\"", "unknown", "the phase is Unknown")]
    [InlineData("status=-", "progressing", "no phase yet")]
    public void Pod(string change, string verdict, string reason) => Expect(Given.Pod(change), verdict, reason);

    [Theory]
    [InlineData("", "healthy", "bound")]
    [InlineData("conditions.FileSystemResizePending=True/", "healthy", "bound, resizing")]
    [InlineData("status.phase=\"Pending\"", "progressing", "pending: waiting for a volume")]
    [InlineData("status.phase=\"Lost\"", "degraded", "lost: its volume no longer exists")]
    public void Claim(string change, string verdict, string reason) => Expect(Given.Claim(change), verdict, reason);

    [Fact]
    public void Takes_the_kind_from_the_caller_where_a_list_left_it_out()
    {
        var item = Given.StatefulSet("kind=- apiVersion=-");
        Assert.Equal(WorkloadVerdict.Unknown, WorkloadJudge.Judge(item, null, true, 0.1).Verdict);
        Assert.Equal(
            ("StatefulSet", WorkloadVerdict.Healthy),
            (
                WorkloadJudge.Judge(item, null, true, 0.1, "StatefulSet").Kind,
                WorkloadJudge.Judge(item, null, true, 0.1, "StatefulSet").Verdict
            )
        );
    }

    [Fact]
    public void What_is_absent_or_unreadable_is_never_healthy()
    {
        Assert.Equal(
            (WorkloadVerdict.Missing, "in the manifest, but not in the cluster"),
            (WorkloadJudge.Missing("Deployment", "shop", "web").Verdict, WorkloadJudge.Missing("Deployment", "shop", "web").Reason)
        );
        Assert.Equal(
            (WorkloadVerdict.Unknown, "could not be read: forbidden"),
            (
                WorkloadJudge.Unreadable("Deployment", "shop", "web", "forbidden").Verdict,
                WorkloadJudge.Unreadable("Deployment", "shop", "web", "forbidden").Reason
            )
        );
        Assert.Equal("no rule for this kind", WorkloadJudge.Judge(KubeObject.Parse("""{ "kind": "Namespace" }"""), null, true, 0.1).Reason);
    }

    private static void Expect(KubeObject workload, string verdict, string reason)
    {
        var judged = WorkloadJudge.Judge(workload, null, true, 0.10);
        Assert.Equal((verdict, reason), (HealthText.Of(judged.Verdict), judged.Reason));
        Assert.Equal((workload.Kind, workload.Meta.Name), (judged.Kind, judged.Name));
    }
}
