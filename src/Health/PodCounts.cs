namespace Helmstuck.Health;

/// <summary>The pod counts of a StatefulSet or CloneSet.</summary>
/// <param name="Available">Null if an older controller does not write it.</param>
internal sealed record PodCounts(long Desired, long Replicas, long Updated, long Ready, long? Available)
{
    public static PodCounts Of(StatusReader status) =>
        new(
            status.CountOrNull("spec", "replicas") ?? 1,
            status.Count("status", "replicas"),
            status.Count("status", "updatedReplicas"),
            status.Count("status", "readyReplicas"),
            status.CountOrNull("status", "availableReplicas")
        );

    /// <summary>A verdict with these counts.</summary>
    public WorkloadHealth Judged(WorkloadVerdict verdict, string reason) =>
        WorkloadJudge.OfRollout(verdict, reason) with
        {
            Desired = Desired,
            Updated = Updated,
            Ready = Ready,
            Available = Available,
        };
}
