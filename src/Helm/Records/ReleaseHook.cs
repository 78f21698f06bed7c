namespace Helmstuck.Helm.Records;

/// <summary>
/// A hook of the release and its last run, as stored. A stored Running may have finished long ago: the end is stored with the next write
/// only.
/// </summary>
internal sealed record ReleaseHook
{
    public required string Name { get; init; }
    public string Kind { get; init; } = "";
    public string Manifest { get; init; } = "";
    public IReadOnlyList<string> Events { get; init; } = [];
    public long Weight { get; init; }

    /// <summary><c>Unknown</c>, <c>Running</c>, <c>Succeeded</c>, <c>Failed</c>, or empty if it never ran.</summary>
    public string Phase { get; init; } = "";

    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? CompletedAt { get; init; }
}
