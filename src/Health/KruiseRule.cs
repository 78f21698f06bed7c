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
        var pods = PodCounts.Of(status);
        var (desired, replicas, updated, ready, available) = pods;
        var updatedReady = status.CountOrNull("status", "updatedReadyReplicas");
        var strategy = new KruiseStrategy(status);
        var held = Math.Max(
            strategy.Partition(desired, "spec", "updateStrategy", "partition"),
            strategy.Partition(desired, "spec", "updateStrategy", "rollingUpdate", "partition")
        );
        var onDelete = status.IsUpdatedOnDelete;
        var wanted = onDelete ? 0 : desired - held;
        var serving = Math.Min(ready, available ?? ready);

        var counts = desired == 0 && replicas == 0 ? "scaled to zero" : $"{serving} of {desired} available, {updated} updated";
        if (held > 0 && updated < desired)
            counts += $" (partition {held} holds the others back)";
        Condition? failed =
            status.Condition("FailedScale") is { Status: "True" } scale ? scale
            : status.Condition("FailedUpdate") is { Status: "True" } update ? update
            : null;
        var (verdict, reason) =
            stale is not null ? (WorkloadVerdict.Progressing, stale)
            : failed is { } why ? (WorkloadVerdict.Stalled, $"{counts}; {why.Type}: {why.Words}")
            : strategy.IsPaused ? (WorkloadVerdict.Paused, $"the rollout is paused: {counts}")
            : replicas > desired ? (WorkloadVerdict.Progressing, $"{replicas} pods, {desired} desired: scaling down")
            : replicas < desired || updated < wanted ? (WorkloadVerdict.Progressing, counts)
            : serving < desired || (!onDelete && updatedReady < Math.Min(updated, wanted))
                ? (WorkloadVerdict.Degraded, $"{counts}, and no rollout is in progress: pods are starting or failing")
            : (WorkloadVerdict.Healthy, counts);
        return pods.Judged(verdict, reason);
    }
}
