using System.Text.RegularExpressions;

namespace Helmstuck.Pipelines;

/// <summary>
/// A project of a GitLab instance whose jobs deploy. <see cref="CiServerOptions.Url"/> is the address of the instance, without
/// <c>/api/v4</c>.
/// </summary>
internal sealed record GitLabOptions : CiServerOptions
{
    /// <summary><c>group/name</c>, or the project's number.</summary>
    public required string Project { get; init; }

    /// <summary>The jobs that count, by name; null: all.</summary>
    public Regex? Jobs { get; init; }

    public CiEndpoint Endpoint =>
        new()
        {
            Server = this,
            Root = $"api/v4/projects/{Uri.EscapeDataString(Project)}",
            Kind = "project",
            Place = Project,
            Listed = "jobs",
            Permission = "read_api",
            TokenHeader = "PRIVATE-TOKEN",
        };
}
