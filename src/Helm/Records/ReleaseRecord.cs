namespace Helmstuck.Helm.Records;

/// <summary>One record of a release: its metadata, and as much of its payload as was read.</summary>
internal sealed record ReleaseRecord(RecordMeta Meta, RecordPayload Payload)
{
    /// <summary>The revision that Helm counts by: the payload's where it was read, else the label's.</summary>
    public int Revision => Payload is RecordPayload.Decoded { Release: var release } ? release.Version : Meta.Revision;

    /// <summary>The status that Helm acts on: the payload's where it was read, else the label's.</summary>
    public string Status => Payload is RecordPayload.Decoded { Release: var release } ? release.Status : Meta.LabelStatus;

    /// <summary>
    /// When the operation began, by the server's clock. The object of a record that was put back is as young as that: then by the clock of
    /// the client that ran Helm, unless it is an uninstall, which does not renew that time.
    /// </summary>
    public DateTimeOffset? BeganAt =>
        Meta.Restored && Status != ReleaseStatus.Uninstalling && Release?.LastDeployed is { } began ? began : Meta.StartedAt;

    public ReleasePayload? Release => (Payload as RecordPayload.Decoded)?.Release;
}

/// <summary>What is known of a record's payload.</summary>
internal abstract record RecordPayload
{
    /// <summary>Not downloaded: label and payload are assumed to agree.</summary>
    public sealed record NotRead : RecordPayload
    {
        public static readonly NotRead Instance = new();
    }

    /// <summary>Helm cannot decode it either, and skips it silently (Helm: secrets.go Query); its name stays taken.</summary>
    public sealed record Undecodable(string Reason) : RecordPayload;

    public sealed record Decoded(ReleasePayload Release) : RecordPayload;
}

/// <summary>
/// The members of a release's JSON that this program reads (Helm: release/v1/release.go). Values and templates are stepped over.
/// </summary>
internal sealed record ReleasePayload
{
    public required string Name { get; init; }

    /// <summary>The revision, 0 where the payload has none; what lies outside an int reads as its nearest.</summary>
    public required int Version { get; init; }

    /// <summary>Whether the payload has an <c>info</c>. Helm decodes one without, and then crashes on it.</summary>
    public bool HasInfo { get; init; } = true;
    public string Namespace { get; init; } = "";

    /// <summary>As stored; <c>unknown</c> where there is none, which Helm treats alike.</summary>
    public string Status { get; init; } = ReleaseStatus.Unknown;

    public string Description { get; init; } = "";

    /// <summary>The clock of the client that ran Helm.</summary>
    public DateTimeOffset? FirstDeployed { get; init; }

    /// <summary>When the operation began, by the clock of the client that ran Helm; never updated later.</summary>
    public DateTimeOffset? LastDeployed { get; init; }

    public string ChartName { get; init; } = "";
    public string ChartVersion { get; init; } = "";
    public string AppVersion { get; init; } = "";
    public string Manifest { get; init; } = "";
    public IReadOnlyList<ReleaseHook> Hooks { get; init; } = [];

    /// <summary><c>ssa</c> or <c>csa</c> (Helm 4), empty where absent, which means csa.</summary>
    public string ApplyMethod { get; init; } = "";

    /// <summary><c>gitlab-8.1.4</c>; empty where the payload names no chart.</summary>
    public string Chart =>
        ChartName.Length == 0 ? ""
        : ChartVersion.Length == 0 ? ChartName
        : $"{ChartName}-{ChartVersion}";
}

/// <summary>
/// A hook of the release and its last run, as stored. A stored Running may long be finished: completion reaches storage with the next write
/// only.
/// </summary>
internal sealed record ReleaseHook
{
    public required string Name { get; init; }
    public string Kind { get; init; } = "";
    public string Manifest { get; init; } = "";
    public IReadOnlyList<string> Events { get; init; } = [];
    public int Weight { get; init; }

    /// <summary><c>Unknown</c>, <c>Running</c>, <c>Succeeded</c>, <c>Failed</c>, or empty where it never ran.</summary>
    public string Phase { get; init; } = "";

    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? CompletedAt { get; init; }
}
