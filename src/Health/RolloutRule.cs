using System.Globalization;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Health;

/// <summary>
/// The ladder of an Argo Rollout: observedGeneration, the phase that its controller wrote, else its conditions (argo-rollouts:
/// utils/rollout/rolloututil.go GetRolloutPhase).
/// </summary>
internal static class RolloutRule
{
    private const string TemplateGeneration = "rollout.argoproj.io/workload-generation";

    public static WorkloadHealth Judge(StatusReader status)
    {
        var desired = status.CountOrNull("spec", "replicas") ?? 1;
        var updated = status.Count("status", "updatedReplicas");
        var ready = status.Count("status", "readyReplicas");
        var available = status.Count("status", "availableReplicas");
        var (verdict, reason) = Ladder(status, $"{available} of {desired} available, {updated} updated");
        // The phase is as old as the controller's last reconciliation.
        if (verdict == WorkloadVerdict.Healthy && available < desired && HasCounts(status))
            (verdict, reason) = (WorkloadVerdict.Degraded, $"{reason}: pods are missing");
        return WorkloadJudge.Facts(verdict, reason) with
        {
            Desired = desired,
            Updated = updated,
            Ready = ready,
            Available = available,
            RollingOut = verdict == WorkloadVerdict.Progressing,
        };
    }

    private static (WorkloadVerdict, string) Ladder(StatusReader status, string counts)
    {
        if (Stale(status) is { } stale)
            return (WorkloadVerdict.Progressing, stale);
        if (status.Condition("InvalidSpec") is { Status: "True" } invalid)
            return (WorkloadVerdict.Degraded, $"the spec is not valid: {invalid.Message}");
        var message = status.Json.Text("status", "message") is { Length: > 0 } said ? $": {PodReason.OneLine(said)}" : "";
        return status.Json.Text("status", "phase") switch
        {
            "Healthy" => (WorkloadVerdict.Healthy, $"the phase is Healthy: {counts}"),
            "Progressing" => (WorkloadVerdict.Progressing, $"the phase is Progressing{message}, {counts}"),
            "Degraded" => (WorkloadVerdict.Degraded, $"the phase is Degraded{message}, {counts}"),
            "Paused" => (WorkloadVerdict.Paused, $"the phase is Paused{message}, {counts}"),
            null or "" => JudgeConditions(status, counts),
            var phase => (WorkloadVerdict.Unknown, $"the phase is {phase}"),
        };
    }

    // A controller older than 1.0 writes no phase.
    private static (WorkloadVerdict, string) JudgeConditions(StatusReader status, string counts)
    {
        if (status.Condition("Progressing") is { Status: "False" } halted)
            return (WorkloadVerdict.Degraded, $"Progressing is False: {halted.Words}");
        if (status.Condition("ReplicaFailure") is { Status: "True" } refused)
            return (WorkloadVerdict.Degraded, $"pods cannot be created or deleted: {refused.Words}");
        if (
            status.Condition("Paused") is { Status: "True" }
            || status.Flag("spec", "paused")
            || status.Json.Items("status", "pauseConditions").Any()
        )
            return (WorkloadVerdict.Paused, $"the rollout is paused: {counts}");
        if (status.Condition("Available") is { Status: "False" } unavailable)
            return (WorkloadVerdict.Degraded, $"Available is False: {unavailable.Words}");
        // Completed stays True when a pod of the finished rollout fails later.
        if (status.Condition("Completed") is { Status: "True" } && status.Condition("Healthy") is { Status: "False" } ill)
            return (WorkloadVerdict.Degraded, $"completed, but Healthy is False: {ill.Words}");
        List<Condition> done = [.. StatusReader.ConditionsOf(status.Json).Where(found => found.Type is "Completed" or "Healthy")];
        return status.Condition("Available") is { Status: "True" } && done.Count > 0 && done.TrueForAll(found => found.Status == "True")
            ? (WorkloadVerdict.Healthy, $"available and completed: {counts}")
            : (WorkloadVerdict.Progressing, $"neither a phase nor its conditions say that it is done: {counts}");
    }

    /// <summary>
    /// Whether the controller wrote any count. It leaves out those that are 0, so without the others a missing one says nothing.
    /// </summary>
    private static bool HasCounts(StatusReader status) =>
        Array.Exists(
            ["replicas", "updatedReplicas", "readyReplicas", "availableReplicas"],
            count => status.CountOrNull("status", count) is not null
        );

    private static string? Stale(StatusReader status)
    {
        var observed =
            status.Json.Text("status", "observedGeneration")
            ?? status.Json.Number("status", "observedGeneration")?.ToString(CultureInfo.InvariantCulture);
        if (string.IsNullOrEmpty(observed))
            return "the controller has not observed it yet";
        var generation = status.Count("metadata", "generation");
        // Before 1.0 it is a hash of the spec, which can be a number, but then a large one.
        if (long.TryParse(observed, NumberStyles.None, CultureInfo.InvariantCulture, out var seen) && seen < generation)
            return $"the controller has not observed the newest spec yet (generation {generation}, observed {seen})";
        var template = status.Meta.Annotation(TemplateGeneration);
        var seenTemplate = status.Json.Text("status", "workloadObservedGeneration");
        return status.Json.At("spec", "workloadRef") is not null && template is not null && template != seenTemplate
            ? $"the controller has not observed the newest template yet (generation {template}, observed {seenTemplate ?? "none"})"
            : null;
    }
}
