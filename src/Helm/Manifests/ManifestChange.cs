namespace Helmstuck.Helm.Manifests;

/// <summary>
/// One object that differs between the two manifests. <paramref name="Live"/> is Unknown until the live object has been compared.
/// </summary>
internal sealed record ManifestChange(ObjectKey Object, ChangeKind Change, LiveMatch Live, IReadOnlyList<FieldChange> Fields)
{
    /// <summary>Why <see cref="Live"/> is Unknown or Neither, as a sentence; empty otherwise.</summary>
    public string Reason { get; init; } = "";
}
