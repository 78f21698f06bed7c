namespace Helmstuck.Helm.Records;

/// <summary>
/// The records of one release as Helm's storage returns them (Helm: storage.go, driver/secrets.go, driver/cfgmaps.go). Order is the API
/// server's: by object name. A payload that was not read is assumed to agree with its labels.
/// </summary>
internal sealed class RecordStore
{
    private readonly string release;
    private readonly Dictionary<string, ReleaseRecord> byName = new(StringComparer.Ordinal);

    public RecordStore(string release, IEnumerable<ReleaseRecord> records)
    {
        this.release = release;
        foreach (var record in records)
            byName[record.Meta.ObjectName] = record;
        All = [.. byName.Values.OrderBy(record => record.Meta.ObjectName, StringComparer.Ordinal)];
        Found = [.. All.Where(record => record.Meta.IsSeenByHelm(release))];
        History = [.. Found.Where(record => record.IsDecodable)];
        Last = Newest(History);
        Deployed = Newest(Found.Where(record => record.Meta.LabelStatus == ReleaseStatus.Deployed && record.IsDecodable));
        Driver = All.Count > 0 ? All[0].Meta.Driver : StorageDriver.Secret;
    }

    public StorageDriver Driver { get; }

    /// <summary>All given records, including those that Helm does not see.</summary>
    public IReadOnlyList<ReleaseRecord> All { get; }

    /// <summary>What a query by the labels finds, decodable or not. If it finds nothing, Helm says <c>release: not found</c>.</summary>
    public IReadOnlyList<ReleaseRecord> Found { get; }

    /// <summary>The records that Helm sees: found by their labels, and decodable. Corrupt ones are skipped silently.</summary>
    public IReadOnlyList<ReleaseRecord> History { get; }

    /// <summary>The record with the highest revision in its payload (Helm: storage.go Last).</summary>
    public ReleaseRecord? Last { get; }

    /// <summary>The newest record whose label, not payload, says deployed (Helm: storage.go Deployed).</summary>
    public ReleaseRecord? Deployed { get; }

    /// <summary>Whether the name of a revision's object is taken, by any record (Helm: secrets.go Create).</summary>
    public bool IsTaken(long revision) => byName.ContainsKey(RecordName.Of(release, revision));

    /// <summary>
    /// The record whose object has the name of a revision, regardless of its labels and payload (Helm: storage.go Get).
    /// </summary>
    public ReleaseRecord? Get(long revision) => byName.GetValueOrDefault(RecordName.Of(release, revision));

    /// <summary>
    /// The record under the name that Helm uses to update or delete a record: its payload's release and revision, not its own object's
    /// name.
    /// </summary>
    public ReleaseRecord? Get(ReleaseRecord record) => byName.GetValueOrDefault(KeyOf(record));

    /// <summary>The object name that Helm uses to update or delete a record (Helm: storage.go makeKey).</summary>
    public string KeyOf(ReleaseRecord record) => RecordName.Of(record.Release?.Name ?? release, record.Revision);

    /// <summary>Whether the record has what Helm reads without a check: a payload without <c>info</c> makes Helm crash.</summary>
    public static bool HasInfo(ReleaseRecord record) => record.Release is not { HasInfo: false };

    /// <summary>Oldest first, as Helm sorts before it prunes or purges (Helm: releaseutil/sorter.go SortByRevision).</summary>
    public IEnumerable<ReleaseRecord> ByRevision => History.OrderBy(record => record.Revision);

    // Helm sorts a short list stably and reverses it: of equal revisions the last by name comes first.
    private static ReleaseRecord? Newest(IEnumerable<ReleaseRecord> records) => records.OrderBy(record => record.Revision).LastOrDefault();
}
