using static Helmstuck.Tests.Cluster.Health.CustomStates;

namespace Helmstuck.Tests.Cluster.Health;

/// <summary>OpenShift DeploymentConfigs and Knative Services on a real API server, as their controllers leave them.</summary>
public sealed class OpenShiftKnativeTests(SharedControlPlane shared)
{
    private static readonly CustomKind DeploymentConfig = new("apps.openshift.io", "v1", "DeploymentConfig", "deploymentconfigs");
    private static readonly CustomKind KnativeService = new("serving.knative.dev", "v1", "Service", "services");

    [Fact]
    public async Task OpenShift_DeploymentConfig() =>
        Snapshot.Verify(
            await TellAsync(
                shared,
                DeploymentConfig,
                "web",
                new CustomState(
                    "complete",
                    [Is("replicas", "3")],
                    [
                        Is("observedGeneration", "2"),
                        Is("latestVersion", "2"),
                        .. Counts(3, 3, 3),
                        Conditions(Condition("Available", "True"), Condition("Progressing", "True", "NewReplicationControllerAvailable")),
                    ],
                    Fine
                ),
                new CustomState(
                    "version 3 rolls out",
                    [Is("replicas", "3")],
                    [
                        Is("observedGeneration", "2"),
                        Is("latestVersion", "3"),
                        .. Counts(4, 1, 3),
                        Conditions(Condition("Available", "True"), Condition("Progressing", "True", "ReplicationControllerUpdated")),
                    ],
                    Moving
                ),
                new CustomState(
                    "version 3 waits for its deployer",
                    [Is("replicas", "3")],
                    [
                        Is("observedGeneration", "2"),
                        Is("latestVersion", "3"),
                        .. Counts(3, 3, 3),
                        Conditions(
                            Condition("Available", "True"),
                            Condition("Progressing", "Unknown", "", "replication controller web-3 is waiting for pod web-3-deploy to run")
                        ),
                    ],
                    Moving
                ),
                new CustomState(
                    "version 3 failed",
                    [Is("replicas", "3")],
                    [
                        Is("observedGeneration", "2"),
                        Is("latestVersion", "3"),
                        .. Counts(3, 0, 3),
                        Conditions(
                            Condition("Available", "True"),
                            Condition(
                                "Progressing",
                                "False",
                                "ProgressDeadlineExceeded",
                                "replication controller web-3 has failed progressing"
                            )
                        ),
                    ],
                    Stalled
                ),
                new CustomState(
                    "paused",
                    [Is("replicas", "3"), Is("paused", "true")],
                    [
                        Is("observedGeneration", "2"),
                        Is("latestVersion", "2"),
                        .. Counts(3, 3, 3),
                        Conditions(Condition("Available", "True"), Condition("Progressing", "True", "NewReplicationControllerAvailable")),
                    ],
                    Paused
                ),
                new CustomState(
                    "never started",
                    [Is("replicas", "3")],
                    [
                        Is("observedGeneration", "2"),
                        Is("latestVersion", "0"),
                        Conditions(Condition("Available", "False", "", "Deployment config does not have minimum availability.")),
                    ],
                    "progressing, workloads fail, helm-idle warn"
                ),
                new CustomState(
                    "of the spec before",
                    [Is("replicas", "3")],
                    [
                        Is("observedGeneration", "1"),
                        Is("latestVersion", "2"),
                        .. Counts(3, 3, 3),
                        Conditions(Condition("Available", "True"), Condition("Progressing", "True", "NewReplicationControllerAvailable")),
                    ],
                    Moving
                )
            )
        );

    [Fact]
    public async Task Knative_Service() =>
        Snapshot.Verify(
            await TellAsync(
                shared,
                KnativeService,
                "web",
                new CustomState(
                    "ready",
                    [],
                    [
                        Is("observedGeneration", "2"),
                        Text("latestCreatedRevisionName", "web-00002"),
                        Text("latestReadyRevisionName", "web-00002"),
                        Conditions(Condition("Ready", "True")),
                    ],
                    Fine
                ),
                new CustomState("ready, without names", [], [Is("observedGeneration", "2"), Conditions(Condition("Ready", "True"))], Fine),
                new CustomState(
                    "unknown",
                    [],
                    [
                        Is("observedGeneration", "2"),
                        Text("latestCreatedRevisionName", "web-00002"),
                        Text("latestReadyRevisionName", "web-00001"),
                        Conditions(Condition("Ready", "Unknown", "RevisionMissing", "Configuration web is waiting for a Revision.")),
                    ],
                    Moving
                ),
                new CustomState(
                    "the newest revision is not the ready one",
                    [],
                    [
                        Is("observedGeneration", "2"),
                        Text("latestCreatedRevisionName", "web-00002"),
                        Text("latestReadyRevisionName", "web-00001"),
                        Conditions(Condition("Ready", "True")),
                    ],
                    Moving
                ),
                new CustomState(
                    "failed in the operation",
                    [],
                    [
                        Is("observedGeneration", "2"),
                        Text("latestCreatedRevisionName", "web-00002"),
                        Text("latestReadyRevisionName", "web-00001"),
                        Conditions(Condition("Ready", "False", "RevisionFailed", "Revision web-00002 failed.")),
                    ],
                    Failing
                ),
                new CustomState(
                    "failed before it",
                    [],
                    [
                        Is("observedGeneration", "2"),
                        Text("latestCreatedRevisionName", "web-00002"),
                        Text("latestReadyRevisionName", "web-00001"),
                        Conditions(Condition("Ready", "False", "RevisionFailed", "Revision web-00002 failed.", "2026-01-02T03:04:05Z")),
                    ],
                    "degraded, workloads fail, helm-idle warn"
                ),
                new CustomState(
                    "of the spec before",
                    [],
                    [
                        Is("observedGeneration", "1"),
                        Text("latestCreatedRevisionName", "web-00002"),
                        Text("latestReadyRevisionName", "web-00001"),
                        Conditions(Condition("Ready", "True")),
                    ],
                    Moving
                )
            )
        );
}
