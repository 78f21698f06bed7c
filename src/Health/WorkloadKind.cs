using System.Text.Json;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Health;

/// <summary>A kind of object and its API group, without the version. <paramref name="Group"/> is empty for the core group.</summary>
internal sealed record WorkloadKind(string Group, string Kind)
{
    public static readonly WorkloadKind Rollout = new("argoproj.io", "Rollout");
    public static readonly WorkloadKind DeploymentConfig = new("apps.openshift.io", "DeploymentConfig");
    public static readonly WorkloadKind CloneSet = new("apps.kruise.io", "CloneSet");
    public static readonly WorkloadKind KruiseStatefulSet = new("apps.kruise.io", "StatefulSet");
    public static readonly WorkloadKind KruiseDaemonSet = new("apps.kruise.io", "DaemonSet");
    public static readonly WorkloadKind KnativeService = new("serving.knative.dev", "Service");

    public static readonly WorkloadKind CronJob = new("batch", "CronJob");

    /// <summary>
    /// The kinds that have a rule and are found by discovery: custom resources, and CronJobs, which are v1beta1 before Kubernetes 1.21.
    /// </summary>
    public static readonly IReadOnlyList<WorkloadKind> Discovered =
    [
        CronJob,
        Rollout,
        DeploymentConfig,
        CloneSet,
        KruiseStatefulSet,
        KruiseDaemonSet,
        KnativeService,
    ];

    // The groups in which the API server serves, or used to serve, the built-in kinds.
    public bool IsShipped => Group is "" or "apps" or "batch" or "extensions";

    public static WorkloadKind Of(string apiVersion, string kind) =>
        new(apiVersion.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? apiVersion[..slash] : "", kind);

    /// <summary>
    /// Whether an object of a manifest runs pods of its own: it has a pod template, or refers to the object that has one.
    /// </summary>
    public static bool RunsPods(JsonElement json) =>
        json.At("spec", "template", "spec", "containers") is not null || json.At("spec", "workloadRef") is not null;
}
