using Helmstuck.Kube.Resources;

namespace Helmstuck.Health;

/// <summary>
/// The ladder of a PersistentVolumeClaim: Bound, Lost, else it waits for a volume (forever, if no pod uses it and its class binds on first
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

    /// <summary>
    /// The verdict on a pending claim once the binding mode of its class is known. A claim that waits for its first pod, or was pending
    /// before the operation began, never blocks (Kubernetes: pv_controller.go; the scheduler sets the annotation selected-node once there
    /// is a pod). Never throws on any JSON.
    /// </summary>
    /// <param name="began">When the operation began, by the server's clock; null if it is not known.</param>
    public static WorkloadHealth Settle(WorkloadHealth health, KubeObject claim, NamespaceObjects around, DateTimeOffset? began)
    {
        if (health.Verdict != WorkloadVerdict.Progressing || claim.Meta.DeletionTimestamp is not null)
            return health;
        if (claim.Meta.CreationTimestamp < began)
            return Waits(health, "pending since before the operation began");
        var storage = BindingFacts.ClassOf(claim);
        if (string.IsNullOrEmpty(storage) || claim.Meta.Annotation("volume.kubernetes.io/selected-node") is not null)
            return health;
        if ((around.Pods ?? []).Any(pod => pod.Json.Text("status", "phase") == "Pending" && Uses(pod, claim.Meta.Name)))
            return health;
        if (around.Binding.Modes.TryGetValue(storage, out var mode))
            return mode == BindingFacts.FirstConsumer
                ? Waits(health, $"pending: no pod uses it yet, and its StorageClass {storage} is {BindingFacts.FirstConsumer}")
                : health;
        return WarningEvents.Newest(claim, around.Binding.Events)?.Json.Text("reason") switch
        {
            BindingFacts.FirstConsumer => Waits(health, $"pending: no pod uses it yet (event {BindingFacts.FirstConsumer})"),
            null => health with
            {
                Verdict = WorkloadVerdict.Unknown,
                RollingOut = false,
                Reason =
                    $"pending, and whether it waits for its first pod is not known: its StorageClass {storage} could not be read: "
                    + around.Binding.Unreadable,
            },
            _ => health,
        };
    }

    private static WorkloadHealth Waits(WorkloadHealth health, string reason) =>
        health with
        {
            NeverBlocks = true,
            RollingOut = false,
            Reason = reason,
        };

    private static bool Uses(KubeObject pod, string claim) =>
        pod.Json.Items("spec", "volumes").Any(volume => volume.Text("persistentVolumeClaim", "claimName") == claim);
}
