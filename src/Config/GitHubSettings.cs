using System.Text.RegularExpressions;

namespace Helmstuck.Config;

/// <summary>A GitHub repository whose workflows deploy.</summary>
internal sealed record GitHubSettings
{
    public required string Name { get; init; }

    /// <summary>The address of the API; may have a path.</summary>
    public Uri Url { get; init; } = new("https://api.github.com");

    /// <summary><c>owner/name</c></summary>
    public required string Repository { get; init; }

    /// <summary>The environment variable that holds the token; null if there is none.</summary>
    public string? TokenEnv { get; init; }

    /// <summary>The file that holds the token; null if there is none.</summary>
    public string? TokenFile { get; init; }

    /// <summary>A PEM file with the root certificates to trust in place of the system's; null if there is none.</summary>
    public string? CaFile { get; init; }

    /// <summary>The runs that count, by the workflow's name or its file; null: all.</summary>
    public Regex? Workflows { get; init; }

    /// <summary>The branches and tags that count; null: all.</summary>
    public Regex? Refs { get; init; }

    /// <summary>The contexts in which this source is asked; null: all.</summary>
    public Regex? Contexts { get; init; }

    public TimeSpan Timeout { get; init; } = Settings.PipelineTimeout;
}
