using Helmstuck.Health;

namespace Helmstuck.Tests.Unit.Health;

public sealed class DeploymentRuleTests
{
    [Theory]
    [InlineData("", "healthy", "30 of 30 available", false)]
    [InlineData(
        "metadata.generation=5",
        "progressing",
        "the controller has not observed the newest spec yet (generation 5, observed 4): the counts are those of the old one",
        true
    )]
    [InlineData("status=-", "progressing", "the controller has not observed it yet", true)]
    [InlineData(
        "status.updatedReplicas=12 conditions.Progressing=True/ReplicaSetUpdated",
        "progressing",
        "12 of 30 updated, 30 of 30 available, 18 old replicas are pending termination",
        true
    )]
    [InlineData(
        "status.replicas=31 conditions.Progressing=True/ReplicaSetUpdated",
        "progressing",
        "30 of 30 available, 1 old replica is pending termination",
        true
    )]
    [InlineData(
        "status.availableReplicas=28 status.readyReplicas=28 conditions.Progressing=True/ReplicaSetUpdated",
        "progressing",
        "28 of 30 available",
        true
    )]
    [InlineData(
        "status.availableReplicas=28 spec.minReadySeconds=60 conditions.Progressing=True/ReplicaSetUpdated",
        "progressing",
        "28 of 30 available (30 ready, but not yet for minReadySeconds 60)",
        true
    )]
    [InlineData(
        "status.updatedReplicas=32 status.replicas=32 status.availableReplicas=32",
        "progressing",
        "32 of 30 updated, 32 of 30 available: scaling down",
        true
    )]
    [InlineData(
        "status.availableReplicas=28",
        "degraded",
        "28 of 30 available, although the rollout finished: pods failed later or were just added",
        false
    )]
    [InlineData(
        "status.availableReplicas=31",
        "progressing",
        "31 of 30 available: more pods are available than exist, so the counts are about to change",
        true
    )]
    [InlineData(
        "conditions.Available=False/MinimumReplicasUnavailable/too_few",
        "degraded",
        "30 of 30 available, but Available is False: MinimumReplicasUnavailable: too few",
        false
    )]
    [InlineData(
        "conditions.Available=-",
        "progressing",
        "30 of 30 available, but the controller has not written the condition Available yet",
        true
    )]
    [InlineData(
        "conditions.Progressing=False/ProgressDeadlineExceeded status.updatedReplicas=3 spec.progressDeadlineSeconds=5",
        "stalled",
        "the rollout did not finish within its deadline of 5 s: 3 of 30 updated, 30 of 30 available, 27 old replicas are pending "
            + "termination",
        false
    )]
    [InlineData(
        "conditions.Progressing=False/ProgressDeadlineExceeded spec.paused=true",
        "stalled",
        "the rollout did not finish within its deadline of 600 s: 30 of 30 available",
        false
    )]
    [InlineData(
        "conditions.Progressing=False/ReplicaSetCreateError/denied",
        "stalled",
        "Progressing is False: ReplicaSetCreateError: denied",
        false
    )]
    [InlineData(
        "conditions.Progressing=True/ReplicaSetUpdated conditions.ReplicaFailure=True/FailedCreate/exceeded_quota "
            + "status.availableReplicas=28",
        "stalled",
        "28 of 30 available; pods cannot be created or deleted: FailedCreate: exceeded quota",
        true
    )]
    [InlineData("conditions.ReplicaFailure=False/FailedCreate/exceeded_quota", "healthy", "30 of 30 available", false)]
    [InlineData(
        "spec.paused=true conditions.Progressing=Unknown/DeploymentPaused",
        "paused",
        "the rollout is paused: 30 of 30 available",
        false
    )]
    [InlineData(
        "conditions.Progressing=Unknown/DeploymentResumed",
        "progressing",
        "30 of 30 available, but Progressing is Unknown: DeploymentResumed",
        true
    )]
    [InlineData(
        "conditions.Progressing=- spec.progressDeadlineSeconds=-",
        "healthy",
        "30 of 30 available; no progressDeadlineSeconds, so there is no condition Progressing",
        false
    )]
    [InlineData(
        "conditions.Progressing=- spec.progressDeadlineSeconds=2147483647",
        "healthy",
        "30 of 30 available; no progressDeadlineSeconds, so there is no condition Progressing",
        false
    )]
    [InlineData(
        "conditions.Progressing=-",
        "progressing",
        "30 of 30 available, but the controller has not written the condition Progressing yet",
        true
    )]
    [InlineData(
        "spec.replicas=0 status.replicas=- status.updatedReplicas=- status.readyReplicas=- status.availableReplicas=-",
        "healthy",
        "scaled to zero",
        false
    )]
    [InlineData(
        "spec.replicas=0 status.updatedReplicas=- status.availableReplicas=-",
        "progressing",
        "0 of 0 available, 30 old replicas are pending termination",
        true
    )]
    [InlineData(
        "spec.replicas=- status.replicas=1 status.updatedReplicas=1 status.availableReplicas=1",
        "healthy",
        "1 of 1 available",
        false
    )]
    [InlineData("status.updatedReplicas=-1", "unknown", "status.updatedReplicas is not a value that Kubernetes writes", false)]
    [InlineData("status.availableReplicas=1e40", "unknown", "status.availableReplicas is not a value that Kubernetes writes", false)]
    [InlineData("spec.paused=\"yes\"", "unknown", "spec.paused is not a value that Kubernetes writes", false)]
    [InlineData("metadata.deletionTimestamp=\"2026-07-30T10:00:00Z\"", "progressing", "is being deleted", false)]
    public void Judges_every_state(string change, string verdict, string reason, bool rollingOut)
    {
        var judged = WorkloadJudge.Judge(Given.Deployment(change), null, true, 0.10);
        Assert.Equal((verdict, reason, rollingOut), (HealthText.Of(judged.Verdict), judged.Reason, judged.RollingOut));
        Assert.Equal(("Deployment", "shop", "web"), (judged.Kind, judged.Namespace, judged.Name));
    }

