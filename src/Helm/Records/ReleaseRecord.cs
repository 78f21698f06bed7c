using Helmstuck.Kube.Resources;

namespace Helmstuck.Helm.Records;

/// <summary>One record of a release: its metadata, and its payload if it was read.</summary>
internal sealed record ReleaseRecord(RecordMeta Meta, RecordPayload Payload)
{
    /// <summary>The revision for Helm: the payload's if it was read, else the label's.</summary>
    public long Revision => Payload is RecordPayload.Decoded { Release: var release } ? release.Version : Meta.Revision;

    /// <summary>The status for Helm: the payload's if it was read, else the label's.</summary>
    public string Status => Payload is RecordPayload.Decoded { Release: var release } ? release.Status : Meta.LabelStatus;

    /// <summary>
    /// A backup tool brought the record back: its metadata tells, or a label of such a tool stands on an object that is younger than the
    /// operation. Helm hands labels down to the next revision, but that one's operation begins with its object.
    /// </summary>
    public bool BroughtBack =>
        Meta.BroughtBack
        || (Restore is not null && Status != ReleaseStatus.Uninstalling && Release?.LastDeployed < Meta.StartedAt - ClockDifference);

    /// <summary>What its labels say that it came back with: <c>restore r1</c>, <c>backup b1</c>; null if they say nothing.</summary>
    public string? Restore => BackupMarks.Named(Meta.Object);

    /// <summary>The object is younger than the operation: a backup tool, kubectl or this program put the record back.</summary>
    public bool Restored => Meta.Restored || BroughtBack;

    /// <inheritdoc cref="RecordMeta.LastTouch"/>
    public ManagedField? LastTouch => Meta.Touch(BroughtBack);

    /// <summary>What the clock of a client that ran Helm may be behind the server's.</summary>
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(5);

    /// <summary>
    /// When the operation began, by the server's clock. The object of a record that was put back is as young as that: then by the clock of
    /// the client that ran Helm (Helm: action/uninstall.go sets info.deleted and leaves last_deployed as it is).
    /// </summary>
    public DateTimeOffset? BeganAt =>
        (Restored ? (Status == ReleaseStatus.Uninstalling ? Release?.Deleted : Release?.LastDeployed) : null) ?? Meta.StartedAt;

    /// <summary>Whether Helm can decode the record; one that was not read is assumed to be decodable.</summary>
    public bool IsDecodable => Payload is not RecordPayload.Undecodable;

    /// <summary>
    /// The one rule for which newest record blocks Helm: one with a stuck status, and one that cannot be decoded, whose name
    /// is still taken.
    /// </summary>
    public bool IsInTheWay => !IsDecodable || ReleaseStatus.IsStuck(Status);

    /// <summary>Why this stuck record cannot be marked failed, as a clause; null if it can, or if its object was not read.</summary>
    public string? Unmarkable { get; init; }

    /// <summary>
    /// The namespace that the payload names, if the record lies in another one: Flux with a targetNamespace, installers with Helm's SDK and
    /// copies by hand make such records. Null if they are the same, or the payload was not read.
    /// </summary>
    public string? DeploysInto => RecordIdentity.OtherNamespace(Meta, Payload) is { Length: > 0 } other ? other : null;

    public ReleasePayload? Release => (Payload as RecordPayload.Decoded)?.Release;
}
