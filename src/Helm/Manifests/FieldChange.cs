namespace Helmstuck.Helm.Manifests;

/// <summary>
/// One field that differs. Before or After is null if the field is absent on that side; both are "(hidden)" for a Secret's data.
/// </summary>
internal sealed record FieldChange(string Path, string? Before, string? After)
{
    /// <summary>Container images come first: they say what runs.</summary>
    public bool IsImage { get; init; }
}
