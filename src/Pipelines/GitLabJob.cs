using System.Globalization;
using System.Text.Json;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Pipelines;

/// <summary>A job as GitLab lists it (GitLab: <c>GET /projects/:id/jobs</c>).</summary>
internal sealed record GitLabJob(
    long Id,
    string Name,
    string Status,
    string Ref,
    string WebUrl,
    long? Pipeline,
    DateTimeOffset? StartedAt,
    string User
)
{
    /// <summary>One page of jobs, or null where the text is not one.</summary>
    public static IReadOnlyList<GitLabJob>? ReadPage(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Array)
                return null;
            var jobs = new List<GitLabJob>();
            foreach (var item in document.RootElement.EnumerateArray())
            {
                if (item.Number("id") is not { } id || item.Text("name") is not { } name || item.Text("status") is not { } status)
                    return null;
                jobs.Add(
                    new GitLabJob(
                        id,
                        name,
                        status,
                        item.Text("ref") ?? "",
                        WebAddress.OrEmpty(item.Text("web_url")),
                        item.Number("pipeline", "id"),
                        item.Time("started_at"),
                        item.Text("user", "username") ?? ""
                    )
                );
            }
            return jobs;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The job in one line: <c>deploy:gprd running on main since 14:02:11Z by @jane: https://…</c>.</summary>
    public string Evidence
    {
        get
        {
            var since = StartedAt is { } start ? string.Create(CultureInfo.InvariantCulture, $" since {start:yyyy-MM-dd HH:mm:ss}Z") : "";
            var on = Ref.Length > 0 ? $" on {Ref}" : "";
            var by = User.Length > 0 ? $" by @{User}" : "";
            var link = WebUrl.Length > 0 ? $": {WebUrl}" : "";
            return $"{Name} {Status}{on}{since}{by}{link}";
        }
    }
}
