using Helmstuck.Kube.Resources;

namespace Helmstuck.Health;

/// <summary>
/// The ladder of a StatefulSet: observedGeneration, all replicas ready, all above the partition updated. With OnDelete (which <c>kubectl
/// rollout status</c> refuses to judge) nothing rolls out by itself, so ready is enough and the pods of the older revision are named.
/// </summary>
internal static class StatefulSetRule
{
    public static WorkloadHealth Judge(StatusReader status)
    {
        var stale = WorkloadJudge.Stale(status);
        var pods = PodCounts.Of(status);
        var (desired, replicas, updated, ready, _) = pods;
        var partition = Math.Min(status.Count("spec", "updateStrategy", "rollingUpdate", "partition"), desired);
        var onDelete = status.IsUpdatedOnDelete;
        var wanted = onDelete ? 0 : desired - partition;
        // currentRevision changes only when every pod is updated and ready, which never happens with a partition.
        var rolling =
            !onDelete
            && (partition == 0 || updated < wanted)
            && status.Json.Text("status", "updateRevision") != status.Json.Text("status", "currentRevision");

        var counts = desired == 0 && replicas == 0 ? "scaled to zero" : $"{ready} of {desired} ready";
        if (updated < desired && replicas > 0)
            counts += $", {updated} of {desired} updated";
        if (updated < desired && replicas > 0 && onDelete)
            counts += " (OnDelete: the others are updated when their pods are deleted)";
        else if (updated < desired && partition > 0 && updated >= wanted)
            counts += $" (partition {partition} holds the others back)";

        var (verdict, reason) =
            stale is not null ? (WorkloadVerdict.Progressing, stale)
            : replicas > desired ? (WorkloadVerdict.Progressing, $"{replicas} pods, {desired} desired: scaling down")
            : replicas < desired || rolling ? (WorkloadVerdict.Progressing, counts)
            : ready < desired ? (WorkloadVerdict.Degraded, $"{counts}, and no rollout is in progress: pods are starting or failing")
            : updated < wanted ? (WorkloadVerdict.Progressing, counts)
            : (WorkloadVerdict.Healthy, counts);
        return pods.Judged(verdict, reason);
    }
}
