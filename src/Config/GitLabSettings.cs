using System.Text.RegularExpressions;

namespace Helmstuck.Config;

/// <summary>A project of a GitLab instance whose jobs deploy.</summary>
internal sealed record GitLabSettings
{
    public required string Name { get; init; }

    /// <summary>Where the instance answers, without <c>/api/v4</c>; may have a path.</summary>
    public required Uri Url { get; init; }

    /// <summary><c>group/name</c>, or the project's number.</summary>
    public required string Project { get; init; }

    /// <summary>The environment variable that holds the token; null where there is none.</summary>
    public string? TokenEnv { get; init; }

    /// <summary>The file that holds the token; null where there is none.</summary>
    public string? TokenFile { get; init; }

    /// <summary>A PEM file with the root certificates to trust in place of the system's; null where there is none.</summary>
    public string? CaFile { get; init; }

    /// <summary>Which jobs count, by name; null: all.</summary>
    public Regex? Jobs { get; init; }

    /// <summary>Which branches and tags count; null: all.</summary>
    public Regex? Refs { get; init; }

    /// <summary>In which contexts this source is asked; null: all.</summary>
    public Regex? Contexts { get; init; }

    public required TimeSpan Timeout { get; init; }
}
