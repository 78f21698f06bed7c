namespace Helmstuck.Helm.Records;

/// <summary>One record of a release: its metadata, and its payload if it was read.</summary>
internal sealed record ReleaseRecord(RecordMeta Meta, RecordPayload Payload)
{
    /// <summary>The revision for Helm: the payload's if it was read, else the label's.</summary>
    public long Revision => Payload is RecordPayload.Decoded { Release: var release } ? release.Version : Meta.Revision;

    /// <summary>The status for Helm: the payload's if it was read, else the label's.</summary>
    public string Status => Payload is RecordPayload.Decoded { Release: var release } ? release.Status : Meta.LabelStatus;

    /// <summary>
    /// When the operation began, by the server's clock. The object of a restored record is as young as the restore: then by the clock of
    /// the client that ran Helm, except for an uninstall, which does not update that time.
    /// </summary>
    public DateTimeOffset? BeganAt =>
        Meta.Restored && Status != ReleaseStatus.Uninstalling && Release?.LastDeployed is { } began ? began : Meta.StartedAt;

    /// <summary>Whether Helm can decode the record; one that was not read is assumed to be decodable.</summary>
    public bool IsDecodable => Payload is not RecordPayload.Undecodable;

    /// <summary>
    /// The one rule for which newest record blocks Helm: one with a stuck status, and one that cannot be decoded, whose name
    /// is still taken.
    /// </summary>
    public bool IsInTheWay => !IsDecodable || ReleaseStatus.IsStuck(Status);

    public ReleasePayload? Release => (Payload as RecordPayload.Decoded)?.Release;
}
