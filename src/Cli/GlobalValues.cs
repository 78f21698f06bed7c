using Helmstuck.Kube;

namespace Helmstuck.Cli;

/// <summary>The values of the global flags; null if a flag was not given.</summary>
internal sealed record GlobalValues
{
    public required KubeFlags Kube { get; init; }

    /// <summary>Every <c>-n</c>, for the commands that look into several namespaces; the last one counts for the others.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    public bool AllNamespaces { get; init; }
    public string? ConfigFile { get; init; }

    /// <summary>Where requests are logged; null: to standard error.</summary>
    public string? LogFile { get; init; }
    public string? Driver { get; init; }
    public bool ReadOnly { get; init; }
    public bool Demo { get; init; }
    public bool NoColor { get; init; }
    public bool Ascii { get; init; }
    public string? Theme { get; init; }

    /// <summary>The CI job that the command runs in does not count as one that is running.</summary>
    public bool LeavesOutOwnJob { get; init; }
}