    [Theory]
    [InlineData(
        "status.availableReplicas=27",
        0.10,
        "within-tolerance",
        "27 of 30 available, within the 10 % HPA tolerance (3)",
        "|desired − updated| = 0, |updated − available| = 3, allowed floor(0.1 × 30) = 3; HPA web scales it"
    )]
    [InlineData(
        "status.availableReplicas=26",
        0.10,
        "degraded",
        "26 of 30 available, although the rollout finished: pods failed later or were just added, outside the 10 % HPA tolerance (3)",
        "|desired − updated| = 0, |updated − available| = 4, allowed floor(0.1 × 30) = 3; HPA web scales it"
    )]
    [InlineData(
        "spec.replicas=33",
        0.10,
        "within-tolerance",
        "30 of 33 updated, 30 of 33 available, within the 10 % HPA tolerance (3)",
        "|desired − updated| = 3, |updated − available| = 0, allowed floor(0.1 × 33) = 3; HPA web scales it"
    )]
    [InlineData(
        "spec.replicas=34",
        0.10,
        "progressing",
        "30 of 34 updated, 30 of 34 available, outside the 10 % HPA tolerance (3)",
        "|desired − updated| = 4, |updated − available| = 0, allowed floor(0.1 × 34) = 3; HPA web scales it"
    )]
    [InlineData(
        "spec.replicas=28",
        0.10,
        "within-tolerance",
        "30 of 28 updated, 30 of 28 available, within the 10 % HPA tolerance (2)",
        "|desired − updated| = 2, |updated − available| = 0, allowed floor(0.1 × 28) = 2; HPA web scales it"
    )]
    [InlineData(
        "spec.replicas=9 status.replicas=9 status.updatedReplicas=9 status.availableReplicas=8",
        0.10,
        "degraded",
        "8 of 9 available, although the rollout finished: pods failed later or were just added, outside the 10 % HPA tolerance (0)",
        "|desired − updated| = 0, |updated − available| = 1, allowed floor(0.1 × 9) = 0; HPA web scales it"
    )]
    [InlineData(
        "spec.replicas=100 status.replicas=100 status.updatedReplicas=100 status.availableReplicas=71",
        0.29,
        "within-tolerance",
        "71 of 100 available, within the 29 % HPA tolerance (29)",
        "|desired − updated| = 0, |updated − available| = 29, allowed floor(0.29 × 100) = 29; HPA web scales it"
    )]
    [InlineData(
        "status.availableReplicas=29 conditions.Available=False/MinimumReplicasUnavailable",
        0.10,
        "degraded",
        "29 of 30 available, although the rollout finished: pods failed later or were just added; Available and Progressing are not "
            + "both True, so the 10 % HPA tolerance (3) does not apply",
        "|desired − updated| = 0, |updated − available| = 1, allowed floor(0.1 × 30) = 3; HPA web scales it"
    )]
    [InlineData(
        "status.availableReplicas=29 metadata.generation=5",
        0.10,
        "progressing",
        "the controller has not observed the newest spec yet (generation 5, observed 4): the counts are those of the old one",
        ""
    )]
    [InlineData(
        "status.availableReplicas=29 conditions.ReplicaFailure=True/FailedCreate/exceeded_quota",
        0.10,
        "stalled",
        "29 of 30 available; pods cannot be created or deleted: FailedCreate: exceeded quota",
        ""
    )]
    [InlineData("status.availableReplicas=29 spec.paused=true", 0.10, "paused", "the rollout is paused: 29 of 30 available", "")]
    [InlineData(
        "status.availableReplicas=29",
        double.NaN,
        "degraded",
        "29 of 30 available, although the rollout finished: pods failed later or were just added, outside the 0 % HPA tolerance (0)",
        "|desired − updated| = 0, |updated − available| = 1, allowed floor(0 × 30) = 0; HPA web scales it"
    )]
    [InlineData("", 0.10, "healthy", "30 of 30 available", "")]
    public void Allows_a_small_difference_where_an_autoscaler_is_at_work(
        string change,
        double tolerance,
        string verdict,
        string reason,
        string arithmetic
    )
    {
        var judged = WorkloadJudge.Judge(Given.Deployment(change), Given.Hpa, true, tolerance);
        Assert.Equal((verdict, reason, arithmetic), (HealthText.Of(judged.Verdict), judged.Reason, judged.Arithmetic));
        Assert.Same(Given.Hpa, judged.Hpa);
    }

