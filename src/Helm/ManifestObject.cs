using System.Text.Json;

namespace Helmstuck.Helm;

/// <summary>One object of a manifest, as JSON after YAML's rules were applied. <paramref name="Source"/> is the chart's template (<c># Source:</c>), empty where unknown.</summary>
internal sealed record ManifestObject(ObjectKey Key, JsonElement Json, string Source);

/// <summary>
/// A manifest taken apart. <paramref name="Objects"/> keep the manifest's order; an object that is named twice is there twice.
/// <paramref name="Problems"/>: a sentence for each document that Helm could not have read (Helm refuses the whole manifest then); the other documents are still here.
/// Problems never quote a document's values: it could be a Secret.
/// </summary>
internal sealed record ManifestSet(IReadOnlyList<ManifestObject> Objects, IReadOnlyList<string> Problems)
{
    public static readonly ManifestSet Empty = new([], []);

    /// <summary>What was read from each document's text, for the next manifest that holds the same text.</summary>
    internal IReadOnlyDictionary<ReadOnlyMemory<char>, ManifestDocument>? Documents { get; init; }

    /// <summary>The object that the cluster ends up with under this key, or null: Helm applies in order, so the last one wins.</summary>
    public ManifestObject? Find(ObjectKey key) => Objects.LastOrDefault(item => item.Key == key);
}

/// <summary>What one document of the stream held.</summary>
internal sealed record ManifestDocument(IReadOnlyList<ManifestObject> Objects, string? Problem);
