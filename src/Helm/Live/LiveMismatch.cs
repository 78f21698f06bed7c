namespace Helmstuck.Helm.Live;

/// <summary>
/// The first field that differs between manifest and cluster. <paramref name="Found"/> is null if the cluster lacks the
/// field; both are "(hidden)" for a Secret.
/// </summary>
internal sealed record LiveMismatch(string Path, string Wanted, string? Found);
