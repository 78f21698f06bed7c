namespace Helmstuck.Helm.Records;

/// <summary>One record of a release: its metadata, and as much of its payload as was read.</summary>
internal sealed record ReleaseRecord(RecordMeta Meta, RecordPayload Payload)
{
    /// <summary>The revision that Helm counts by: the payload's where it was read, else the label's.</summary>
    public long Revision => Payload is RecordPayload.Decoded { Release: var release } ? release.Version : Meta.Revision;

    /// <summary>The status that Helm acts on: the payload's where it was read, else the label's.</summary>
    public string Status => Payload is RecordPayload.Decoded { Release: var release } ? release.Status : Meta.LabelStatus;

    /// <summary>
    /// When the operation began, by the server's clock. The object of a record that was put back is as young as that: then by the clock of
    /// the client that ran Helm, unless it is an uninstall, which does not renew that time.
    /// </summary>
    public DateTimeOffset? BeganAt =>
        Meta.Restored && Status != ReleaseStatus.Uninstalling && Release?.LastDeployed is { } began ? began : Meta.StartedAt;

    /// <summary>Whether Helm can decode the record; one that was not read is taken to be well.</summary>
    public bool IsDecodable => Payload is not RecordPayload.Undecodable;

    /// <summary>
    /// The one rule of which record blocks Helm where it is the newest: one with a stuck status, and one that cannot be decoded, whose name
    /// stays taken.
    /// </summary>
    public bool IsInTheWay => !IsDecodable || ReleaseStatus.IsStuck(Status);

    public ReleasePayload? Release => (Payload as RecordPayload.Decoded)?.Release;
}
