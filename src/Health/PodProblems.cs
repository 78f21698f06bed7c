using System.Globalization;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Health;

/// <summary>
/// Why a workload is not healthy: the states of its pods, grouped; refused pods; the last warnings; and whether the stuck revision broke
/// it.
/// </summary>
internal static class PodProblems
{
    private const string RevisionAnnotation = "deployment.kubernetes.io/revision";

    /// <summary>
    /// The verdict with <see cref="WorkloadHealth.Problems"/> filled in. A verdict that lets the check pass is returned unchanged. Never
    /// throws on any JSON. If the stuck revision's own pods fail while older ones serve, <see cref="WorkloadHealth.BrokenByStuckRevision"/>
    /// is set and the reason says what to do.
    /// </summary>
    /// <param name="verdict">The verdict of <see cref="WorkloadJudge"/>.</param>
    /// <param name="workload">The live object of the verdict.</param>
    /// <param name="around">The other objects of the namespace; those of other workloads are ignored (by the uid of the owner).</param>
    /// <param name="stuck">The images that the stuck revision sets on this workload.</param>
    public static WorkloadHealth Explain(WorkloadHealth verdict, KubeObject workload, NamespaceObjects around, StuckImages stuck)
    {
        if (HealthText.IsFine(verdict.Verdict))
            return verdict;
        var isDeployment = verdict.Kind == "Deployment";
        var pods = around.Pods ?? [];
        var own = isDeployment
            ?
            [
                .. around
                    .ReplicaSets.Where(set => IsOwnedBy(set, workload))
                    .OrderByDescending(Revision)
                    .ThenByDescending(set => set.Meta.CreationTimestamp),
            ]
            : new List<KubeObject>();
        var newest = own.FirstOrDefault();
        var newestPods = verdict.Kind == "Pod" ? [workload] : pods.Where(pod => IsOwnedBy(pod, newest ?? workload)).ToList();
        var olderPods = pods.Where(pod => own.Skip(1).Any(set => IsOwnedBy(pod, set))).ToList();

        var lines = new List<string>();
        var reasons = Grouped(newestPods);
        if (newest is not null)
            lines.Add($"newest ReplicaSet {newest.Meta.Name}: {Share(newest)} pods ready");
        lines.AddRange(reasons.Select(group => group.Line));
        lines.AddRange(Grouped(olderPods).Where(group => group.Fails).Select(group => $"older ReplicaSets: {group.Line}"));
        lines.AddRange(Refusals(own) is { Count: > 0 } refused ? refused : Refusals([workload]));
        lines.AddRange(WarningEvents.Lines([workload, .. own, .. newestPods, .. olderPods], around.Events));
        verdict = verdict with { Problems = [.. lines.Distinct(StringComparer.Ordinal)] };

        return
            newest is not null
            && stuck.Gave(newest)
            && Failing(newest, reasons, verdict) is { } failing
            && Sum(own.Skip(1), "readyReplicas") is > 0 and var serving
            ? verdict with
            {
                BrokenByStuckRevision = true,
                Reason =
                    $"pods of revision {stuck.Revision}: {Share(newest)} ready ({failing}); the old pods serve "
                    + $"{serving}/{workload.Json.Number("spec", "replicas") ?? 1}. To fix forward, override workloads with a reason.",
                Problems = [verdict.Reason, .. verdict.Problems],
            }
            : verdict;
    }

    /// <summary>The problems of the newest pods; null if they only need more time.</summary>
    private static string? Failing(KubeObject newest, List<ReasonGroup> reasons, WorkloadHealth verdict) =>
        reasons.Find(group => group.Fails)?.Reason
        ?? (Refusals([newest]).Count > 0 ? "cannot be created" : null)
        ?? (verdict.Verdict == WorkloadVerdict.Stalled && Ready(newest) < Wanted(newest) ? "did not become ready in time" : null);

    private sealed record ReasonGroup(string Reason, string Line, bool Fails);

    /// <summary>
    /// Pods that are not ready by reason, failures and large groups first: <c>ImagePullBackOff ×3: app, "web:v2"</c>.
    /// </summary>
    private static List<ReasonGroup> Grouped(IEnumerable<KubeObject> pods) =>
        [
            .. pods.Select(pod => PodReason.Of(pod.Json))
                .OfType<PodReason>()
                .GroupBy(found => found.Reason, StringComparer.Ordinal)
                .Select(group =>
                    (
                        Fails: group.Any(found => found.Fails),
                        Count: group.Count(),
                        Group: group.Key,
                        Detail: group.Select(found => found.Detail).FirstOrDefault(detail => detail.Length > 0)
                    )
                )
                .OrderByDescending(group => group.Fails)
                .ThenByDescending(group => group.Count)
                .ThenBy(group => group.Group, StringComparer.Ordinal)
                .Select(group => new ReasonGroup(
                    group.Group,
                    $"{group.Group} ×{group.Count}{(group.Detail is null ? "" : $": {group.Detail}")}",
                    group.Fails
                )),
        ];

    /// <summary>Pods that the API server refused to create (quota, limits, admission), in its words.</summary>
    private static List<string> Refusals(IReadOnlyList<KubeObject> owners) =>
        [
            .. owners
                .SelectMany(owner => StatusReader.ConditionsOf(owner.Json))
                .Where(condition => condition is { Type: "ReplicaFailure", Status: "True" })
                .Select(condition =>
                    PodReason.OneLine(
                        $"{(condition.Message.Contains("exceeded quota", StringComparison.Ordinal) ? "quota" : condition.Reason)}: "
                            + $"{condition.Message}"
                    )
                )
                .Distinct(StringComparer.Ordinal),
        ];

    public static bool IsOwnedBy(KubeObject item, KubeObject owner) =>
        owner.Meta.Uid.Length > 0 && item.Meta.OwnerReferences.Any(reference => reference.Controller && reference.Uid == owner.Meta.Uid);

    private static long Revision(KubeObject replicaSet) =>
        long.TryParse(replicaSet.Meta.Annotation(RevisionAnnotation), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? revision
            : 0;

    private static string Share(KubeObject replicaSet) => $"{Ready(replicaSet)}/{Wanted(replicaSet)}";

    private static long Ready(KubeObject replicaSet) => replicaSet.Json.Number("status", "readyReplicas") ?? 0;

    private static long Wanted(KubeObject replicaSet) => replicaSet.Json.Number("spec", "replicas") ?? 0;

    // Saturating: the counts can be any number, and a sum must not throw.
    private static long Sum(IEnumerable<KubeObject> replicaSets, string count) =>
        (long)decimal.Clamp(replicaSets.Sum(set => (decimal)(set.Json.Number("status", count) ?? 0)), long.MinValue, long.MaxValue);
}
