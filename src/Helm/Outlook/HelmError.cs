using System.Text.Json.Serialization;

namespace Helmstuck.Helm.Outlook;

/// <summary>
/// Helm's own words, without a prefix such as <c>Error: UPGRADE FAILED: </c>. Empty for a Helm version that continues (one known
/// case: several pruned records whose payloads have another revision than their names stop Helm 3 only).
/// </summary>
internal sealed record HelmError(string Helm3, string Helm4)
{
    /// <summary>What they mean, as a clause, where Helm's own words do not tell it; null where they do.</summary>
    [JsonIgnore]
    public string? Meaning { get; init; }
}
