namespace Helmstuck.Config;

/// <summary>A kind of CI source as data: its place under <c>pipelines</c>, and its keys.</summary>
/// <param name="Key">As in <c>pipelines.gitlab</c>.</param>
/// <param name="Keys">In the order in which they are shown.</param>
internal sealed record CiSourceKind(string Key, IReadOnlyList<(string Key, Shape Shape)> Keys)
{
    /// <summary>The keys that an item must have.</summary>
    public IReadOnlyList<string> Needed { get; init; } = [];

    /// <summary>The key of what is asked; a source without a name is named after it.</summary>
    public required string Place { get; init; }

    /// <summary>The key of the expression for the jobs that count.</summary>
    public string Names { get; init; } = "";

    /// <summary>The address of a source that gives none.</summary>
    public string? DefaultUrl { get; init; }
}
