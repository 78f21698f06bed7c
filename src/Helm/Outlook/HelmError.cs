namespace Helmstuck.Helm.Outlook;

/// <summary>
/// Helm's own words, without a prefix such as <c>Error: UPGRADE FAILED: </c>. Empty for a Helm version that continues (one known
/// case: several pruned records whose payloads have another revision than their names stop Helm 3 only).
/// </summary>
internal sealed record HelmError(string Helm3, string Helm4);
