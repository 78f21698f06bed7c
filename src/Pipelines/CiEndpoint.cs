namespace Helmstuck.Pipelines;

/// <summary>The address of a CI server, how requests to it are made, and the words for its errors.</summary>
internal sealed record CiEndpoint
{
    /// <summary>The configured address; may have a path.</summary>
    public required Uri Url { get; init; }

    /// <summary>The path below <see cref="Url"/> that every request begins with, escaped, without slashes at its ends.</summary>
    public required string Root { get; init; }

    /// <summary>What jobs belong to: <c>project</c> or <c>repository</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Its name: <c>group/name</c>.</summary>
    public required string Place { get; init; }

    /// <summary>What is listed, in the plural.</summary>
    public required string Listed { get; init; }

    /// <summary>The scope that a token needs.</summary>
    public required string Permission { get; init; }

    public required string TokenHeader { get; init; }

    /// <summary>The prefix of the token in its header.</summary>
    public string TokenPrefix { get; init; } = "";

    public string MediaType { get; init; } = "application/json";

    /// <summary>The environment variable that holds the token; null if there is none.</summary>
    public string? TokenEnv { get; init; }

    /// <summary>The file that holds the token, if no variable does; null if there is none.</summary>
    public string? TokenFile { get; init; }

    /// <summary>A PEM file with the root certificates to trust in place of the system's; null: the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary>The limit for all requests of one answer together.</summary>
    public required TimeSpan Timeout { get; init; }
}
