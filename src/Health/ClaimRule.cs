using Helmstuck.Kube.Resources;

namespace Helmstuck.Health;

/// <summary>
/// The ladder of a PersistentVolumeClaim: Bound, Lost, else it waits for a volume (for ever, if no pod uses it and its class binds on first
/// use).
/// </summary>
internal static class ClaimRule
{
    public static WorkloadHealth Judge(StatusReader status)
    {
        var resizing =
            status.Condition("Resizing") is { Status: "True" } || status.Condition("FileSystemResizePending") is { Status: "True" };
        var (verdict, reason) = status.Json.Text("status", "phase") switch
        {
            "Bound" => (WorkloadVerdict.Healthy, resizing ? "bound, resizing" : "bound"),
            "Lost" => (WorkloadVerdict.Degraded, "lost: its volume no longer exists"),
            "Pending" or null or "" => (WorkloadVerdict.Progressing, "pending: waiting for a volume"),
            var phase => (WorkloadVerdict.Unknown, $"the phase is {phase}"),
        };
        return WorkloadJudge.Facts(verdict, reason) with { RollingOut = verdict == WorkloadVerdict.Progressing };
    }
}
