using Helmstuck.Kube.Resources;

namespace Helmstuck.Health;

/// <summary>
/// Judges one workload by its own ladder. The order of the steps is that of <c>kubectl rollout status</c> (kubectl:
/// polymorphichelpers/rollout_status.go), with the steps that kubectl leaves out; docs/health.md lists every state and the differences.
/// </summary>
internal static class WorkloadJudge
{
    private const string WithoutRule = "no rule for this kind";

    /// <summary>The kinds of Kubernetes that have a ladder; <see cref="WorkloadKind.Discovered"/> has the others.</summary>
    public static readonly IReadOnlyList<string> Kinds =
    [
        "Deployment",
        "StatefulSet",
        "DaemonSet",
        "ReplicaSet",
        "ReplicationController",
        "Job",
        "CronJob",
        "Pod",
        "PersistentVolumeClaim",
    ];

    /// <summary>
    /// The verdict on one object. Never throws on any JSON: what cannot be understood is <see cref="WorkloadVerdict.Unknown"/>.
    /// </summary>
    /// <param name="workload">The live object.</param>
    /// <param name="hpa">The autoscaler that targets it, or null.</param>
    /// <param name="hpasReadable">False if HPAs could not be listed: then the strict rule applies, and the reason says so.</param>
    /// <param name="tolerance">
    /// Share of the desired replicas, 0 to 1 (setting <c>health.hpaTolerance</c>); other values are limited to that range, NaN is 0.
    /// </param>
    /// <param name="kind">The kind, if the object came from a list, whose items do not contain it.</param>
    /// <param name="group">Its API group, if the object does not contain it.</param>
    public static WorkloadHealth Judge(
        KubeObject workload,
        HpaFacts? hpa,
        bool hpasReadable,
        double tolerance,
        string? kind = null,
        string? group = null
    )
    {
        kind ??= workload.Kind;
        var of = group is null ? WorkloadKind.Of(workload.ApiVersion, kind) : new WorkloadKind(group, kind);
        var status = new StatusReader(workload);
        var judged = of.IsShipped ? JudgeShipped(status, hpa, hpasReadable, tolerance, kind) : JudgeCustom(status, of);
        if (status.Malformed is { } member)
            judged = judged with
            {
                Verdict = WorkloadVerdict.Unknown,
                RollingOut = false,
                LacksOnlyReadiness = false,
                Reason = $"{member} is not a value that Kubernetes writes",
            };
        else if (workload.Meta.DeletionTimestamp is not null)
            // Not a rollout: only an uninstall waits for that, and after a killed uninstall it remains until a finalizer is removed.
            judged = judged with
            {
                Verdict = WorkloadVerdict.Progressing,
                RollingOut = false,
                LacksOnlyReadiness = false,
                Reason = Deleting(workload),
            };
        return judged with { Kind = kind, Namespace = workload.Meta.Namespace, Name = workload.Meta.Name, Hpa = hpa };
    }

    private static WorkloadHealth JudgeShipped(StatusReader status, HpaFacts? hpa, bool hpasReadable, double tolerance, string kind) =>
        kind switch
        {
            "Deployment" => DeploymentRule.Judge(status, hpa, hpasReadable, tolerance),
            "StatefulSet" => StatefulSetRule.Judge(status),
            "DaemonSet" => DaemonSetRule.Judge(status),
            "ReplicaSet" or "ReplicationController" => ReplicaSetRule.Judge(status),
            "Job" => JobRule.Judge(status),
            "CronJob" => CronJobRule.Judge(status),
            "Pod" => PodRule.Judge(status),
            "PersistentVolumeClaim" => ClaimRule.Judge(status),
            _ => Facts(WorkloadVerdict.Unknown, kind.Length == 0 ? "the object has no kind" : WithoutRule),
        };

