using System.Text.RegularExpressions;

namespace Helmstuck.Pipelines;

/// <summary>A CI server of any kind, and what of its jobs counts.</summary>
internal sealed record CiServerOptions
{
    public required string Name { get; init; }

    /// <summary>The configured address; may have a path.</summary>
    public required Uri Url { get; init; }

    /// <summary>What is asked: the GitLab project or the GitHub repository.</summary>
    public required string Place { get; init; }

    /// <summary>The environment variable that holds the token; null if none exists.</summary>
    public string? TokenEnv { get; init; }

    /// <summary>The file that holds the token, if no variable does; null if none exists.</summary>
    public string? TokenFile { get; init; }

    /// <summary>A PEM file with the root certificates to trust in place of the system's; null: the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary>The jobs or workflows that count, by name; null: all.</summary>
    public Regex? Names { get; init; }

    /// <summary>The branches and tags that count; null: all.</summary>
    public Regex? Refs { get; init; }

    /// <summary>The contexts in which this source is asked; null: all.</summary>
    public Regex? Contexts { get; init; }

    /// <summary>The job (GitLab) or run (GitHub) that this program is a part of, which does not count; null: none.</summary>
    public long? OwnJob { get; init; }

    /// <summary>The limit for all requests of one answer together.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>How long after its end an interrupted job may still have a process (settings: helm.idleAfter).</summary>
    public TimeSpan IdleAfter { get; init; } = TimeSpan.FromMinutes(10);
}
