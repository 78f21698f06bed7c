namespace Helmstuck.Health;

/// <summary>The values of a Deployment's spec and status. Counts are numbers of pods.</summary>
internal sealed class DeploymentFacts
{
    public DeploymentFacts(StatusReader status)
    {
        Stale = WorkloadJudge.Stale(status);
        // The API server writes 1 if the manifest has no value; an object without defaults means the same.
        Desired = status.CountOrNull("spec", "replicas") ?? 1;
        Replicas = status.Count("status", "replicas");
        Updated = status.Count("status", "updatedReplicas");
        Ready = status.Count("status", "readyReplicas");
        Available = status.Count("status", "availableReplicas");
        MinReadySeconds = status.Count("spec", "minReadySeconds");
        DeadlineSeconds = status.CountOrNull("spec", "progressDeadlineSeconds");
        Paused = status.Flag("spec", "paused");
        AvailableCondition = status.Condition("Available");
        Progressing = status.Condition("Progressing");
        ReplicaFailure = status.Condition("ReplicaFailure");
    }

    public string? Stale { get; }
    public long Desired { get; }
    public long Replicas { get; }
    public long Updated { get; }
    public long Ready { get; }
    public long Available { get; }
    public long MinReadySeconds { get; }
    public long? DeadlineSeconds { get; }
    public bool Paused { get; }
    public Condition? AvailableCondition { get; }
    public Condition? Progressing { get; }
    public Condition? ReplicaFailure { get; }

    /// <summary>Pods of older ReplicaSets that are not being deleted yet.</summary>
    public long OldReplicas => Math.Max(0, Replicas - Updated);

    /// <summary>Kubernetes: deployment/util DeploymentComplete.</summary>
    public bool IsComplete => Updated == Desired && Replicas == Desired && Available == Desired;

    /// <summary>
    /// Without a deadline (or with the largest 32-bit number, its older form) the controller writes no condition Progressing.
    /// </summary>
    public bool HasNoDeadline => DeadlineSeconds is null or int.MaxValue;
}
