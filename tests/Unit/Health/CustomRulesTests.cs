using Helmstuck.Health;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Tests.Unit.Health;

/// <summary>The rules of custom resources that run pods.</summary>
public sealed class CustomRulesTests
{
    [Theory]
    [InlineData("", "healthy", "the phase is Healthy: 3 of 3 available, 3 updated")]
    [InlineData("status.observedGeneration=\"4f8c9d\"", "healthy", "the phase is Healthy: 3 of 3 available, 3 updated")]
    [InlineData(
        "status.observedGeneration=\"3\"",
        "progressing",
        "the controller has not observed the newest spec yet (generation 4, observed 3)"
    )]
    [InlineData("status.observedGeneration=-", "progressing", "the controller has not observed it yet")]
    [InlineData(
        "status.phase=\"Progressing\" status.message=\"stepping\" status.updatedReplicas=1",
        "progressing",
        "the phase is Progressing: stepping, 3 of 3 available, 1 updated"
    )]
    [InlineData(
        "status.phase=\"Degraded\" status.message=\"aborted\"",
        "degraded",
        "the phase is Degraded: aborted, 3 of 3 available, 3 updated"
    )]
    [InlineData(
        "status.phase=\"Paused\" status.message=\"CanaryPauseStep\"",
        "paused",
        "the phase is Paused: CanaryPauseStep, 3 of 3 available, 3 updated"
    )]
    [InlineData("status.availableReplicas=1", "degraded", "the phase is Healthy: 1 of 3 available, 3 updated: pods are missing")]
    [InlineData("status.availableReplicas=-", "degraded", "the phase is Healthy: 0 of 3 available, 3 updated: pods are missing")]
    [InlineData(
        "status.replicas=- status.updatedReplicas=- status.readyReplicas=- status.availableReplicas=-",
        "healthy",
        "the phase is Healthy: 0 of 3 available, 0 updated"
    )]
    [InlineData("status.phase=\"Odd\"", "unknown", "the phase is Odd")]
    [InlineData(
        "status.phase=- conditions.Available=True/ conditions.Completed=True/ conditions.Healthy=False/RolloutHealthy",
        "degraded",
        "completed, but Healthy is False: RolloutHealthy"
    )]
    [InlineData(
        "status.phase=- conditions.Available=True/ conditions.Completed=True/ conditions.Healthy=Unknown/",
        "progressing",
        "neither a phase nor its conditions say that it is done: 3 of 3 available, 3 updated"
    )]
    [InlineData(
        "status.phase=- conditions.Available=True/ conditions.Healthy=True/",
        "healthy",
        "available and completed: 3 of 3 available, 3 updated"
    )]
    [InlineData(
        "status.phase=- conditions.Available=True/ conditions.Completed=True/ conditions.ReplicaFailure=True/FailedCreate/quota",
        "degraded",
        "pods cannot be created or deleted: FailedCreate: quota"
    )]
    [InlineData(
        "status.phase=- status.pauseConditions=[{\"reason\":\"CanaryPauseStep\"}] conditions.Available=True/ conditions.Completed=True/",
        "paused",
        "the rollout is paused: 3 of 3 available, 3 updated"
    )]
    [InlineData("conditions.InvalidSpec=True/InvalidSpec/no_template", "degraded", "the spec is not valid: no template")]
    [InlineData(
        "status.phase=- conditions.Available=True/ conditions.Completed=True/",
        "healthy",
        "available and completed: 3 of 3 available, 3 updated"
    )]
    [InlineData(
        "status.phase=- conditions.Progressing=False/RolloutAborted/by_hand",
        "degraded",
        "Progressing is False: RolloutAborted: by hand"
    )]
    [InlineData(
        "status.phase=- conditions.Available=True/",
        "progressing",
        "neither a phase nor its conditions say that it is done: 3 of 3 available, 3 updated"
    )]
    [InlineData("status.phase=- spec.paused=true", "paused", "the rollout is paused: 3 of 3 available, 3 updated")]
    [InlineData(
        "spec.workloadRef={\"kind\":\"Deployment\"} status.workloadObservedGeneration=\"6\"",
        "progressing",
        "the controller has not observed the newest template yet (generation 7, observed 6)"
    )]
    [InlineData(
        "spec.workloadRef={\"kind\":\"Deployment\"} status.workloadObservedGeneration=\"7\"",
        "healthy",
        "the phase is Healthy: 3 of 3 available, 3 updated"
    )]
    public void Rollout(string change, string verdict, string reason) => Expect(Given.Rollout(change), verdict, reason);

