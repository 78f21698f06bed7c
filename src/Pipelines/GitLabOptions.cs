using System.Text.RegularExpressions;

namespace Helmstuck.Pipelines;

/// <summary>A project of a GitLab instance whose jobs deploy.</summary>
/// <param name="Url">The address of the instance, without <c>/api/v4</c>; may have a path.</param>
/// <param name="Project"><c>group/name</c>, or the project's number.</param>
/// <param name="TokenEnv">The environment variable that holds the token; null if there is none.</param>
/// <param name="TokenFile">The file that holds the token, if no variable does; null if there is none.</param>
/// <param name="CaFile">A PEM file with the root certificates to trust in place of the system's; null: the system's.</param>
/// <param name="Jobs">The jobs that count, by name; null: all.</param>
/// <param name="Refs">The branches and tags that count; null: all.</param>
/// <param name="Contexts">The contexts in which this source is asked; null: all.</param>
/// <param name="Timeout">The limit for all requests of one answer together.</param>
internal sealed record GitLabOptions(
    string Name,
    Uri Url,
    string Project,
    string? TokenEnv,
    string? TokenFile,
    string? CaFile,
    Regex? Jobs,
    Regex? Refs,
    Regex? Contexts,
    TimeSpan Timeout
)
{
    /// <summary>How long after its end an interrupted job may still have a process (settings: helm.idleAfter).</summary>
    public TimeSpan IdleAfter { get; init; } = TimeSpan.FromMinutes(10);

    public CiEndpoint Endpoint =>
        new()
        {
            Url = Url,
            Root = $"api/v4/projects/{Uri.EscapeDataString(Project)}",
            Kind = "project",
            Place = Project,
            Listed = "jobs",
            Permission = "read_api",
            TokenHeader = "PRIVATE-TOKEN",
            TokenEnv = TokenEnv,
            TokenFile = TokenFile,
            CaFile = CaFile,
            Timeout = Timeout,
        };
}
