using System.Text.RegularExpressions;

namespace Helmstuck.Config;

/// <summary>A CI server, whatever its kind.</summary>
internal abstract record CiServerSettings
{
    public required string Name { get; init; }

    /// <summary>The configured address; may have a path.</summary>
    public required Uri Url { get; init; }

    /// <summary>The environment variable that holds the token; null if there is none.</summary>
    public string? TokenEnv { get; init; }

    /// <summary>The file that holds the token; null if there is none.</summary>
    public string? TokenFile { get; init; }

    /// <summary>A PEM file with the root certificates to trust in place of the system's; null if there is none.</summary>
    public string? CaFile { get; init; }

    /// <summary>The branches and tags that count; null: all.</summary>
    public Regex? Refs { get; init; }

    /// <summary>The contexts in which this source is asked; null: all.</summary>
    public Regex? Contexts { get; init; }

    public required TimeSpan Timeout { get; init; }
}
