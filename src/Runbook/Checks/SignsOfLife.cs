using Helmstuck.Health;
using Helmstuck.Helm.Records;

namespace Helmstuck.Runbook.Checks;

/// <summary>All signs of a Helm that is still running.</summary>
internal sealed record SignsOfLife
{
    public required ReleaseRecord Record { get; init; }

    /// <summary>The time on the server's clock; all ages use it, so a wrong client clock does not matter.</summary>
    public required DateTimeOffset? Now { get; init; }

    /// <summary>How long Helm must have written nothing (settings: <c>helm.idleAfter</c>).</summary>
    public required TimeSpan IdleAfter { get; init; }

    /// <summary>This machine's clock minus the server's.</summary>
    public TimeSpan? ClockSkew { get; init; }

    /// <summary>Helm's writes to the records that would be deleted and to the release's objects.</summary>
    public IReadOnlyList<HelmWrite> Writes { get; init; } = [];

    /// <summary>Hook Jobs and Pods that are still running, as <c>Kind/name</c>.</summary>
    public Loadable<IReadOnlyList<string>> ActiveHooks { get; init; } = Loadable.Loading<IReadOnlyList<string>>();

    /// <summary>How long after its start an operation may still wait for its objects (settings: <c>helm.longestTimeout</c>).</summary>
    public TimeSpan LongestTimeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Objects, no workloads, that are not ready or could not be read.</summary>
    public IReadOnlyList<AwaitedObject> Awaited { get; init; } = [];

    /// <summary>Helm processes on this machine that may work on the release.</summary>
    public Loadable<IReadOnlyList<LocalHelm>> LocalHelms { get; init; } = new Loadable<IReadOnlyList<LocalHelm>>.Known([]);

    public Loadable<IReadOnlyList<WorkloadHealth>> Workloads { get; init; } = Loadable.Loading<IReadOnlyList<WorkloadHealth>>();

    public static SignsOfLife Of(CheckSubject subject) =>
        new()
        {
            Record = subject.Review.Record!,
            Now = subject.Facts.ServerNow,
            IdleAfter = subject.Facts.IdleAfter,
            ClockSkew = subject.Facts.ClockSkew,
            Writes = [.. subject.Facts.Writes, .. Planner.Records(subject.Review, Remedy.Delete).SelectMany(WritesOn)],
            ActiveHooks = subject.Facts.ActiveHooks,
            LongestTimeout = subject.Facts.LongestTimeout,
            Awaited = subject.Facts.Awaited,
            LocalHelms = subject.Facts.LocalHelms,
            Workloads = subject.Facts.Workloads,
        };

    /// <summary>
    /// The writes to a record, and the start of its last hook, which is in the payload even if the API server recorded no time.
    /// </summary>
    private static IEnumerable<HelmWrite> WritesOn(ReleaseRecord record)
    {
        var meta = record.Meta;
        if (meta is { LastWrittenAt: { } written })
            yield return new HelmWrite($"{ReviewText.Of(meta.Driver)}/{meta.ObjectName}", meta.LastWriter, written);
        if (record.LastTouch is { Time: { } touched } touch)
            yield return new HelmWrite($"{ReviewText.Of(meta.Driver)}/{meta.ObjectName}", touch.Manager, touched);
        if (
            record.Release is { } release
            && release.Hooks.Where(hook => hook.StartedAt >= release.LastDeployed).MaxBy(hook => hook.StartedAt)
                is { StartedAt: { } started } hook
        )
            yield return new HelmWrite($"start of hook {hook.Name}", "Helm (by its client's clock)", started);
    }
}
