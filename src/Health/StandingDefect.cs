using System.Globalization;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Health;

/// <summary>
/// A workload that lacked pods before the operation began: a lost node, a pod that no node has room for. Helm does not wait for it
/// (Helm: pkg/kube/ready.go, maxUnavailable), so it is not a rollout. It is still a defect.
/// </summary>
internal static class StandingDefect
{
    /// <summary>
    /// The verdict; <see cref="WorkloadVerdict.Degraded"/> and not rolling out if everything that is missing was missing before
    /// <paramref name="began"/>; unchanged if that is not known. Never throws on any JSON.
    /// </summary>
    /// <param name="began">When the operation began, by the server's clock; null if it is not known.</param>
    public static WorkloadHealth Judge(WorkloadHealth health, KubeObject workload, NamespaceObjects around, DateTimeOffset? began)
    {
        if (
            began is not { } beginning
            || health is not { LacksOnlyReadiness: true, Desired: { } desired, Ready: { } ready }
            || (health.Available ?? ready) < ready
        )
            return health;
        if (around.Pods is not { } pods)
            return MovedLast(workload) is { } moved && moved < beginning
                ? Standing(health, $"nothing of it has changed since {Time(moved)}", beginning)
                : health;
        List<KubeObject> owners = [workload, .. around.ReplicaSets.Where(set => PodProblems.IsOwnedBy(set, workload))];
        var own = health.Kind == "Pod" ? [workload] : pods.Where(pod => owners.Exists(owner => PodProblems.IsOwnedBy(pod, owner)));
        // A controller counts no pod that has ended (Kubernetes: controller_utils.go IsPodActive): evicted ones may remain for weeks.
        var unready = own.Where(pod => pod.Json.Text("status", "phase") is not ("Succeeded" or "Failed"))
            .Where(pod => ReadyCondition(pod) is not { Status: "True" })
            .Select(pod => (Pod: pod, Since: UnreadySince(pod)))
            .ToList();
        if (unready.Count == 0 || unready.Count < desired - ready)
            return health;
        if (!unready.TrueForAll(one => one.Pod.Meta.CreationTimestamp < beginning && one.Since < beginning))
            return health;
        var (first, since) = unready.OrderBy(one => one.Pod.Meta.Name, StringComparer.Ordinal).First();
        var node = first.Json.Text("spec", "nodeName") is { Length: > 0 } name ? $" on node {name}" : "";
        var others = unready.Count > 1 ? $" (and {unready.Count - 1} more)" : "";
        return Standing(health, $"pod {first.Meta.Name}{node}{others} has not been ready since {Time(since!.Value)}", beginning);
    }

    private static WorkloadHealth Standing(WorkloadHealth health, string what, DateTimeOffset began) =>
        health with
        {
            Verdict = WorkloadVerdict.Degraded,
            RollingOut = false,
            Reason =
                $"{health.Available ?? health.Ready} of {health.Desired} {(health.Available is null ? "ready" : "available")}: {what}, "
                + $"before the operation began ({Time(began)})",
        };

    private static Condition? ReadyCondition(KubeObject pod) =>
        StatusReader.ConditionsOf(pod.Json).Where(found => found.Type == "Ready").Select(found => (Condition?)found).FirstOrDefault();

    /// <summary>Since when the pod is not ready, or not scheduled (it then has no condition Ready).</summary>
    private static DateTimeOffset? UnreadySince(KubeObject pod) =>
        ReadyCondition(pod) is { } ready
            ? ready.TransitionTime
            : StatusReader
                .ConditionsOf(pod.Json)
                .FirstOrDefault(found => found is { Type: "PodScheduled", Status: "False" })
                .TransitionTime;

    /// <summary>The newest time in the object's conditions and managedFields; null if one of the conditions has none.</summary>
    private static DateTimeOffset? MovedLast(KubeObject workload)
    {
        var conditions = StatusReader.ConditionsOf(workload.Json).ToList();
        return conditions.Count == 0 || conditions.Exists(found => found.MovedAt is null)
            ? null
            : conditions.Select(found => found.MovedAt).Concat(workload.Meta.ManagedFields.Select(field => field.Time)).Max();
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
