using Helmstuck.Helm.Manifests;

namespace Helmstuck.Helm.Outlook;

/// <summary>
/// Objects that revisions above the base of the next upgrade added, and that are in the cluster. Helm compares the next chart with the base
/// alone and never deletes them (Helm: kube/client.go Update).
/// </summary>
/// <param name="Objects">Those that the stuck revision lacks come first.</param>
/// <param name="More">How many more were added, without a look at the cluster.</param>
internal sealed record LeftBehind(IReadOnlyList<ObjectKey> Objects, int More)
{
    /// <summary>The most objects that are looked for and named.</summary>
    public const int Most = 10;

    /// <summary>The most revisions that are read for it, the newest ones.</summary>
    public const int MostRevisions = 20;

    /// <summary>What any of these manifests has and the base lacks; first what the stuck revision lacks as well.</summary>
    public static IReadOnlyList<ManifestObject> Added(ManifestSet start, ManifestSet? stuck, IEnumerable<ManifestSet> between) =>
        [
            .. between
                .SelectMany(manifest => manifest.ByIdentity.Values)
                .DistinctBy(item => ManifestSet.Identity(item.Key))
                .Where(item => start.Find(item.Key) is null)
                .OrderBy(item => stuck?.Find(item.Key) is not null),
        ];

    /// <summary>The records above the one that the next upgrade starts from, newest first; not the stuck ones.</summary>
    /// <param name="left">The forecast for when the stuck records are gone.</param>
    public static IReadOnlyList<Records.ReleaseRecord> Between(Records.RecordStore store, Forecast left) =>
        left is { StartsFrom: { } start, Last: { } last }
            ?
            [
                .. store
                    .History.Where(record => record.Revision > start && record.Revision <= last.Revision)
                    .OrderByDescending(record => record.Revision),
            ]
            : [];
}
