namespace Helmstuck.Pipelines;

/// <summary>What the status and the conclusion of a GitHub workflow run say about its processes.</summary>
internal static class GitHubStates
{
    public const string Completed = "completed";

    public const string Failure = "failure";

    /// <summary>Statuses of a run that is running or will run. Any other status but <see cref="Completed"/> counts, too.</summary>
    public static readonly IReadOnlyList<string> Active = ["queued", "in_progress", "waiting", "requested", "pending"];

    /// <summary>Conclusions after which a process may still be running; after a failure only if a runner was lost.</summary>
    public static readonly IReadOnlyList<string> CutOff = ["cancelled", "timed_out", "startup_failure", "stale", Failure];

    /// <summary>Conclusions of a run that ended by itself or never began.</summary>
    private static readonly HashSet<string> LeaveNoProcess = ["success", "neutral", "skipped", "action_required", Failure];

    public static bool IsActive(string status) => status != Completed;

    /// <summary>A remark on an active status; empty if its name is enough.</summary>
    public static string Note(string status) => Active.Contains(status) ? "" : "a status that this program does not know";

    /// <summary>What interrupted a run or a job whose processes may still be running; null if it ended by itself or never began.</summary>
    public static string? Cause(CiJob job) =>
        job.Status != Completed || LeaveNoProcess.Contains(job.Reason) ? null
        : job.Reason == "cancelled" ? "cancel"
        : job.Reason.Length > 0 ? job.Reason
        : "an unknown end";
}