    [Fact]
    public void Says_that_no_tolerance_was_applied_where_autoscalers_may_not_be_read()
    {
        var judged = WorkloadJudge.Judge(Given.Deployment("status.availableReplicas=29"), null, false, 0.10);
        Assert.Equal(WorkloadVerdict.Degraded, judged.Verdict);
        Assert.EndsWith(". HPAs could not be read, so no tolerance applies", judged.Reason, StringComparison.Ordinal);
        Assert.Equal("30 of 30 available", WorkloadJudge.Judge(Given.Deployment(), null, false, 0.10).Reason);
    }

    [Fact]
    public void Within_tolerance_while_a_rollout_goes_on_still_counts_as_rolling_out()
    {
        var rolling = WorkloadJudge.Judge(
            Given.Deployment("status.availableReplicas=29 status.replicas=31 conditions.Progressing=True/ReplicaSetUpdated"),
            Given.Hpa,
            true,
            0.10
        );
        Assert.Equal((WorkloadVerdict.WithinTolerance, true), (rolling.Verdict, rolling.RollingOut));
        var scaling = WorkloadJudge.Judge(Given.Deployment("status.availableReplicas=29"), Given.Hpa, true, 0.10);
        Assert.Equal((WorkloadVerdict.WithinTolerance, false), (scaling.Verdict, scaling.RollingOut));
    }

    [Fact]
    public void Carries_the_counts_and_conditions()
    {
        var judged = WorkloadJudge.Judge(
            Given.Deployment("spec.replicas=31 status.readyReplicas=29 status.availableReplicas=28"),
            null,
            true,
            0.10
        );
        Assert.Equal((31L, 30L, 29L, 28L), (judged.Desired, judged.Updated, judged.Ready, judged.Available));
        Assert.Equal(("True", "True"), (judged.ConditionAvailable, judged.ConditionProgressing));
        Assert.Null(WorkloadJudge.Judge(Given.Deployment("conditions.Progressing=-"), null, true, 0.10).ConditionProgressing);
    }
}
