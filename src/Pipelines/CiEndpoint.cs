namespace Helmstuck.Pipelines;

/// <summary>Where a CI server answers, how it is asked, and how its refusals are put into words.</summary>
internal sealed record CiEndpoint
{
    /// <summary>The configured address; may have a path.</summary>
    public required Uri Url { get; init; }

    /// <summary>The path below <see cref="Url"/> that every request begins with, escaped, without slashes at its ends.</summary>
    public required string Root { get; init; }

    /// <summary>What the server keeps its jobs in: <c>project</c> or <c>repository</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Its name: <c>group/name</c>.</summary>
    public required string Place { get; init; }

    /// <summary>What is listed, in the plural.</summary>
    public required string Listed { get; init; }

    /// <summary>What a token must allow.</summary>
    public required string Permission { get; init; }

    public required string TokenHeader { get; init; }

    /// <summary>What stands before the token in its header.</summary>
    public string TokenPrefix { get; init; } = "";

    public string MediaType { get; init; } = "application/json";

    /// <summary>The environment variable that holds the token; null where there is none.</summary>
    public string? TokenEnv { get; init; }

    /// <summary>The file that holds the token, if no variable does; null where there is none.</summary>
    public string? TokenFile { get; init; }

    /// <summary>A PEM file with the root certificates to trust in place of the system's; null: the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary>For all requests of one answer together.</summary>
    public required TimeSpan Timeout { get; init; }
}
