using Helmstuck.Health;
using Helmstuck.Helm.Manifests;
using Helmstuck.Helm.Outlook;
using Helmstuck.Helm.Records;

namespace Helmstuck.Runbook;

/// <summary>
/// Everything known about one release, immutable; it fills in as facts arrive. The screen, <c>explain</c>, the report and <c>unstick</c>
/// show this one.
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

    public Outlook? Outlook { get; init; }

    /// <summary>
    /// In the runbook's order. A check that has not answered yet is <see cref="CheckState.Unknown"/> with <see cref="Check.Pending"/>.
    /// </summary>
    public IReadOnlyList<Check> Checks { get; init; } = [];

    public IReadOnlyList<WorkloadHealth> Workloads { get; init; } = [];

    /// <summary>Null until compared.</summary>
    public IReadOnlyList<ManifestChange>? Changes { get; init; }

    public HookProgress? Hook { get; init; }

    /// <summary>What the checks <c>permissions</c> and <c>unlocks</c> were asked about.</summary>
    public Remedy Remedy { get; init; }

    public Recommendation? Recommendation { get; init; }

    /// <summary>What is still being read, in words ("workloads", "pods"); empty once everything was read.</summary>
    public IReadOnlyList<string> Loading { get; init; } = [];

    /// <summary>Why something could not be read, a sentence each.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>When the last fact arrived, by this machine's clock; null while loading.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>Now, by the server's clock, when the record was read: ages are counted from here.</summary>
    public DateTimeOffset? ServerNow { get; init; }

    /// <summary>Links to CI jobs that failed last, to be run again after the fix.</summary>
    public IReadOnlyList<string> FailedJobs { get; init; } = [];

    /// <summary>For how long an answer is good enough to act on: older ones are asked for once more first.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(5);

    /// <summary>Whether every check was answered a moment ago. <paramref name="now"/>: this machine's clock.</summary>
    public bool IsFresh(DateTimeOffset now) =>
        ReadAt is { } readAt && now - readAt <= FreshFor && Checks.All(check => now - (check.At ?? readAt) <= FreshFor);

    public bool Stuck => Record is { } record && ReleaseStatus.IsStuck(record.Status);

    public Check? Find(string id) => Checks.FirstOrDefault(check => check.Id == id);
}

/// <summary>
/// The hook that Helm started last in this operation. <paramref name="Phase"/> is the stored one: Helm stores a hook's end only with its
/// next write, so a stored <c>Running</c> says nothing of now. <paramref name="Life"/> does: it is read from the cluster.
/// </summary>
internal sealed record HookProgress(string Name, string Kind, string Event, string Phase, DateTimeOffset? StartedAt, HookLife Life)
{
    /// <summary>What became of it, in a few words.</summary>
    public string Now =>
        Life switch
        {
            HookLife.Running => $"its {Kind} still runs",
            HookLife.Succeeded => $"its {Kind} has succeeded",
            HookLife.Failed => $"its {Kind} has failed",
            HookLife.Gone => $"its {Kind} is gone",
            HookLife.RunsNothing => Phase.Length == 0 ? "started" : Phase,
            _ => $"whether its {Kind} still runs is not known",
        };
}

/// <summary>What the cluster says of the Jobs and Pods of a hook.</summary>
internal enum HookLife
{
    Unknown,
    Running,
    Succeeded,
    Failed,

    /// <summary>Not there (any more): most hooks are deleted when they succeed.</summary>
    Gone,

    /// <summary>The hook has neither Job nor Pod.</summary>
    RunsNothing,
}

internal enum CheckState
{
    Pass,
    Warn,
    Fail,
    Unknown,
}

/// <summary>Ids of the checks, in the runbook's order.</summary>
internal static class CheckId
{
    public const string Record = "record";
    public const string HelmIdle = "helm-idle";
    public const string CiJobs = "ci-jobs";
    public const string Owner = "owner";
    public const string Workloads = "workloads";
    public const string Permissions = "permissions";
    public const string Unlocks = "unlocks";

    public static readonly IReadOnlyList<string> All = [Record, HelmIdle, CiJobs, Owner, Workloads, Permissions, Unlocks];

    /// <summary>A reason lifts these; record, permissions and unlocks never.</summary>
    public static bool CanBeOverridden(string id) => id is Workloads or CiJobs or HelmIdle or Owner;
}

/// <summary>One check of the runbook with its evidence. <c>fail</c> and <c>unknown</c> block the delete.</summary>
internal sealed record Check(string Id, CheckState State, string Summary, IReadOnlyList<string> Evidence)
{
    /// <summary>It has not answered yet.</summary>
    public bool Pending { get; init; }

    /// <summary>When it was answered, by this machine's clock; null: with the rest of its Review.</summary>
    public DateTimeOffset? At { get; init; }

    public bool Blocks => State is CheckState.Fail or CheckState.Unknown;
}

internal enum RecommendedAction
{
    None,
    Wait,
    Investigate,
    Delete,
    MarkFailed,
    MarkDeployed,
    UninstallAgain,
    LeaveToOwner,
}

/// <summary>The way out that the runbook and the facts advise, each reason a sentence.</summary>
internal sealed record Recommendation(RecommendedAction Action, IReadOnlyList<string> Reasons);
