using static Helmstuck.Tests.Cluster.Health.CustomStates;

namespace Helmstuck.Tests.Cluster.Health;

/// <summary>Argo Rollouts on a real API server, in the states in which their controller leaves them.</summary>
public sealed class RolloutKindTests(SharedControlPlane shared)
{
    private static readonly CustomKind Rollout = new("argoproj.io", "v1alpha1", "Rollout", "rollouts");

    [Fact]
    public async Task Argo_Rollout_by_its_phase() =>
        Snapshot.Verify(
            await TellAsync(
                shared,
                Rollout,
                "web",
                new CustomState(
                    "healthy",
                    [Is("replicas", "3")],
                    [Text("observedGeneration", "2"), Text("phase", "Healthy"), .. Counts(3, 3, 3)],
                    Fine
                ),
                new CustomState(
                    "progressing",
                    [Is("replicas", "3")],
                    [
                        Text("observedGeneration", "2"),
                        Text("phase", "Progressing"),
                        Text("message", "more replicas need to be updated"),
                        .. Counts(4, 1, 3),
                    ],
                    Moving
                ),
                new CustomState(
                    "degraded",
                    [Is("replicas", "3")],
                    [
                        Text("observedGeneration", "2"),
                        Text("phase", "Degraded"),
                        Text("message", "RolloutAborted: Rollout aborted update to revision 2"),
                        .. Counts(3, 0, 3),
                    ],
                    Broken
                ),
                new CustomState(
                    "paused in a canary step",
                    [Is("replicas", "3")],
                    [Text("observedGeneration", "2"), Text("phase", "Paused"), Text("message", "CanaryPauseStep"), .. Counts(3, 1, 3)],
                    Paused
                ),
                new CustomState(
                    "healthy, but of the spec before",
                    [Is("replicas", "3")],
                    [Text("observedGeneration", "1"), Text("phase", "Healthy"), .. Counts(3, 3, 3)],
                    Moving
                ),
                new CustomState(
                    "healthy, and no pod available",
                    [Is("replicas", "3")],
                    [Text("observedGeneration", "2"), Text("phase", "Healthy"), .. Counts(3, 3, 0)],
                    Broken
                ),
                new CustomState("no status yet", [Is("replicas", "3")], [], Moving)
            )
        );

    [Fact]
    public async Task Argo_Rollout_by_its_conditions() =>
        Snapshot.Verify(
            await TellAsync(
                shared,
                Rollout,
                "web",
                new CustomState(
                    "healthy",
                    [Is("replicas", "3")],
                    [
                        Text("observedGeneration", "2"),
                        .. Counts(3, 3, 3),
                        Conditions(
                            Condition("Available", "True"),
                            Condition("Progressing", "True", "NewReplicaSetAvailable"),
                            Condition("Completed", "True")
                        ),
                    ],
                    Fine
                ),
                new CustomState(
                    "progressing",
                    [Is("replicas", "3")],
                    [
                        Text("observedGeneration", "2"),
                        .. Counts(4, 2, 3),
                        Conditions(
                            Condition("Available", "True"),
                            Condition("Progressing", "True", "ReplicaSetUpdated"),
                            Condition("Completed", "False")
                        ),
                    ],
                    Moving
                ),
                new CustomState(
                    "aborted",
                    [Is("replicas", "3")],
                    [
                        Text("observedGeneration", "2"),
                        .. Counts(3, 0, 3),
                        Conditions(Condition("Available", "True"), Condition("Progressing", "False", "RolloutAborted", "Rollout aborted")),
                    ],
                    Broken
                ),
                new CustomState(
                    "past its deadline",
                    [Is("replicas", "3")],
                    [
                        Text("observedGeneration", "2"),
                        .. Counts(3, 3, 2),
                        Conditions(
                            Condition("Available", "True"),
                            Condition("Progressing", "False", "ProgressDeadlineExceeded", "timed out progressing")
                        ),
                    ],
                    Broken
                ),
                new CustomState(
                    "completed, and not healthy any more",
                    [Is("replicas", "3")],
                    [
                        Text("observedGeneration", "2"),
                        .. Counts(3, 3, 3),
                        Conditions(
                            Condition("Available", "True"),
                            Condition("Progressing", "True"),
                            Condition("Completed", "True"),
                            Condition("Healthy", "False")
                        ),
                    ],
                    Broken
                ),
                new CustomState(
                    "paused by a step",
                    [Is("replicas", "3")],
                    [
                        Text("observedGeneration", "2"),
                        Is("pauseConditions", "[ { \"reason\": \"CanaryPauseStep\" } ]"),
                        .. Counts(3, 1, 3),
                        Conditions(Condition("Available", "True"), Condition("Completed", "True")),
                    ],
                    Paused
                )
            )
        );
}
