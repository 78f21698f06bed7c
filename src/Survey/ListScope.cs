namespace Helmstuck.Survey;

/// <summary>What was asked for.</summary>
internal sealed record ListScope
{
    /// <summary>Null for all namespaces.</summary>
    public required string? Namespace { get; init; }

    /// <summary>Every release, not only stuck ones.</summary>
    public bool All { get; init; }

    /// <summary>Read the newest payload of every release.</summary>
    public bool Deep { get; init; }
}
