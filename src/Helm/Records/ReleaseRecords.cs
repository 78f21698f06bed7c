namespace Helmstuck.Helm.Records;

/// <summary>The records of a release: the one of a revision, and all of them as they would be after a change.</summary>
internal static class ReleaseRecords
{
    /// <summary>All but the records of those revisions, one each (see <see cref="OfRevision"/>).</summary>
    public static IReadOnlyList<ReleaseRecord> Without(
        this IReadOnlyList<ReleaseRecord> records,
        string release,
        IReadOnlyList<long> revisions
    )
    {
        var gone = revisions.Select(revision => records.OfRevision(release, revision)?.Meta.ObjectName).ToHashSet(StringComparer.Ordinal);
        return [.. records.Where(record => !gone.Contains(record.Meta.ObjectName))];
    }

    /// <summary>
    /// With another status of that revision's record, both label and payload. A record that cannot be decoded cannot be marked and stays
    /// as it is.
    /// </summary>
    public static IReadOnlyList<ReleaseRecord> WithStatus(
        this IReadOnlyList<ReleaseRecord> records,
        string release,
        long revision,
        string status
    )
    {
        var marked = records.OfRevision(release, revision);
        return [.. records.Select(record => ReferenceEquals(record, marked) ? Marked(record, status) : record)];
    }

    /// <summary>
    /// The record that a revision means: of the records with that number the one that Helm sees, and of several such the last by name,
    /// which is the one that Helm acts on. Null if none has the number.
    /// </summary>
    public static ReleaseRecord? OfRevision(this IReadOnlyList<ReleaseRecord> records, string release, long revision) =>
        records
            .Where(record => record.Revision == revision)
            .OrderBy(record => record.Meta.IsSeenByHelm(release) && record.IsDecodable)
            .ThenBy(record => record.Meta.ObjectName, StringComparer.Ordinal)
            .LastOrDefault();

    private static ReleaseRecord Marked(ReleaseRecord record, string status) =>
        record.Payload switch
        {
            RecordPayload.Decoded { Release: { HasInfo: true } release } => new ReleaseRecord(
                record.Meta with
                {
                    LabelStatus = status,
                },
                new RecordPayload.Decoded(release with { Status = status })
            ),
            RecordPayload.NotRead => record with { Meta = record.Meta with { LabelStatus = status } },
            _ => record,
        };
}
