using Helmstuck.Helm.Manifests;
using Helmstuck.Helm.Records;

namespace Helmstuck.Helm.Outlook;

/// <summary>What decides about Helm's next command besides the release's records. What was not asked for counts as well.</summary>
internal sealed record ClusterFacts
{
    /// <summary>Nothing stands in Helm's way.</summary>
    public static readonly ClusterFacts Well = new();

    /// <summary>The deletion of the records' namespace while it goes on; null otherwise.</summary>
    public NamespaceDeletion? Deletion { get; init; }

    /// <summary>The records whose manifests Helm cannot build, by the names of their objects.</summary>
    public IReadOnlyDictionary<string, UnbuiltManifest> Unbuilt { get; init; } = new Dictionary<string, UnbuiltManifest>();

    /// <summary>Live objects of the newest revision that lack the release's ownership marks, among those that were read.</summary>
    public IReadOnlyList<ObjectKey> Unmarked { get; init; } = [];

    /// <summary>What the revisions above a distant base added; null if it was not looked for.</summary>
    public LeftBehind? LeftBehind { get; init; }

    /// <summary>The driver that the records were looked for with: where none is left, its words are still Helm's.</summary>
    public StorageDriver Driver { get; init; }

    /// <summary>What keeps Helm from building the manifest of that record; null where nothing is known to.</summary>
    public UnbuiltManifest? UnbuiltOf(ReleaseRecord record) => Unbuilt.GetValueOrDefault(record.Meta.ObjectName);
}
