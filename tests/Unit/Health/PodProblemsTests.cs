using Helmstuck.Health;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Tests.Unit.Health;

public sealed class PodProblemsTests
{
    private static readonly KubeObject Rolling = Given.Deployment(
        "status.replicas=31 status.updatedReplicas=3 status.availableReplicas=28 status.readyReplicas=28 "
            + "conditions.Progressing=True/ReplicaSetUpdated"
    );
    private static readonly KubeObject Old = Given.ReplicaSet("web-old", 6, 28, 28, "web:v1");

    [Fact]
    public void Sees_that_the_stuck_revision_broke_it_and_that_the_old_pods_serve()
    {
        var newest = Given.ReplicaSet("web-new", 7, 3, 0, "web:v2");
        KubeObject[] pods =
        [
            .. Enumerable
                .Range(0, 3)
                .Select(i => Given.PodOf("web-new", $"web-new-{i}", Given.Waiting("ImagePullBackOff", "Back-off pulling image web:v2"))),
        ];
        var explained = Explain([Old, newest], pods, [], ["web:v2"]);

        Assert.True(explained.BrokenByStuckRevision);
        Assert.Equal(
            "web: pods of revision 1234: 0/3 ready (ImagePullBackOff); the old pods serve 28/30. To fix forward, override workloads "
                + "with a reason.",
            HealthText.Of(explained)
        );
        Assert.Equal(WorkloadVerdict.Progressing, explained.Verdict);
        Assert.Equal(
            [
                "3 of 30 updated, 28 of 30 available, 28 old replicas are pending termination",
                "newest ReplicaSet web-new: 0/3 pods ready",
                "ImagePullBackOff ×3: app, web:v2",
            ],
            explained.Problems
        );
    }

    [Theory]
    [InlineData("web:v3", "ImagePullBackOff", 28)] // the newest ReplicaSet runs another image
    [InlineData("web:v2", "ContainerCreating", 28)] // it starts, it does not fail
    [InlineData("web:v2", "ImagePullBackOff", 0)] // nothing serves
    public void Does_not_blame_the_stuck_revision_otherwise(string image, string reason, int serving)
    {
        var explained = Explain(
            [Given.ReplicaSet("web-old", 6, 28, serving, "web:v1"), Given.ReplicaSet("web-new", 7, 3, 0, image)],
            [Given.PodOf("web-new", "web-new-0", Given.Waiting(reason))],
            [],
            ["web:v2"]
        );
        Assert.False(explained.BrokenByStuckRevision);
        Assert.Contains($"{reason} ×1: app", explained.Problems);
    }

    [Fact]
    public void Stuck_revision_is_not_blamed_if_it_names_no_image_or_is_the_first() =>
        Assert.All<(KubeObject[] Sets, string[] Images)>(
            [([Old, Given.ReplicaSet("web-new", 7, 3, 0, "web:v2")], []), ([Given.ReplicaSet("web-new", 7, 3, 0, "web:v2")], ["web:v2"])],
            given =>
                Assert.False(
                    Explain(
                        given.Sets,
                        [Given.PodOf("web-new", "p", Given.Waiting("ErrImagePull"))],
                        [],
                        given.Images
                    ).BrokenByStuckRevision
                )
        );

    [Fact]
    public void Groups_pods_by_reason_failures_first()
    {
        var newest = Given.ReplicaSet("web-new", 10, 7, 1, "web:v2");
        KubeObject[] pods =
        [
            Pod(
                "a",
                """
                { "phase": "Running", "conditions": [ { "type": "Ready", "status": "True" } ], "containerStatuses": [ { "name": "app",
                  "ready": true } ] }
                """
            ),
            Pod("b", Given.Waiting("ContainerCreating")),
            Pod("c", Given.Waiting("ContainerCreating")),
            Pod(
                "d",
                """
                { "phase": "Running", "containerStatuses": [ { "name": "side", "ready": true }, { "name": "app", "ready": false,
                  "state": { "waiting": { "reason": "CrashLoopBackOff", "message": "back-off" } }, "lastState": { "terminated": {
                  "exitCode": 137, "reason": "OOMKilled" } } } ] }
                """
            ),
            Pod(
                "e",
                """
                { "phase": "Pending", "conditions": [ { "type": "PodScheduled", "status": "False", "reason": "Unschedulable",
                  "message": "0/9 nodes are available:\n insufficient cpu" } ] }
                """
            ),
            Pod(
                "f",
                """
                { "phase": "Pending", "initContainerStatuses": [ { "name": "wait", "state": { "terminated": { "exitCode": 0 } } }, {
                  "name": "migrate", "state": { "terminated": { "exitCode": 1, "reason": "Error", "message": "no table" } } } ],
                  "containerStatuses": [ { "name": "app", "state": { "waiting": { "reason": "PodInitializing" } } } ] }
                """
            ),
            Pod(
                "g",
                """
                { "phase": "Running", "containerStatuses": [ { "name": "app", "ready": false, "restartCount": 0, "state": { "running": {
                  } } } ] }
                """
            ),
            Given.PodOf("web-old", "old", Given.Waiting("CreateContainerConfigError", "secret not found")),
            Given.PodOf("stranger", "other", Given.Waiting("ErrImagePull")),
        ];
        Assert.Equal(
            [
                "newest ReplicaSet web-new: 1/7 pods ready",
                "CrashLoopBackOff ×1: app, last exit 137 OOMKilled",
                "Init:Error ×1: migrate, last exit 1 Error (no table)",
                "Unschedulable ×1: 0/9 nodes are available: insufficient cpu",
                "ContainerCreating ×2: app",
                "NotReady ×1: app",
                "older ReplicaSets: CreateContainerConfigError ×1: app, secret not found",
            ],
            Explain([newest, Old, Given.ReplicaSet("web-9", 9, 0, 0, "web:v0")], pods, [], []).Problems
        );

        static KubeObject Pod(string name, string status) => Given.PodOf("web-new", name, status);
    }

