using System.Text.RegularExpressions;

namespace Helmstuck.Pipelines;

/// <summary>
/// A GitHub repository whose workflows deploy. <see cref="CiServerOptions.Url"/> is the address of the API:
/// <c>https://api.github.com</c>, or <c>https://HOST/api/v3</c> for GitHub Enterprise Server.
/// </summary>
internal sealed record GitHubOptions : CiServerOptions
{
    /// <summary><c>owner/name</c>.</summary>
    public required string Repository { get; init; }

    /// <summary>The runs that count, by the workflow's name or its file; null: all.</summary>
    public Regex? Workflows { get; init; }

    public CiEndpoint Endpoint =>
        new()
        {
            Server = this,
            Root = $"repos/{string.Join('/', Repository.Split('/').Select(Uri.EscapeDataString))}/actions",
            Kind = "repository",
            Place = Repository,
            Listed = "workflow runs",
            Permission = "Actions: read",
            TokenHeader = "Authorization",
            TokenPrefix = "Bearer ",
            MediaType = "application/vnd.github+json",
        };
}
