namespace Helmstuck.Pipelines;

/// <summary>
/// What the state and the failure of a GitLab job say about its process (GitLab: Ci::HasStatus, Enums::Ci::CommitStatus).
/// </summary>
internal static class GitLabStates
{
    /// <summary>A job that starts by itself later.</summary>
    public const string Scheduled = "scheduled";

    public const string Created = "created";

    /// <summary>States of a job that a runner has taken, or will take without a manual step.</summary>
    public static readonly IReadOnlyList<string> Active =
    [
        "running",
        "pending",
        "preparing",
        "waiting_for_resource",
        "waiting_for_callback",
        "canceling",
    ];

    /// <summary>States of a job that has ended without success.</summary>
    public static readonly IReadOnlyList<string> Ended = ["failed", "canceled"];

    private static readonly HashSet<string> AtRest = [Created, Scheduled, "manual", "success", "skipped", .. Ended];

    /// <summary>
    /// Failures that leave no process: the end of the script, and errors that GitLab or the runner finds before the script begins. After
    /// any other one, including those that a later GitLab adds, the runner or its connection was lost and the process may still be running.
    /// </summary>
    private static readonly HashSet<string> LeaveNoProcess =
    [
        "script_failure",
        "missing_dependency_failure",
        "runner_unsupported",
        "runner_configuration_error",
        "stale_schedule",
        "archived_failure",
        "unmet_prerequisites",
        "scheduler_failure",
        "forward_deployment_failure",
        "failed_outdated_deployment_job",
        "pipeline_loop_detected",
        "no_matching_runner",
        "stuck_pending_with_matching_runners",
        "stuck_pending_no_matching_runners",
        "job_router_failure",
        "builds_disabled",
        "environment_creation_failure",
        "deployment_rejected",
        "protected_environment_failure",
        "secrets_provider_not_found",
        "ip_restriction_failure",
    ];

    /// <summary>An unknown state counts: a later GitLab may have added it.</summary>
    public static bool IsActive(string state) => !AtRest.Contains(state);

    /// <summary>A remark on an active state; empty if its name is enough.</summary>
    public static string Note(string state) =>
        state == "canceling" ? "its runner still works: after_script runs"
        : IsActive(state) && !Active.Contains(state) ? "a state that this program does not know"
        : "";

    /// <summary>What interrupted a job whose process may still be running; null if it ended by itself or never began.</summary>
    public static string? Cause(CiJob job) =>
        job.NeverStarted ? null
        : job.Status == "canceled" ? "cancel"
        : job.Status == "failed" && !LeaveNoProcess.Contains(job.Reason) ? (job.Reason.Length > 0 ? job.Reason : "an unknown failure")
        : null;
}