    [Fact]
    public void Says_what_a_quota_refused_and_the_last_warnings_once()
    {
        const string conditions = """
            [ { "type": "ReplicaFailure", "status": "True", "reason": "FailedCreate",
              "message": "pods is forbidden: exceeded quota: small" } ]
            """;
        var newest = Given.ReplicaSet("web-new", 7, 3, 0, "web:v2", conditions);
        KubeObject[] events =
        [
            Given.Event(
                "web-new",
                "ReplicaSet",
                "FailedCreate",
                "Error creating: pods \"web-new-abc12\" is forbidden: exceeded quota: small",
                "2026-07-30T14:02:09Z",
                3
            ),
            Given.Event(
                "web-new",
                "ReplicaSet",
                "FailedCreate",
                "Error creating: pods \"web-new-zzz99\" is forbidden: exceeded quota: small",
                "2026-07-30T14:02:11Z",
                9
            ),
            Given.Event("web-new", "ReplicaSet", "SuccessfulCreate", "Created pod", "2026-07-30T14:02:12Z", type: "Normal"),
            Given.Event("d-1", "Deployment", "Odd", "once", "2026-07-30T14:02:10Z"),
            Given.Event("somebody", "Pod", "BackOff", "not ours", "2026-07-30T14:02:13Z"),
        ];
        var explained = Explain([newest, Old], [], events, ["web:v2"]);
        Assert.Equal(
            [
                "3 of 30 updated, 28 of 30 available, 28 old replicas are pending termination",
                "newest ReplicaSet web-new: 0/3 pods ready",
                "quota: pods is forbidden: exceeded quota: small",
                "FailedCreate ReplicaSet: Error creating: pods \"web-new-zzz99\" is forbidden: exceeded quota: small (×12, last 14:02:11Z)",
                "Odd Deployment: once (last 14:02:10Z)",
            ],
            explained.Problems
        );
        Assert.StartsWith(
            "pods of revision 1234: 0/3 ready (cannot be created); the old pods serve 28/30.",
            explained.Reason,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Tells_at_most_four_warnings_newest_first()
    {
        KubeObject[] events =
        [
            .. Enumerable.Range(0, 9).Select(i => Given.Event("d-1", "Deployment", $"R{i}", "m", $"2026-07-30T14:02:0{i}Z")),
        ];
        Assert.Equal(
            [
                "R8 Deployment: m (last 14:02:08Z)",
                "R7 Deployment: m (last 14:02:07Z)",
                "R6 Deployment: m (last 14:02:06Z)",
                "R5 Deployment: m (last 14:02:05Z)",
            ],
            Explain([], [], events, []).Problems
        );
    }

    [Fact]
    public void Explains_the_pods_of_the_other_kinds_too()
    {
        var set = Given.StatefulSet("status.readyReplicas=2");
        var pod = KubeObject.Parse(
            $$"""
            { "metadata": { "name": "db-2", "uid": "db-2", "ownerReferences": [ { "uid": "s-1", "controller": true } ] },
              "status": {{Given.Waiting("CrashLoopBackOff")}} }
            """
        );
        var verdict = WorkloadJudge.Judge(set, null, true, 0.1);
        Assert.Equal(
            ["CrashLoopBackOff ×1: app"],
            PodProblems.Explain(verdict, set, new NamespaceObjects { Pods = [pod] }, new StuckImages(2, [])).Problems
        );
    }

    [Fact]
    public void Images_are_those_of_the_pod_template()
    {
        Assert.Equal(["web:v2"], StuckImages.Of(Given.ReplicaSet("web-new", 7, 3, 0, "web:v2").Json));
        Assert.Empty(StuckImages.Of(Given.Claim().Json));
    }

    [Fact]
    public void Leaves_a_healthy_one_alone()
    {
        var verdict = WorkloadJudge.Judge(Given.Deployment(), null, true, 0.1);
        Assert.Same(
            verdict,
            PodProblems.Explain(
                verdict,
                Given.Deployment(),
                new NamespaceObjects { ReplicaSets = [Old], Pods = [Given.PodOf("web-old", "p", Given.Waiting("ErrImagePull"))] },
                new StuckImages(2, ["web:v1"])
            )
        );
    }

    private static WorkloadHealth Explain(KubeObject[] sets, KubeObject[] pods, KubeObject[] events, string[] images) =>
        PodProblems.Explain(
            WorkloadJudge.Judge(Rolling, null, true, 0.10),
            Rolling,
            new NamespaceObjects
            {
                ReplicaSets = sets,
                Pods = pods,
                Events = events,
            },
            new StuckImages(1234, images)
        );
}
