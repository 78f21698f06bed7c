namespace Helmstuck.Helm.Manifests;

/// <summary>What happened to an object between the next upgrade's base and the stuck revision.</summary>
internal enum ChangeKind
{
    Added,
    Changed,
    Removed,
}

/// <summary>Which of the two manifests the cluster's object matches: every field that the manifest sets has that value live.</summary>
internal enum LiveMatch
{
    Stuck,
    Previous,
    Both,
    Neither,
    Missing,
    Unknown,
}

/// <summary>Identity of an object in a manifest. Namespace is empty for a cluster-scoped object.</summary>
internal sealed record ObjectKey(string ApiVersion, string Kind, string Namespace, string Name);

/// <summary>
/// One object that the two manifests do not share to the letter. <paramref name="Live"/> is Unknown until the live object was compared.
/// </summary>
internal sealed record ManifestChange(ObjectKey Object, ChangeKind Change, LiveMatch Live, IReadOnlyList<FieldChange> Fields)
{
    /// <summary>Why <see cref="Live"/> is Unknown or Neither, as a sentence; empty otherwise.</summary>
    public string Reason { get; init; } = "";
}

/// <summary>
/// One field that differs. Before or After is null where the field is absent on that side; both are "(hidden)" for a Secret's data.
/// </summary>
internal sealed record FieldChange(string Path, string? Before, string? After)
{
    /// <summary>Container images come first: they say what runs.</summary>
    public bool IsImage { get; init; }
}
