using System.Text.Json;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Health;

/// <summary>
/// The ladder of a Job: Failed, Complete, suspended, else it runs. A Job that still runs is work that a delete would not wait for, so it is
/// never healthy.
/// </summary>
internal static class JobRule
{
    /// <summary>
    /// The verdict on a Job of a manifest that is not in the cluster: its ttlSecondsAfterFinished may have removed it, unless less time
    /// than that has passed since it was made at the earliest (Kubernetes: ttlafterfinished_controller.go).
    /// </summary>
    /// <param name="missing">What is said of any object that is gone.</param>
    /// <param name="manifest">The Job in the manifest.</param>
    /// <param name="madeAt">When it was made at the earliest; null where that is not known.</param>
    /// <param name="now">The server's time; null where it is not known.</param>
    public static WorkloadHealth Gone(WorkloadHealth missing, JsonElement manifest, DateTimeOffset? madeAt, DateTimeOffset? now) =>
        manifest.Number("spec", "ttlSecondsAfterFinished") is not (>= 0 and var seconds)
        || (madeAt is { } made && now is { } time && (time - made).TotalSeconds < seconds)
            ? missing
            : missing with
            {
                NeverBlocks = true,
                Reason = "finished and removed by its TTL, or deleted: the cluster cannot tell",
            };

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