    private static WorkloadHealth JudgeCustom(StatusReader status, WorkloadKind kind) =>
        kind == WorkloadKind.Rollout ? RolloutRule.Judge(status)
        : kind == WorkloadKind.DeploymentConfig ? DeploymentConfigRule.Judge(status)
        : kind == WorkloadKind.CloneSet || kind == WorkloadKind.KruiseStatefulSet ? KruiseRule.Judge(status)
        : kind == WorkloadKind.KruiseDaemonSet ? KruiseDaemonSetRule.Judge(status)
        : kind == WorkloadKind.KnativeService ? KnativeServiceRule.Judge(status)
        : Facts(WorkloadVerdict.Unknown, WithoutRule);

    private static string Deleting(KubeObject workload)
    {
        List<string> held = [.. workload.Json.Items("metadata", "finalizers").Select(item => item.Text()).OfType<string>()];
        return held.Count == 0
            ? "is being deleted"
            : $"is being deleted, held by the finalizer{(held.Count == 1 ? "" : "s")} {string.Join(", ", held)}";
    }

    /// <summary>In a manifest, but not in the cluster.</summary>
    public static WorkloadHealth Missing(string kind, string ns, string name) =>
        Facts(WorkloadVerdict.Missing, "in the manifest, but not in the cluster") with
        {
            Kind = kind,
            Namespace = ns,
            Name = name,
        };

    /// <summary>
    /// A Deployment that an Argo Rollout names in its workloadRef. The Rollout scales it to zero, and then it is only a template. Until
    /// then (<c>scaleDown</c> is <c>never</c> or <c>progressively</c>) it runs pods like any other.
    /// </summary>
    public static WorkloadHealth TemplateOf(WorkloadHealth deployment, string rollout) =>
        deployment.Desired is not 0
            ? deployment
            : deployment with
            {
                Verdict = WorkloadVerdict.Healthy,
                Reason = $"the template of Rollout {rollout}, which runs the pods",
                Arithmetic = "",
                RollingOut = false,
                LacksOnlyReadiness = false,
            };

    /// <summary>It runs pods, but this program has no rule for it.</summary>
    public static WorkloadHealth Unjudged(string kind, string ns, string name) =>
        Facts(WorkloadVerdict.Unknown, WithoutRule) with
        {
            Kind = kind,
            Namespace = ns,
            Name = name,
        };

    /// <summary>It could not be read. <paramref name="reason"/> is the sentence of the API server or the transport.</summary>
    public static WorkloadHealth Unreadable(string kind, string ns, string name, string reason) =>
        Facts(WorkloadVerdict.Unknown, $"could not be read: {reason}") with
        {
            Kind = kind,
            Namespace = ns,
            Name = name,
        };

    /// <summary>The verdict of a rule; <see cref="Judge"/> adds the workload's name.</summary>
    internal static WorkloadHealth Facts(WorkloadVerdict verdict, string reason) =>
        new()
        {
            Kind = "",
            Namespace = "",
            Name = "",
            Verdict = verdict,
            Reason = reason,
        };

    /// <summary>The same for a rule that knows rollouts: pods that are not ready may be those of one, which a Helm may wait for.</summary>
    internal static WorkloadHealth OfRollout(WorkloadVerdict verdict, string reason) =>
        Facts(verdict, reason) with
        {
            RollingOut = verdict is WorkloadVerdict.Progressing or WorkloadVerdict.Degraded,
            LacksOnlyReadiness = verdict == WorkloadVerdict.Degraded,
        };

    /// <summary>The sentence for counts that are about an older spec, or null if the controller has seen the newest one.</summary>
    internal static string? Stale(StatusReader status)
    {
        var generation = status.Count("metadata", "generation");
        var observed = status.Count("status", "observedGeneration");
        if (observed > 0 && generation <= observed)
            return null;
        return observed == 0
            ? "the controller has not observed it yet"
            : $"the controller has not observed the newest spec yet (generation {generation}, observed {observed}): the counts are "
                + $"those of the old one";
    }
}
