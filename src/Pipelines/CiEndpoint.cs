namespace Helmstuck.Pipelines;

/// <summary>How requests to a CI server are made, and the words for its errors.</summary>
internal sealed record CiEndpoint
{
    public required CiServerOptions Server { get; init; }

    /// <summary>The path below the server's address that every request begins with, escaped, without slashes at its ends.</summary>
    public required string Root { get; init; }

    /// <summary>What jobs belong to: <c>project</c> or <c>repository</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What is listed, in the plural.</summary>
    public required string Listed { get; init; }

    /// <summary>The scope that a token needs.</summary>
    public required string Permission { get; init; }

    public required string TokenHeader { get; init; }

    /// <summary>The prefix of the token in its header.</summary>
    public string TokenPrefix { get; init; } = "";

    public string MediaType { get; init; } = "application/json";
}
