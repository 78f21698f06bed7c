using System.Globalization;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Health;

/// <summary>
/// The ladder of OpenKruise's CloneSet and Advanced StatefulSet: observedGeneration, paused, all pods above the partition updated, all
/// ready (kruise: apis/apps/v1alpha1 CloneSetStatus, apis/apps/v1beta1 StatefulSetStatus).
/// </summary>
internal static class KruiseRule
{
    public static WorkloadHealth Judge(StatusReader status)
    {
        var stale = WorkloadJudge.Stale(status);
        var desired = status.CountOrNull("spec", "replicas") ?? 1;
        var replicas = status.Count("status", "replicas");
        var updated = status.Count("status", "updatedReplicas");
        var updatedReady = status.CountOrNull("status", "updatedReadyReplicas");
        var ready = status.Count("status", "readyReplicas");
        var available = status.CountOrNull("status", "availableReplicas");
        var held = Math.Max(
            Partition(status, desired, "spec", "updateStrategy", "partition"),
            Partition(status, desired, "spec", "updateStrategy", "rollingUpdate", "partition")
        );
        var onDelete = status.Json.Text("spec", "updateStrategy", "type") == "OnDelete";
        var wanted = onDelete ? 0 : desired - held;
        var serving = Math.Min(ready, available ?? ready);

        var counts = desired == 0 && replicas == 0 ? "scaled to zero" : $"{serving} of {desired} available, {updated} updated";
        if (held > 0 && updated < desired)
            counts += $" (partition {held} holds the others back)";
        var (verdict, reason) =
            stale is not null ? (WorkloadVerdict.Progressing, stale)
            : IsPaused(status) ? (WorkloadVerdict.Paused, $"the rollout is paused: {counts}")
            : replicas > desired ? (WorkloadVerdict.Progressing, $"{replicas} pods, {desired} desired: scaling down")
            : replicas < desired || updated < wanted ? (WorkloadVerdict.Progressing, counts)
            : serving < desired || (!onDelete && updatedReady < Math.Min(updated, wanted))
                ? (WorkloadVerdict.Degraded, $"{counts}, and no rollout is in progress: pods are starting or failing")
            : (WorkloadVerdict.Healthy, counts);
        return WorkloadJudge.Facts(verdict, reason) with
        {
            Desired = desired,
            Updated = updated,
            Ready = ready,
            Available = available,
            RollingOut = verdict is WorkloadVerdict.Progressing or WorkloadVerdict.Degraded,
            LacksOnlyReadiness = verdict == WorkloadVerdict.Degraded,
        };
    }

    /// <summary>The Advanced DaemonSet: the ladder of a DaemonSet, with a partition and a pause.</summary>
    public static WorkloadHealth JudgeDaemonSet(StatusReader status)
    {
        var desired = status.Count("status", "desiredNumberScheduled");
        var judged = DaemonSetRule.Judge(status, Partition(status, desired, "spec", "updateStrategy", "rollingUpdate", "partition"));
        return IsPaused(status) && WorkloadJudge.Stale(status) is null
            ? judged with
            {
                Verdict = WorkloadVerdict.Paused,
                Reason = $"the rollout is paused: {judged.Reason}",
                RollingOut = false,
                LacksOnlyReadiness = false,
            }
            : judged;
    }

    private static bool IsPaused(StatusReader status)
    {
        // Both are read, so that an invalid value in either is noticed.
        var paused = status.Flag("spec", "updateStrategy", "paused");
        return status.Flag("spec", "updateStrategy", "rollingUpdate", "paused") || paused;
    }

    /// <summary>
    /// How many pods stay at the older revision: a number, or a share of the desired ones that is rounded up but never keeps all of several
    /// pods unless it is 100 % (kruise: pkg/util CalculatePartitionReplicas).
    /// </summary>
    private static long Partition(StatusReader status, long desired, params ReadOnlySpan<string> path)
    {
        if (status.Json.Text(path) is not { } text)
            return Math.Min(status.Count(path), desired);
        if (!int.TryParse(text.TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture, out var percent) || !text.EndsWith('%'))
            return status.Count(path);
        var held = (long)Math.Min(desired, decimal.Ceiling((decimal)percent * desired / 100));
        return percent < 100 && desired > 1 ? Math.Min(held, desired - 1) : held;
    }
}
