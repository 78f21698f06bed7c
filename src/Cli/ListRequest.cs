namespace Helmstuck.Cli;

/// <summary>The arguments of <c>list</c>.</summary>
internal sealed record ListRequest(string? Output, bool All, bool Deep, bool ExitCode)
{
    /// <summary>Leave out the releases whose newest record was created or written less than this long ago; null: none.</summary>
    public TimeSpan? OlderThan { get; init; }
}
