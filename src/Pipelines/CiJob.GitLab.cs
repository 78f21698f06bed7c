using System.Text.Json;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Pipelines;

internal sealed partial record CiJob
{
    /// <summary>
    /// One page of GitLab's jobs, or null if the text is not one (GitLab: <c>GET /projects/:id/jobs</c>, entities/ci/job_basic.rb, which
    /// has no scheduled_at in 2026).
    /// </summary>
    public static IReadOnlyList<CiJob>? ReadGitLab(ReadOnlyMemory<byte> json) =>
        CiPage.Read(
            json,
            member: null,
            item =>
                item.Number("id") is { } id && item.Text("name") is { } name && item.Text("status") is { } status
                    ? new CiJob(id, name, status, item.Text("ref") ?? "")
                    {
                        WebUrl = WebAddress.OrEmpty(item.Text("web_url")),
                        User = item.Text("user", "username") ?? "",
                        Reason = item.Text("failure_reason") ?? "",
                        Pipeline = item.Number("pipeline", "id"),
                        CreatedAt = item.Time("created_at"),
                        StartedAt = item.Time("started_at"),
                        NeverStarted = item.TryGetProperty("started_at", out var start) && start.ValueKind == JsonValueKind.Null,
                        EndedAt = item.Time("finished_at"),
                        ScheduledAt = item.Time("scheduled_at"),
                    }
                    : null
        );
}
