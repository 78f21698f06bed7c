namespace Helmstuck.Health;

/// <summary>
/// The ladder of a Deployment: observedGeneration, deadline, ReplicaFailure, Progressing, paused, counts with the tolerance of an HPA,
/// Available. The runbook asks for Available and Progressing to be True and for updated and available to match; only an HPA may make them
/// differ.
/// </summary>
internal static class DeploymentRule
{
    private const string Deadline = "ProgressDeadlineExceeded";
    private const string Completed = "NewReplicaSetAvailable";

    /// <summary>The same for an OpenShift DeploymentConfig.</summary>
    private const string CompletedConfig = "NewReplicationControllerAvailable";

    public static WorkloadHealth Judge(StatusReader status, HpaFacts? hpa, bool hpasReadable, double tolerance)
    {
        var facts = new DeploymentFacts(status);
        var allowance = hpa is null ? null : new Allowance(facts, hpa, tolerance);
        var (verdict, reason) = Ladder(facts, allowance, hpasReadable);
        return WorkloadJudge.Facts(verdict, reason) with
        {
            Arithmetic =
                allowance is { Differs: true } && facts.Stale is null && verdict is not (WorkloadVerdict.Stalled or WorkloadVerdict.Paused)
                    ? allowance.Arithmetic
                    : "",
            Desired = facts.Desired,
            Updated = facts.Updated,
            Ready = facts.Ready,
            Available = facts.Available,
            ConditionAvailable = facts.AvailableCondition?.Status,
            ConditionProgressing = facts.Progressing?.Status,
            RollingOut = IsRollingOut(facts) || verdict == WorkloadVerdict.Progressing,
            LacksOnlyReadiness =
                verdict is WorkloadVerdict.Progressing or WorkloadVerdict.Degraded
                && facts.Stale is null
                && facts.Updated == facts.Desired
                && facts.Replicas == facts.Desired
                && facts.Available < facts.Desired,
        };
    }

    private static (WorkloadVerdict Verdict, string Reason) Ladder(DeploymentFacts facts, Allowance? allowance, bool hpasReadable)
    {
        if (facts.Stale is { } stale)
            return (WorkloadVerdict.Progressing, stale);
        var quota = facts.ReplicaFailure is { Status: "True" } failure ? $"pods cannot be created or deleted: {failure.Words}" : null;
        if (facts.Progressing is { Reason: Deadline })
        {
            var passed = $"the rollout did not finish within its deadline of {facts.DeadlineSeconds ?? 600} s: {Counts(facts)}";
            return (WorkloadVerdict.Stalled, quota is null ? passed : $"{passed}; {quota}");
        }
        if (quota is not null)
            return (WorkloadVerdict.Stalled, $"{Counts(facts)}; {quota}");
        if (facts.Progressing is { Status: "False" } halted)
            return (WorkloadVerdict.Stalled, $"Progressing is False: {halted.Words}");
        if (facts.Paused)
            return (WorkloadVerdict.Paused, $"the rollout is paused: {Counts(facts)}");
        return facts.IsComplete ? JudgeConditions(facts) : JudgeCounts(facts, allowance, hpasReadable);
    }

    private static (WorkloadVerdict, string) JudgeConditions(DeploymentFacts facts)
    {
        var counts = Counts(facts);
        if (facts.AvailableCondition is not { Status: "True" })
        {
            return facts.AvailableCondition is { } available
                ? (WorkloadVerdict.Degraded, $"{counts}, but Available is {available.Status}: {available.Words}")
                : (WorkloadVerdict.Progressing, $"{counts}, but the controller has not written the condition Available yet");
        }
        return facts.Progressing switch
        {
            { Status: "True" } => (WorkloadVerdict.Healthy, counts),
            { } progressing => (WorkloadVerdict.Progressing, $"{counts}, but Progressing is {progressing.Status}: {progressing.Words}"),
            null when facts.HasNoDeadline => (
                WorkloadVerdict.Healthy,
                $"{counts}; no progressDeadlineSeconds, so there is no condition Progressing"
            ),
            null => (WorkloadVerdict.Progressing, $"{counts}, but the controller has not written the condition Progressing yet"),
        };
    }

    private static (WorkloadVerdict, string) JudgeCounts(DeploymentFacts facts, Allowance? allowance, bool hpasReadable)
    {
        var counts = Counts(facts);
        var suffix = "";
        if (allowance is not null)
        {
            if (allowance.Holds && facts.AvailableCondition is { Status: "True" } && facts.Progressing is { Status: "True" })
                return (WorkloadVerdict.WithinTolerance, $"{counts}, within {allowance.Name}");
            suffix = allowance.Holds
                ? $"; Available and Progressing are not both True, so {allowance.Name} does not apply"
                : $", outside {allowance.Name}";
        }
        else if (!hpasReadable)
        {
            suffix = ". HPAs could not be read, so no tolerance applies";
        }

        if (facts.Updated > facts.Desired)
            return (WorkloadVerdict.Progressing, $"{counts}: scaling down{suffix}");
        if (facts.Available > facts.Updated && facts.OldReplicas == 0)
            return (
                WorkloadVerdict.Progressing,
                $"{counts}: more pods are available than exist, so the counts are about to change{suffix}"
            );
        // Written at the end of a rollout and not updated afterwards (Kubernetes: deployment/progress.go): what is missing now failed, or
        // was added, later.
        if (
            facts.Updated == facts.Desired
            && facts.OldReplicas == 0
            && facts.Progressing is { Status: "True", Reason: Completed or CompletedConfig }
        )
            return (WorkloadVerdict.Degraded, $"{counts}, although the rollout finished: pods failed later or were just added{suffix}");
        return (WorkloadVerdict.Progressing, counts + suffix);
    }

    /// <summary>
    /// A rollout is in progress: the controller says so, or the spec is newer than the observed one, or old pods still exist.
    /// </summary>
    private static bool IsRollingOut(DeploymentFacts facts) =>
        facts.Stale is not null
        || facts.Progressing is { Status: "True", Reason: not (Completed or CompletedConfig) }
        || (facts.Progressing is null or { Status: "True" } && facts.OldReplicas > 0)
        || (facts.Progressing is null && !facts.IsComplete)
        || (facts.Progressing is { Status: "Unknown" } && !facts.Paused);

    private static string Counts(DeploymentFacts facts)
    {
        if (facts.Desired == 0 && facts.Replicas == 0 && facts.Updated == 0)
            return "scaled to zero";
        var parts = new List<string>();
        if (facts.Updated != facts.Desired)
            parts.Add($"{facts.Updated} of {facts.Desired} updated");
        var young =
            facts.Ready > facts.Available && facts.MinReadySeconds > 0
                ? $" ({facts.Ready} ready, but not yet for minReadySeconds {facts.MinReadySeconds})"
                : "";
        parts.Add($"{facts.Available} of {facts.Desired} available{young}");
        if (facts.OldReplicas > 0)
            parts.Add($"{facts.OldReplicas} old {(facts.OldReplicas == 1 ? "replica is" : "replicas are")} pending termination");
        return string.Join(", ", parts);
    }
}
