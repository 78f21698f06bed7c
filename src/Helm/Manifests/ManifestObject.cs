using System.Text.Json;

namespace Helmstuck.Helm.Manifests;

/// <summary>
/// One object of a manifest, as JSON. <paramref name="Source"/> is the chart's template (<c># Source:</c>),
/// empty if unknown.
/// </summary>
/// <param name="InList">It is an item of a list, for which Helm's builder has errors of its own.</param>
internal sealed record ManifestObject(ObjectKey Key, JsonElement Json, string Source, bool InList = false);
