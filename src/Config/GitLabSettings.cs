using System.Text.RegularExpressions;

namespace Helmstuck.Config;

/// <summary>A project of a GitLab instance whose jobs deploy.</summary>
internal sealed record GitLabSettings
{
    public required string Name { get; init; }

    /// <summary>The address of the instance, without <c>/api/v4</c>; may have a path.</summary>
    public required Uri Url { get; init; }

    /// <summary><c>group/name</c>, or the project's number.</summary>
    public required string Project { get; init; }

    /// <summary>The environment variable that holds the token; null if there is none.</summary>
    public string? TokenEnv { get; init; }

    /// <summary>The file that holds the token; null if there is none.</summary>
    public string? TokenFile { get; init; }

    /// <summary>A PEM file with the root certificates to trust in place of the system's; null if there is none.</summary>
    public string? CaFile { get; init; }

    /// <summary>The jobs that count, by name; null: all.</summary>
    public Regex? Jobs { get; init; }

    /// <summary>The branches and tags that count; null: all.</summary>
    public Regex? Refs { get; init; }

    /// <summary>The contexts in which this source is asked; null: all.</summary>
    public Regex? Contexts { get; init; }

    public required TimeSpan Timeout { get; init; }
}
