using Helmstuck.Kube.Resources;

namespace Helmstuck.Pipelines;

internal sealed partial record CiJob
{
    /// <summary>The conclusion of a job whose runner was lost.</summary>
    public const string LostRunner = "a lost runner";

    /// <summary>
    /// One page of GitHub's workflow runs, or null if the text is not one (GitHub: <c>GET /repos/{owner}/{repo}/actions/runs</c>). A
    /// run has no end time: the time of its last update is used.
    /// </summary>
    public static IReadOnlyList<CiJob>? ReadGitHubRuns(ReadOnlyMemory<byte> json) =>
        CiPage.Read(
            json,
            "workflow_runs",
            run =>
                run.Number("id") is { } id && run.Text("status") is { } status
                    ? new CiJob(id, run.Text("name") ?? run.Text("path") ?? "", status, run.Text("head_branch") ?? "")
                    {
                        Path = run.Text("path") ?? "",
                        WebUrl = WebAddress.OrEmpty(run.Text("html_url")),
                        User = run.Text("triggering_actor", "login") ?? run.Text("actor", "login") ?? "",
                        Reason = run.Text("conclusion") ?? "",
                        CreatedAt = run.Time("created_at"),
                        StartedAt = run.Time("run_started_at"),
                        EndedAt = status == GitHubStates.Completed ? run.Time("updated_at") : null,
                    }
                    : null
        );

    /// <summary>
    /// One page of a run's jobs, or null if the text is not one (GitHub: <c>GET …/actions/runs/{id}/jobs</c>). GitHub calls a job
    /// whose runner was lost a failure, and the step at which that happened has no end.
    /// </summary>
    public static IReadOnlyList<CiJob>? ReadGitHubJobs(ReadOnlyMemory<byte> json) =>
        CiPage.Read(
            json,
            "jobs",
            job =>
                job.Number("id") is { } id && job.Text("status") is { } status
                    ? new CiJob(id, job.Text("name") ?? "", status, "")
                    {
                        Reason =
                            job.Text("conclusion") == GitHubStates.Failure
                            && job.Items("steps").Any(step => step.Text("status") != GitHubStates.Completed)
                                ? LostRunner
                                : job.Text("conclusion") ?? "",
                    }
                    : null
        );
}
