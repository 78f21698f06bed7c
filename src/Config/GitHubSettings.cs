using System.Text.RegularExpressions;

namespace Helmstuck.Config;

/// <summary>A GitHub repository whose workflows deploy.</summary>
internal sealed record GitHubSettings
{
    public required string Name { get; init; }

    /// <summary>Where the API answers; may have a path.</summary>
    public Uri Url { get; init; } = new("https://api.github.com");

    /// <summary><c>owner/name</c></summary>
    public required string Repository { get; init; }

    /// <summary>The environment variable that holds the token; null where there is none.</summary>
    public string? TokenEnv { get; init; }

    /// <summary>The file that holds the token; null where there is none.</summary>
    public string? TokenFile { get; init; }

    /// <summary>A PEM file with the root certificates to trust in place of the system's; null where there is none.</summary>
    public string? CaFile { get; init; }

    /// <summary>Which runs count, by the workflow's name or its file; null: all.</summary>
    public Regex? Workflows { get; init; }

    /// <summary>Which branches and tags count; null: all.</summary>
    public Regex? Refs { get; init; }

    /// <summary>In which contexts this source is asked; null: all.</summary>
    public Regex? Contexts { get; init; }

    public TimeSpan Timeout { get; init; } = Settings.PipelineTimeout;
}
