using System.Text.Json;

namespace Helmstuck.Helm.Manifests;

/// <summary>
/// One object of a manifest, as JSON after YAML's rules were applied. <paramref name="Source"/> is the chart's template (<c># Source:</c>),
/// empty where unknown.
/// </summary>
internal sealed record ManifestObject(ObjectKey Key, JsonElement Json, string Source);