    [Theory]
    [InlineData("", "healthy", "3 of 3 available")]
    [InlineData("status.latestVersion=0", "progressing", "no deployment was started yet: it waits for a trigger")]
    [InlineData(
        "status.latestVersion=- status.replicas=- status.updatedReplicas=- status.readyReplicas=- status.availableReplicas=-",
        "progressing",
        "no deployment was started yet: it waits for a trigger"
    )]
    [InlineData("spec.paused=true", "paused", "the rollout is paused: 3 of 3 available")]
    [InlineData(
        "status.availableReplicas=2",
        "degraded",
        "2 of 3 available, although the rollout finished: pods failed later or were just added"
    )]
    [InlineData(
        "conditions.Progressing=False/ProgressDeadlineExceeded",
        "stalled",
        "the rollout did not finish within its deadline of 600 s: 3 of 3 available"
    )]
    [InlineData("conditions.Available=False/Short/no_quorum", "degraded", "3 of 3 available, but Available is False: Short: no quorum")]
    public void DeploymentConfig(string change, string verdict, string reason) => Expect(Given.DeploymentConfig(change), verdict, reason);

    [Theory]
    [InlineData("", "healthy", "5 of 5 available, 5 updated")]
    [InlineData("status.updatedReplicas=2", "progressing", "5 of 5 available, 2 updated")]
    [InlineData("spec.updateStrategy.paused=true", "paused", "the rollout is paused: 5 of 5 available, 5 updated")]
    [InlineData(
        "status.updatedReplicas=2 status.updatedReadyReplicas=2 spec.updateStrategy.partition=3",
        "healthy",
        "5 of 5 available, 2 updated (partition 3 holds the others back)"
    )]
    [InlineData(
        "status.updatedReplicas=2 status.updatedReadyReplicas=2 spec.updateStrategy.partition=\"50%\"",
        "healthy",
        "5 of 5 available, 2 updated (partition 3 holds the others back)"
    )]
    [InlineData(
        "status.updatedReplicas=0 spec.updateStrategy.partition=\"99%\"",
        "progressing",
        "5 of 5 available, 0 updated (partition 4 holds the others back)"
    )]
    [InlineData(
        "status.readyReplicas=4 status.availableReplicas=4",
        "degraded",
        "4 of 5 available, 5 updated, and no rollout is in progress: pods are starting or failing"
    )]
    [InlineData("status.replicas=6", "progressing", "6 pods, 5 desired: scaling down")]
    [InlineData(
        "status.replicas=3 conditions.FailedScale=True//exceeded_quota",
        "stalled",
        "5 of 5 available, 5 updated; FailedScale: exceeded quota"
    )]
    [InlineData("conditions.FailedUpdate=True/", "stalled", "5 of 5 available, 5 updated; FailedUpdate: no reason given")]
    [InlineData("status.readyReplicas=\"five\"", "unknown", "status.readyReplicas is not a value that Kubernetes writes")]
    [InlineData("spec.updateStrategy.partition=\"half\"", "unknown", "spec.updateStrategy.partition is not a value that Kubernetes writes")]
    [InlineData(
        "kind=\"StatefulSet\" spec.updateStrategy.rollingUpdate.paused=true",
        "paused",
        "the rollout is paused: 5 of 5 available, 5 updated"
    )]
    [InlineData("kind=\"StatefulSet\" status.updatedReplicas=1", "progressing", "5 of 5 available, 1 updated")]
    public void CloneSet_and_Advanced_StatefulSet(string change, string verdict, string reason) =>
        Expect(Given.CloneSet(change), verdict, reason);

