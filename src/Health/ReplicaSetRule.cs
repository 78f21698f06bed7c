namespace Helmstuck.Health;

/// <summary>
/// The ladder of a ReplicaSet or ReplicationController that no Deployment owns: observedGeneration, and as many pods available as
/// desired. It has no rollout: pods keep the template that they were created from.
/// </summary>
internal static class ReplicaSetRule
{
    public static WorkloadHealth Judge(StatusReader status)
    {
        var stale = WorkloadJudge.Stale(status);
        var desired = status.CountOrNull("spec", "replicas") ?? 1;
        var replicas = status.Count("status", "replicas");
        var ready = status.Count("status", "readyReplicas");
        var available = status.Count("status", "availableReplicas");
        var refused = status.Condition("ReplicaFailure") is { Status: "True" } failure
            ? $"pods cannot be created or deleted: {failure.Words}"
            : null;
        var counts = desired == 0 && replicas == 0 ? "scaled to zero" : $"{available} of {desired} available";
        var (verdict, reason) =
            stale is not null ? (WorkloadVerdict.Progressing, stale)
            : refused is not null ? (WorkloadVerdict.Stalled, $"{counts}; {refused}")
            : replicas > desired ? (WorkloadVerdict.Progressing, $"{replicas} pods, {desired} desired: scaling down")
            : replicas < desired ? (WorkloadVerdict.Progressing, counts)
            : available < desired ? (WorkloadVerdict.Degraded, $"{counts}: pods are starting or failing")
            : (WorkloadVerdict.Healthy, counts);
        return WorkloadJudge.Facts(verdict, reason) with
        {
            Desired = desired,
            Ready = ready,
            Available = available,
            RollingOut = verdict == WorkloadVerdict.Progressing || available < desired,
            LacksOnlyReadiness = verdict == WorkloadVerdict.Degraded,
        };
    }
}
