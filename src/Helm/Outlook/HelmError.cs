namespace Helmstuck.Helm.Outlook;

/// <summary>
/// Helm's own words, without the prefix such as <c>Error: UPGRADE FAILED: </c>. Empty for a Helm that goes ahead all the same (one known
/// case: pruning several records whose payloads carry another revision than their names stops Helm 3 only).
/// </summary>
internal sealed record HelmError(string Helm3, string Helm4);
