namespace Helmstuck.Helm.Live;

/// <summary>
/// The first field that the manifest sets otherwise than the cluster has it. <paramref name="Found"/> is null where the cluster lacks the
/// field; both are "(hidden)" for a Secret.
/// </summary>
internal sealed record LiveMismatch(string Path, string Wanted, string? Found);
