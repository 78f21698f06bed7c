using System.Text.RegularExpressions;

namespace Helmstuck.Pipelines;

/// <summary>A GitHub repository whose workflows deploy.</summary>
/// <param name="Url">
/// The address of the API: <c>https://api.github.com</c>, or <c>https://HOST/api/v3</c> for GitHub Enterprise Server.
/// </param>
/// <param name="Repository"><c>owner/name</c>.</param>
/// <param name="TokenEnv">The environment variable that holds the token; null if there is none.</param>
/// <param name="TokenFile">The file that holds the token, if no variable does; null if there is none.</param>
/// <param name="CaFile">A PEM file with the root certificates to trust in place of the system's; null: the system's.</param>
/// <param name="Workflows">The runs that count, by the workflow's name or its file; null: all.</param>
/// <param name="Refs">The branches and tags that count; null: all.</param>
/// <param name="Contexts">The contexts in which this source is asked; null: all.</param>
/// <param name="Timeout">The limit for all requests of one answer together.</param>
internal sealed record GitHubOptions(
    string Name,
    Uri Url,
    string Repository,
    string? TokenEnv,
    string? TokenFile,
    string? CaFile,
    Regex? Workflows,
    Regex? Refs,
    Regex? Contexts,
    TimeSpan Timeout
)
{
    /// <summary>How long after its end an interrupted run may still have a process (settings: helm.idleAfter).</summary>
    public TimeSpan IdleAfter { get; init; } = TimeSpan.FromMinutes(10);

    public CiEndpoint Endpoint =>
        new()
        {
            Url = Url,
            Root = $"repos/{string.Join('/', Repository.Split('/').Select(Uri.EscapeDataString))}/actions",
            Kind = "repository",
            Place = Repository,
            Listed = "workflow runs",
            Permission = "Actions: read",
            TokenHeader = "Authorization",
            TokenPrefix = "Bearer ",
            MediaType = "application/vnd.github+json",
            TokenEnv = TokenEnv,
            TokenFile = TokenFile,
            CaFile = CaFile,
            Timeout = Timeout,
        };
}
