namespace Helmstuck.Kube;

/// <summary>
/// What to list. Without <see cref="FromCache"/> the list is consistent: it comes from etcd, in pages of <see cref="Limit"/>.
/// </summary>
internal sealed record ListOptions
{
    public string? LabelSelector { get; init; }
    public string? FieldSelector { get; init; }

    /// <summary><c>resourceVersion=0</c>: from the API server's cache, complete and quick, but it may be a little old.</summary>
    public bool FromCache { get; init; }

    /// <summary>
    /// With <see cref="FromCache"/>: the answer includes every change up to this resourceVersion; empty: it may be older.
    /// </summary>
    public string NotOlderThan { get; init; } = "";

    /// <summary>Objects per page; not sent with <see cref="FromCache"/>, with which servers ignore it.</summary>
    public int Limit { get; init; } = 500;
}
