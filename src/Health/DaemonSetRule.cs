namespace Helmstuck.Health;

/// <summary>
/// The ladder of a DaemonSet: observedGeneration, updated and available on every node that should run one. With OnDelete (which
/// <c>kubectl rollout status</c> refuses to judge) available is enough.
/// </summary>
internal static class DaemonSetRule
{
    /// <param name="held">Pods that a partition keeps at the older revision; Kubernetes' own DaemonSets have none.</param>
    public static WorkloadHealth Judge(StatusReader status, long held = 0)
    {
        var stale = WorkloadJudge.Stale(status);
        var desired = status.Count("status", "desiredNumberScheduled");
        var current = status.Count("status", "currentNumberScheduled");
        var updated = status.Count("status", "updatedNumberScheduled");
        var ready = status.Count("status", "numberReady");
        var available = status.Count("status", "numberAvailable");
        var misplaced = status.Count("status", "numberMisscheduled");
        var onDelete = status.IsUpdatedOnDelete;

        var counts = desired == 0 ? "no node should run a pod of it" : $"{available} of {desired} available";
        if (updated < desired)
            counts +=
                $", {updated} of {desired} updated{(onDelete ? " (OnDelete: the others are updated when their pods are deleted)" : "")}";
        if (updated < desired && !onDelete && held > 0)
            counts += $" (partition {held} holds the others back)";
        if (misplaced > 0)
            counts += $", {misplaced} on nodes that should not run one";

        var (verdict, reason) =
            stale is not null ? (WorkloadVerdict.Progressing, stale)
            : (updated < desired - held && !onDelete) || current < desired ? (WorkloadVerdict.Progressing, counts)
            : available < desired ? (WorkloadVerdict.Degraded, $"{counts}, and no rollout is in progress: pods are starting or failing")
            : (WorkloadVerdict.Healthy, counts);
        return WorkloadJudge.OfRollout(verdict, reason) with { Desired = desired, Updated = updated, Ready = ready, Available = available };
    }
}
