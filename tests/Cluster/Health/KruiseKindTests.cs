using static Helmstuck.Tests.Cluster.Health.CustomStates;

namespace Helmstuck.Tests.Cluster.Health;

/// <summary>OpenKruise workloads on a real API server, as their controllers leave them.</summary>
public sealed class KruiseKindTests(SharedControlPlane shared)
{
    private static readonly CustomKind CloneSet = new("apps.kruise.io", "v1alpha1", "CloneSet", "clonesets");
    private static readonly CustomKind KruiseStatefulSet = new("apps.kruise.io", "v1beta1", "StatefulSet", "statefulsets");

    [Fact]
    public async Task OpenKruise_CloneSet() =>
        Snapshot.Verify(
            await TellAsync(
                shared,
                CloneSet,
                "web",
                new CustomState(
                    "complete",
                    [Is("replicas", "5")],
                    [Is("observedGeneration", "2"), .. Counts(5, 5, 5), Is("updatedReadyReplicas", "5")],
                    Fine
                ),
                new CustomState(
                    "partition of half",
                    [Is("replicas", "5"), Is("updateStrategy", "{ \"partition\": \"50%\" }")],
                    [Is("observedGeneration", "2"), .. Counts(5, 2, 5), Is("updatedReadyReplicas", "2")],
                    Fine
                ),
                new CustomState(
                    "paused",
                    [Is("replicas", "5"), Is("updateStrategy", "{ \"paused\": true }")],
                    [Is("observedGeneration", "2"), .. Counts(5, 2, 5), Is("updatedReadyReplicas", "2")],
                    Paused
                ),
                new CustomState(
                    "rolling",
                    [Is("replicas", "5")],
                    [Is("observedGeneration", "2"), .. Counts(5, 2, 4), Is("updatedReadyReplicas", "1")],
                    Moving
                ),
                new CustomState(
                    "pods fail",
                    [Is("replicas", "5")],
                    [Is("observedGeneration", "2"), .. Counts(5, 5, 4), Is("updatedReadyReplicas", "4")],
                    Failing
                ),
                new CustomState(
                    "refused by a quota",
                    [Is("replicas", "5")],
                    [
                        Is("observedGeneration", "2"),
                        .. Counts(3, 3, 3),
                        Conditions(Condition("FailedScale", "True", "", "pods web-x is forbidden: exceeded quota")),
                    ],
                    Stalled
                )
            )
        );

    [Fact]
    public async Task OpenKruise_Advanced_StatefulSet() =>
        Snapshot.Verify(
            await TellAsync(
                shared,
                KruiseStatefulSet,
                "db",
                new CustomState("complete", [Is("replicas", "3")], [Is("observedGeneration", "2"), .. Counts(3, 3, 3)], Fine),
                new CustomState(
                    "partition of one",
                    [Is("replicas", "3"), Is("updateStrategy", "{ \"rollingUpdate\": { \"partition\": 1 } }")],
                    [Is("observedGeneration", "2"), .. Counts(3, 2, 3)],
                    Fine
                ),
                new CustomState(
                    "paused",
                    [Is("replicas", "3"), Is("updateStrategy", "{ \"rollingUpdate\": { \"paused\": true } }")],
                    [Is("observedGeneration", "2"), .. Counts(3, 1, 3)],
                    Paused
                ),
                new CustomState(
                    "OnDelete",
                    [Is("replicas", "3"), Is("updateStrategy", "{ \"type\": \"OnDelete\" }")],
                    [Is("observedGeneration", "2"), .. Counts(3, 0, 3)],
                    Fine
                ),
                new CustomState("a pod fails", [Is("replicas", "3")], [Is("observedGeneration", "2"), .. Counts(3, 3, 2)], Failing),
                new CustomState("of the spec before", [Is("replicas", "3")], [Is("observedGeneration", "1"), .. Counts(3, 3, 3)], Moving)
            )
        );
}
