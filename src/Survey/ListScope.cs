namespace Helmstuck.Survey;

/// <summary>What was asked for.</summary>
internal sealed record ListScope
{
    /// <summary>The kubeconfig context, if several are listed side by side; empty if there is only one.</summary>
    public string Context { get; init; } = "";

    /// <summary>Null for all namespaces.</summary>
    public required string? Namespace { get; init; }

    /// <summary>Every release, not only stuck ones.</summary>
    public bool All { get; init; }

    /// <summary>Read the newest payload of every release.</summary>
    public bool Deep { get; init; }
}
