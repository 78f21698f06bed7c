using Helmstuck.Kube.Resources;

namespace Helmstuck.Health;

/// <summary>
/// A CronJob runs pods at its next time, not in a rollout, so it is healthy, suspended or not (Kubernetes: batch/v1 CronJobSpec). Whether
/// its last Job succeeded is no question of the release.
/// </summary>
internal static class CronJobRule
{
    public static WorkloadHealth Judge(StatusReader status)
    {
        var suspended = status.Flag("spec", "suspend");
        return status.Json.Text("spec", "schedule") is { Length: > 0 } schedule
            ? WorkloadJudge.Facts(WorkloadVerdict.Healthy, suspended ? $"suspended, schedule {schedule}" : $"schedule {schedule}")
            : WorkloadJudge.Facts(WorkloadVerdict.Unknown, "it has no schedule");
    }
}
