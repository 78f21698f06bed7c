using Helmstuck.Health;
using Helmstuck.Helm.Records;

namespace Helmstuck.Runbook.Checks;

/// <summary>A write by a Helm client, by the server's clock. <paramref name="Object"/> is <c>Kind/name</c>.</summary>
internal sealed record HelmWrite(string Object, string Manager, DateTimeOffset At);

/// <summary>
/// <c>helm-idle</c>: Helm has written nothing for longer than <c>idleAfter</c>, no hook Job or Pod is active and no workload of the stuck
/// manifest is still rolling out. Helm keeps no lock, lease or heartbeat, so silence alone is never called idle.
/// </summary>
internal static class HelmIdleCheck
{
    private const string Caveat = "a Helm with a longer --timeout writes nothing while it waits";

    /// <param name="now">The server's clock; ages are counted on it alone, so a skewed client clock does not matter.</param>
    /// <param name="writes">Helm's writes on the record and on the release's objects.</param>
    /// <param name="activeHooks">Hook Jobs and Pods that still run, as <c>Kind/name</c>.</param>
    public static Check Of(
        ReleaseRecord record,
        DateTimeOffset? now,
        TimeSpan idleAfter,
        TimeSpan? clockSkew,
        IReadOnlyList<HelmWrite> writes,
        Loadable<IReadOnlyList<string>> activeHooks,
        Loadable<IReadOnlyList<WorkloadHealth>> workloads
    )
    {
        var evidence = new List<string>();
        if (now is not { } time)
            return new Check(
                CheckId.HelmIdle,
                CheckState.Unknown,
                "the server told no time, so the age of Helm's last write is not known",
                [Caveat]
            );
        var began = record.BeganAt;
        if (began is { } started)
            evidence.Add($"the operation began {Ago(time, started)} ago ({PlainText.Utc(started)})");
        if (record.Meta is { Restored: true, StartedAt: { } restored })
            evidence.Add($"the record was deleted and put back {Ago(time, restored)} ago, not by Helm");
        var last = writes.MaxBy(write => write.At);
        if (last is not null)
            evidence.Add($"last write by {last.Manager}: {last.Object}, {Ago(time, last.At)} ago ({PlainText.Utc(last.At)})");
        if (clockSkew is { } skew && skew.Duration() > TimeSpan.FromSeconds(30))
            evidence.Add(
                $"this machine's clock is {PlainText.Age(skew.Duration())} {(skew > TimeSpan.Zero ? "ahead of" : "behind")} the "
                    + $"server's; ages are counted on the server's"
            );

        var hooks = activeHooks.ValueOrDefault ?? [];
        foreach (var hook in hooks)
        {
            evidence.Add($"hook {hook} still runs");
            evidence.Add(
                $"see what it does: kubectl logs -n {record.Meta.Namespace} {hook.ToLowerInvariant()}; if it hangs, delete it, or "
                    + $"override with a reason"
            );
        }
        var rolling = (workloads.ValueOrDefault ?? [])
            .Where(workload => workload.RollingOut && workload.NamedIn != NamedIn.PreviousOnly)
            .ToList();
        evidence.AddRange(rolling.Select(workload => $"{workload.Kind} {workload.Name} is still rolling out: {workload.Reason}"));
        var unread = new List<string>();
        if (activeHooks is Loadable<IReadOnlyList<string>>.Unreadable noHooks)
            unread.Add($"whether a hook still runs is not known: {noHooks.Why}");
        if (workloads is Loadable<IReadOnlyList<WorkloadHealth>>.Unreadable noWorkloads)
            unread.Add($"whether a workload is still rolling out is not known: {noWorkloads.Why}");
        unread.AddRange(
            (workloads.ValueOrDefault ?? [])
                .Where(workload => workload is { Verdict: WorkloadVerdict.Unknown, NamedIn: not NamedIn.PreviousOnly })
                .Select(workload => $"whether {workload.Kind} {workload.Name} is still rolling out is not known: {workload.Reason}")
        );
        evidence.AddRange(unread);
        evidence.Add("an older API server (1.20, for one) notes no new time for a write that changes values alone");
        evidence.Add(Caveat);

        // What a record that was put back told of Helm's writes went with the object that was deleted; that Helm began is a write of its
        // own.
        var since = Latest([last?.At, record.Meta.LastWrittenAt, began]);
        if (hooks.Count > 0)
            return new Check(CheckId.HelmIdle, CheckState.Fail, $"hook {hooks[0]} still runs: a Helm may be waiting for it", evidence);
        if (since is not { } lastWrite)
            return new Check(CheckId.HelmIdle, CheckState.Unknown, "no write by Helm is recorded, so its age is not known", evidence);
        var silence = time - lastWrite;
        if (silence <= idleAfter)
            return new Check(
                CheckId.HelmIdle,
                CheckState.Fail,
                $"Helm has written nothing for {PlainText.Age(silence)} only, less than {PlainText.Age(idleAfter)}: a Helm may still be "
                    + $"running",
                evidence
            );
        if (rolling.Count > 0)
            return new Check(
                CheckId.HelmIdle,
                CheckState.Fail,
                $"{rolling[0].Kind} {rolling[0].Name} is still rolling out: a Helm may be waiting for it",
                evidence
            );
        if (activeHooks is Loadable<IReadOnlyList<string>>.Loading || workloads is Loadable<IReadOnlyList<WorkloadHealth>>.Loading)
            return new Check(
                CheckId.HelmIdle,
                CheckState.Unknown,
                $"Helm has written nothing for {PlainText.Age(silence)}; hooks and workloads are being read",
                evidence
            )
            {
                Pending = true,
            };
        if (unread.Count > 0)
            return new Check(
                CheckId.HelmIdle,
                CheckState.Unknown,
                $"Helm has written nothing for {PlainText.Age(silence)}, but {unread[0]}",
                evidence
            );
        return new Check(CheckId.HelmIdle, CheckState.Pass, $"Helm has written nothing for {PlainText.Age(silence)}", evidence);
    }

    private static DateTimeOffset? Latest(ReadOnlySpan<DateTimeOffset?> times)
    {
        DateTimeOffset? latest = null;
        foreach (var time in times)
            latest = time > latest || latest is null ? time ?? latest : latest;
        return latest;
    }

    private static string Ago(DateTimeOffset now, DateTimeOffset then) => PlainText.Age(now - then);
}
