using System.Text.Json;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Health;

/// <summary>
/// The ladder of a Job: Failed, Complete, suspended, else running. A running Job is work that a delete does not wait for, so it is
/// never healthy.
/// </summary>
internal static class JobRule
{
    /// <summary>
    /// The verdict on a Job of a manifest that is not in the cluster: it may have been removed by ttlSecondsAfterFinished, unless less time
    /// than that has passed since its earliest possible creation (Kubernetes: ttlafterfinished_controller.go).
    /// </summary>
    /// <param name="missing">The verdict on an object that is gone.</param>
    /// <param name="manifest">The Job in the manifest.</param>
    /// <param name="madeAt">Its earliest possible creation; null if that is not known.</param>
    /// <param name="now">The server's time; null if it is not known.</param>
    public static WorkloadHealth Gone(WorkloadHealth missing, JsonElement manifest, DateTimeOffset? madeAt, DateTimeOffset? now)
    {
        if (manifest.Number("spec", "ttlSecondsAfterFinished") is not (>= 0 and var seconds))
            return missing;
        return madeAt is { } made && now is { } time && (time - made).TotalSeconds < seconds
            ? missing with
            {
                Reason = $"{missing.Reason}; its TTL of {seconds} s cannot have run out since the operation began",
            }
            : missing with
            {
                NeverBlocks = true,
                Reason = "finished and removed by its TTL, or deleted: the cluster cannot tell",
            };
    }

    public static WorkloadHealth Judge(StatusReader status)
    {
        var active = status.Count("status", "active");
        var succeeded = status.Count("status", "succeeded");
        var failed = status.Count("status", "failed");
        var ready = status.CountOrNull("status", "ready");
        var desired = status.CountOrNull("spec", "completions");
        var suspended = status.Flag("spec", "suspend");

        var counts =
            $"{succeeded}{(desired is { } completions ? $" of {completions}" : "")} succeeded"
            + (active > 0 ? $", {active} active" : "")
            + (failed > 0 ? $", {failed} failed" : "");
        var (verdict, reason) =
            status.Condition("Failed") is { Status: "True" } failure
                ? (WorkloadVerdict.Degraded, $"{failure.Reason}: {failure.Message} ({counts})")
            : status.Condition("Complete") is { Status: "True" } ? (WorkloadVerdict.Healthy, $"complete: {counts}")
            : suspended ? (WorkloadVerdict.Paused, $"suspended: {counts}")
            : active > 0 ? (WorkloadVerdict.Progressing, $"running: {counts}")
            : (WorkloadVerdict.Progressing, $"not finished: {counts}");
        return WorkloadJudge.Facts(verdict, reason) with
        {
            Desired = desired,
            Ready = ready,
            RollingOut = verdict == WorkloadVerdict.Progressing,
        };
    }
}
