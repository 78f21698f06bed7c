namespace Helmstuck.Cli;

/// <summary>The arguments of <c>list</c>.</summary>
internal sealed record ListRequest(string? Output, bool All, bool Deep, bool ExitCode)
{
    /// <summary>Leave out the releases whose newest record was created or written less than this long ago; null: none.</summary>
    public TimeSpan? OlderThan { get; init; }

    /// <summary>Several namespaces were asked for: each row names its own, also if only one of them answered.</summary>
    public bool SeveralNamespaces { get; init; }

    /// <summary>What <c>-o name</c> puts before each name.</summary>
    public string NameKind { get; init; } = "";

    /// <summary>Several contexts were asked for: each row names its own, also if only one of them answered.</summary>
    public bool SeveralContexts { get; init; }
}
