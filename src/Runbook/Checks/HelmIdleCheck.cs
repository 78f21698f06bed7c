using Helmstuck.Health;

namespace Helmstuck.Runbook.Checks;

/// <summary>
/// <c>helm-idle</c>: Helm has written nothing for longer than <c>idleAfter</c>, no helm process for the release is seen on this machine, no
/// hook Job or Pod is active, no workload of the stuck manifest is still rolling out and Helm waits for no other object of it. Helm keeps
/// no lock, lease or heartbeat, so silence alone is never called idle.
/// </summary>
internal static class HelmIdleCheck
{
    public const string Id = "helm-idle";

    private const string Caveat = "a Helm with a longer --timeout writes nothing while it waits";

    public static readonly CheckDefinition Definition = new FactCheck<SignsOfLife>
    {
        Id = Id,
        Question = "Has Helm written nothing for a while, and is there nothing that it may be waiting for?",
        Topic = CheckTopic.Running,
        CanBeOverridden = true,
        Advises = RecommendedAction.Wait,
        Doubt = static check =>
            check.State == CheckState.Pass
                ? null
                : $"not certain: {check.Summary}; if Helm may still be running, it is safer to mark the record failed",
        Reads = static subject => SignsOfLife.Of(subject),
        Judges = static (_, signs) => Of(signs),
    };

    public static CheckAnswer Of(SignsOfLife signs)
    {
        if (signs.Now is not { } now)
            return new CheckAnswer(CheckState.Unknown, "the API server sent no time, so the age of Helm's last write is unknown", [Caveat]);
        var hooks = signs.ActiveHooks.ValueOrDefault ?? [];
        var helms = signs.LocalHelms.ValueOrDefault ?? [];
        var rolling = (signs.Workloads.ValueOrDefault ?? [])
            .Where(workload => workload.RollingOut && workload.NamedIn != NamedIn.PreviousOnly)
            .ToList();
        var awaited = signs.Awaited.Select(one => one.Judge(signs.Record.BeganAt, now, signs.LongestTimeout)).ToList();
        List<string> unread = [.. Unread(signs), .. Of(awaited, CheckState.Unknown)];
        IReadOnlyList<string> evidence =
        [
            .. Times(signs, now),
            .. helms.SelectMany(Process),
            .. hooks.SelectMany(hook => Hook(hook, signs)),
            .. rolling.Select(workload => $"{workload.Kind} {workload.Name} is still rolling out: {workload.Reason}"),
            .. Of(awaited, CheckState.Fail),
            .. Of(awaited, CheckState.Warn),
            .. unread,
            .. Of(awaited, CheckState.Pass),
            "an old API server (such as 1.20) records no new time for a write that only changes values",
            Caveat,
        ];

        // The history of Helm's writes was lost with the deleted object; the start of the operation is also a write.
        var since = new[] { Last(signs)?.At, signs.Record.Meta.LastWrittenAt, signs.Record.BeganAt }.Max();
        if (helms.Count > 0)
            return new CheckAnswer(CheckState.Fail, Summary(helms[0]), evidence);
        if (hooks.Count > 0)
            return new CheckAnswer(CheckState.Fail, $"hook {hooks[0]} is still running: Helm may be waiting for it", evidence);
        if (since is not { } lastWrite)
            return new CheckAnswer(CheckState.Unknown, "no write by Helm is recorded, so its age is unknown", evidence);
        var silence = $"Helm has written nothing for {Ago(now, lastWrite)}";
        if (now - lastWrite <= signs.IdleAfter)
            return new CheckAnswer(
                CheckState.Fail,
                $"last Helm write {Ago(now, lastWrite)} ago, threshold {PlainText.Age(signs.IdleAfter)}: Helm may still be running",
                evidence
            )
            {
                PassesAt = PassesAt(signs, lastWrite),
            };
        if (rolling.Count > 0)
            return new CheckAnswer(
                CheckState.Fail,
                $"{rolling[0].Kind} {rolling[0].Name} is still rolling out: Helm may be waiting for it",
                evidence
            );
        if (Of(awaited, CheckState.Fail).FirstOrDefault() is { } waiting)
            return new CheckAnswer(CheckState.Fail, waiting, evidence);
        if (IsLoading(signs))
            return new CheckAnswer(CheckState.Unknown, $"{silence}; hooks and workloads are being read", evidence) { Pending = true };
        if (unread.Count > 0)
            return new CheckAnswer(CheckState.Unknown, $"{silence}, but {unread[0]}", evidence);
        return Of(awaited, CheckState.Warn).FirstOrDefault() is { } caution
            ? new CheckAnswer(CheckState.Warn, $"{silence}; {caution}", evidence)
            : new CheckAnswer(CheckState.Pass, silence, evidence);
    }

