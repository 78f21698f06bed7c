using System.Text.RegularExpressions;

namespace Helmstuck.Pipelines;

/// <summary>A project of a GitLab instance whose jobs deploy.</summary>
/// <param name="Url">Where the instance answers, without <c>/api/v4</c>; may have a path.</param>
/// <param name="Project"><c>group/name</c>, or the project's number.</param>
/// <param name="TokenEnv">The environment variable that holds the token; null where there is none.</param>
/// <param name="TokenFile">The file that holds the token, if no variable does; null where there is none.</param>
/// <param name="CaFile">A PEM file with the root certificates to trust in place of the system's; null: the system's.</param>
/// <param name="Jobs">Which jobs count, by name; null: all.</param>
/// <param name="Refs">Which branches and tags count; null: all.</param>
/// <param name="Contexts">In which contexts this source is asked; null: all.</param>
/// <param name="Timeout">For all requests of one answer together.</param>
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
    /// <summary>How long after its end a job that did not end by itself may still have a process (settings: helm.idleAfter).</summary>
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
