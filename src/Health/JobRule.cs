namespace Helmstuck.Health;

/// <summary>
/// The ladder of a Job: Failed, Complete, suspended, else it runs. A Job that still runs is work that a delete would not wait for, so it is
/// never healthy.
/// </summary>
internal static class JobRule
{
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