    [Theory]
    [InlineData("", "healthy", "3 of 3 available")]
    [InlineData("status.updatedNumberScheduled=1", "progressing", "3 of 3 available, 1 of 3 updated")]
    [InlineData(
        "status.updatedNumberScheduled=1 spec.updateStrategy.rollingUpdate.partition=2",
        "healthy",
        "3 of 3 available, 1 of 3 updated (partition 2 holds the others back)"
    )]
    [InlineData("spec.updateStrategy.rollingUpdate.paused=true", "paused", "the rollout is paused: 3 of 3 available")]
    public void Advanced_DaemonSet(string change, string verdict, string reason) => Expect(Given.KruiseDaemonSet(change), verdict, reason);

    [Theory]
    [InlineData("", "healthy", "revision web-00004 is ready")]
    [InlineData(
        "metadata.generation=5",
        "progressing",
        "the controller has not observed the newest spec yet (generation 5, observed 4): the counts are those of the old one"
    )]
    [InlineData("conditions.Ready=False/RevisionFailed/no_image", "degraded", "Ready is False: RevisionFailed: no image")]
    [InlineData("conditions.Ready=Unknown/Deploying/soon", "progressing", "Ready is Unknown: Deploying: soon")]
    [InlineData(
        "status.latestCreatedRevisionName=\"web-00005\"",
        "progressing",
        "its newest revision web-00005 is not the one that is ready"
    )]
    [InlineData("conditions.Ready=Unknown/", "progressing", "Ready is Unknown: no reason given")]
    [InlineData("status.latestCreatedRevisionName=- status.latestReadyRevisionName=-", "healthy", "Ready is True")]
    [InlineData("status.latestReadyRevisionName=-", "progressing", "its newest revision web-00004 is not the one that is ready")]
    public void Knative_Service(string change, string verdict, string reason) => Expect(Given.KnativeService(change), verdict, reason);

    [Theory]
    [InlineData("apps.example.com/v1", "Deployment")]
    [InlineData("numaflow.numaproj.io/v1alpha1", "MonoVertex")]
    [InlineData("argoproj.io/v1alpha1", "Workflow")]
    [InlineData("v1", "Service")]
    public void A_kind_of_another_group_has_no_rule(string apiVersion, string kind) =>
        Expect(
            KubeObject.Parse($$"""{ "apiVersion": "{{apiVersion}}", "kind": "{{kind}}", "metadata": { "name": "web" } }"""),
            "unknown",
            "no rule for this kind"
        );

    [Theory]
    [InlineData("""{ "spec": { "template": { "spec": { "containers": [] } } } }""", true)]
    [InlineData("""{ "spec": { "workloadRef": { "kind": "Deployment", "name": "web" } } }""", true)]
    [InlineData("""{ "spec": { "jobTemplate": { "spec": { "template": { "spec": { "containers": [] } } } } } }""", false)]
    [InlineData("""{ "spec": { "jobTargetRef": { "template": { "spec": { "containers": [] } } } } }""", false)]
    [InlineData("""{ "spec": { "template": { "metadata": { } } } }""", false)]
    public void Runs_pods_with_a_template_or_a_workloadRef(string json, bool runs) =>
        Assert.Equal(runs, WorkloadKind.RunsPods(KubeObject.Parse(json).Json));

    [Fact]
    public void A_Deployment_that_a_Rollout_names_is_only_its_template()
    {
        var judged = WorkloadJudge.Judge(Given.Deployment("spec.replicas=0 status.replicas=3"), null, true, 0.1);
        var template = WorkloadJudge.TemplateOf(judged, "web");
        Assert.Equal(
            (WorkloadVerdict.Healthy, "the template of Rollout web, which runs the pods", false),
            (template.Verdict, template.Reason, template.RollingOut)
        );
    }

    [Theory]
    [InlineData("status.availableReplicas=0")]
    [InlineData("metadata.generation=5")]
    public void A_Deployment_that_a_Rollout_has_not_scaled_to_zero_runs_pods(string change)
    {
        var judged = WorkloadJudge.Judge(Given.Deployment(change), null, true, 0.1);
        Assert.Equal(judged, WorkloadJudge.TemplateOf(judged, "web"));
        Assert.False(HealthText.IsFine(judged.Verdict));
    }

    private static void Expect(KubeObject workload, string verdict, string reason)
    {
        var judged = WorkloadJudge.Judge(workload, null, true, 0.10);
        Assert.Equal((verdict, reason), (HealthText.Of(judged.Verdict), judged.Reason));
    }
}
