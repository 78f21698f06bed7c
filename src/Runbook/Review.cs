using Helmstuck.Health;
using Helmstuck.Helm.Manifests;
using Helmstuck.Helm.Outlook;
using Helmstuck.Helm.Records;
using Helmstuck.Pipelines;

namespace Helmstuck.Runbook;

/// <summary>
/// Everything known about one release. Immutable: each new fact makes a new Review. The screen, <c>explain</c>, the report and
/// <c>unstick</c> all show it.
/// </summary>
internal sealed record Review
{
    public required string Context { get; init; }

    /// <summary>The API server's host and port.</summary>
    public required string Server { get; init; }

    public required string Namespace { get; init; }
    public required string Release { get; init; }

    /// <summary>The record under review: the newest that Helm sees (corrupt newest ones are in <see cref="History"/>).</summary>
    public required ReleaseRecord? Record { get; init; }

    /// <summary>All records of the release, newest first, read or not.</summary>
    public IReadOnlyList<ReleaseRecord> History { get; init; } = [];

    /// <summary>Null until the records are known, or if <see cref="Refusal"/> says why it stays unknown.</summary>
    public Outlook? Outlook { get; init; }

    /// <summary>
    /// That a payload may not be read, on which everything but the facts of the metadata rests; null if all that were needed could be.
    /// </summary>
    public string? Refusal => RefusalIn(History);

    /// <inheritdoc cref="Refusal"/>
    public static string? RefusalIn(IReadOnlyList<ReleaseRecord> history) =>
        history.FirstOrDefault(record => record.Payload is RecordPayload.Refused) is { } refused
            ? $"the payload of {refused.Meta.ObjectName} may not be read"
            : null;

    /// <summary>What else than the records the outlook rests on.</summary>
    public ClusterFacts Cluster { get; init; } = ClusterFacts.Well;

    /// <summary>Whether that was asked for already: until then the outlook is by the records alone.</summary>
    public bool ClusterAsked { get; init; }

    /// <summary>
    /// In the runbook's order. A check that has not answered yet is <see cref="CheckState.Unknown"/> with <see cref="Check.Pending"/>.
    /// </summary>
    public IReadOnlyList<Check> Checks { get; init; } = [];

    public IReadOnlyList<WorkloadHealth> Workloads { get; init; } = [];

    /// <summary>
    /// Null until compared. What the stuck revision changes, or <see cref="Deleted"/>, against the one that the next upgrade starts from.
    /// </summary>
    public IReadOnlyList<ManifestChange>? Changes { get; init; }

    /// <summary>
    /// The record that was deleted from this machine while Helm has not written a newer one: the cluster may still run it. Null if the
    /// release is stuck, or nothing was deleted.
    /// </summary>
    public ReleaseRecord? Deleted { get; init; }

    public HookProgress? Hook { get; init; }

    /// <summary>Another deployer's mark on the release; null where none was found, or until it was looked for.</summary>
    public OwnerFact? Owner { get; init; }

    /// <summary>The remedy that the checks <c>permissions</c> and <c>unlocks</c> are about.</summary>
    public Remedy Remedy { get; init; }

    public Recommendation? Recommendation { get; init; }

    /// <summary>What is still being read, in words ("workloads", "pods"); empty once everything was read.</summary>
    public IReadOnlyList<string> Loading { get; init; } = [];

    /// <summary>Why something could not be read, one sentence each.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>When the last fact arrived, by this machine's clock; null while loading.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>The time on the server's clock when the record was read: ages are counted from it.</summary>
    public DateTimeOffset? ServerNow { get; init; }

    /// <summary>Links to the CI jobs that failed last, to run again after the fix.</summary>
    public IReadOnlyList<string> FailedJobs { get; init; } = [];

    /// <summary>How long an answer is recent enough to act on: older ones are read again first.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether it is recent enough to act on: every check was answered a moment ago, and about this remedy, because another one needs
    /// another permission and another forecast. <paramref name="now"/>: this machine's clock.
    /// </summary>
    public bool IsFresh(Remedy remedy, DateTimeOffset now) =>
        Remedy == remedy && ReadAt is { } readAt && now - readAt <= FreshFor && Checks.All(check => now - (check.At ?? readAt) <= FreshFor);

    /// <summary>Settings <c>helm.idleAfter</c>.</summary>
    public required TimeSpan IdleAfter { get; init; }

    /// <summary>Whether the operation that made the record may still be running, by the record's metadata; null without a record.</summary>
    public ReleasePhase? Phase =>
        Record is not { } record ? null
        : Stuck ? ReleasePhases.OfLock(ServerNow - record.Meta.LastActivityAt, IdleAfter)
        : ReleasePhase.Ok;

    public bool Stuck => Record is { } record && ReleaseStatus.IsStuck(record.Status);

    /// <summary>Nothing blocks Helm: the record under review is neither stuck nor undecodable.</summary>
    public bool IsWell => Record is { IsInTheWay: false };

    public Check? Find(string id) => Checks.FirstOrDefault(check => check.Id == id);
}