    /// <summary>The second in which Helm will have been silent for long enough; null if something else would block then.</summary>
    private static DateTimeOffset? PassesAt(SignsOfLife signs, DateTimeOffset lastWrite)
    {
        var quiet = lastWrite + signs.IdleAfter;
        var then = quiet.AddTicks(TimeSpan.TicksPerSecond - (quiet.Ticks % TimeSpan.TicksPerSecond));
        return Of(signs with { Now = then }) is { Pending: false, State: CheckState.Pass or CheckState.Warn } ? then : null;
    }

    private static IEnumerable<string> Of(IEnumerable<CheckAnswer> answers, CheckState state) =>
        answers.Where(answer => answer.State == state).Select(answer => answer.Summary);

    private static bool IsLoading(SignsOfLife signs) =>
        signs.LocalHelms is Loadable<IReadOnlyList<LocalHelm>>.Loading
        || signs.ActiveHooks is Loadable<IReadOnlyList<string>>.Loading
        || signs.Workloads is Loadable<IReadOnlyList<WorkloadHealth>>.Loading;

    private static HelmWrite? Last(SignsOfLife signs) => signs.Writes.MaxBy(write => write.At);

    private static IEnumerable<string> Times(SignsOfLife signs, DateTimeOffset now)
    {
        if (signs.Record.BeganAt is { } began)
            yield return $"the operation started {Ago(now, began)} ago ({PlainText.Utc(began)})";
        if (RestoreText.Of(signs.Record) is { } broughtBack)
            yield return $"the record {broughtBack}";
        else if (signs.Record is { Restored: true, Meta.StartedAt: { } restored })
            yield return $"the record was deleted and restored {Ago(now, restored)} ago, not by Helm";
        if (Last(signs) is { } last)
            yield return $"last write by {last.Manager}: {last.Object}, {Ago(now, last.At)} ago ({PlainText.Utc(last.At)})";
        if (signs.ClockSkew is { } skew && skew.Duration() > TimeSpan.FromSeconds(30))
            yield return $"this machine's clock is {PlainText.Age(skew.Duration())} {(skew > TimeSpan.Zero ? "ahead of" : "behind")} "
                + $"the server's; all ages use the server's clock";
    }

    private static string Summary(LocalHelm helm) =>
        $"{Named(helm)} is {(helm.IsStopped ? "stopped on this machine and goes on when resumed" : "running on this machine")}"
        + (helm.IsOtherClusterPossible ? "; which cluster it uses is unknown" : "");

    private static IEnumerable<string> Process(LocalHelm helm)
    {
        yield return $"pid {helm.Pid}, user {helm.User}, {helm.State}{(helm.Age is { } age ? $", started {PlainText.Age(age)} ago" : "")}: "
            + helm.Command;
        if (helm.IsOtherClusterPossible)
            yield return $"the kubeconfig of pid {helm.Pid} cannot be read: if it uses another cluster, override this check with a reason";
        if (helm.IsStopped)
            yield return $"resume pid {helm.Pid} with fg in its shell and let it end, or end it: kill {helm.Pid} && kill -CONT {helm.Pid}";
    }

    private static string Named(LocalHelm helm) => $"helm (pid {helm.Pid} of {helm.User})";

    private static IEnumerable<string> Hook(string hook, SignsOfLife signs) =>
        [
            $"hook {hook} is still running",
            $"check what it does: kubectl logs -n {signs.Record.Meta.Namespace} {hook.ToLowerInvariant()}; if it hangs, delete it, or "
                + $"override this check with a reason",
        ];

    /// <summary>What could not be read, each as a sentence that can follow "but".</summary>
    private static List<string> Unread(SignsOfLife signs)
    {
        var unread = new List<string>();
        if (signs.LocalHelms is Loadable<IReadOnlyList<LocalHelm>>.Unreadable noProcesses)
            unread.Add($"whether a helm is running on this machine is unknown: {noProcesses.Why} (setting helm.localProcesses)");
        if (signs.ActiveHooks is Loadable<IReadOnlyList<string>>.Unreadable noHooks)
            unread.Add($"whether a hook is still running is unknown: {noHooks.Why}");
        if (signs.Workloads is Loadable<IReadOnlyList<WorkloadHealth>>.Unreadable noWorkloads)
            unread.Add($"whether a workload is still rolling out is unknown: {noWorkloads.Why}");
        unread.AddRange(
            (signs.Workloads.ValueOrDefault ?? [])
                .Where(workload => workload is { Verdict: WorkloadVerdict.Unknown, NamedIn: not NamedIn.PreviousOnly, NeverBlocks: false })
                .Select(workload => $"whether {workload.Kind} {workload.Name} is still rolling out is unknown: {workload.Reason}")
        );
        return unread;
    }

    private static string Ago(DateTimeOffset now, DateTimeOffset then) => PlainText.Age(now - then);
}
