using Helmstuck.Helm.Live;
using Helmstuck.Helm.Manifests;
using Helmstuck.Helm.Records;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Resources;
using Helmstuck.Pipelines;
using Helmstuck.Runbook;

namespace Helmstuck.Survey;

/// <summary>The hook that Helm last started, and the hook objects that are still running.</summary>
internal sealed record HookAnswer(HookProgress? Progress, Loadable<IReadOnlyList<string>> Active);

/// <summary>Reads the objects that a manifest or a hook names, and compares them.</summary>
internal sealed class LiveReader(KubeClient client)
{
    /// <summary>Finds out for each change which of the two manifests the live object matches.</summary>
    /// <param name="awaited">The objects that Helm may be waiting for: they are not read twice.</param>
    /// <param name="known">Not needed to ask, but to compare.</param>
    public async Task<IReadOnlyList<ComparedObject>> CompareAsync(
        Subject subject,
        IReadOnlyList<ManifestChange> changes,
        Task<AwaitedAnswer> awaited,
        Task<WorkloadAnswer> known,
        CancellationToken cancellation
    )
    {
        var answers = await changes
            .AskEachAsync(SideBySide.SmallAnswers, change => ReadAsync(change, awaited, cancellation), cancellation)
            .ConfigureAwait(false);
        var targets = (await known.ConfigureAwait(false)).HpaTargets;
        return [.. answers.Select(answer => Compare(subject, answer, targets))];
    }

    private sealed class LiveAnswer(ManifestChange change, KubeObject? live, string? problem)
    {
        public ManifestChange Change => change;

        public KubeObject? Live => live;

        /// <summary>Why the object could not be read.</summary>
        public string? Problem => problem;
    }

    private async Task<LiveAnswer> ReadAsync(ManifestChange change, Task<AwaitedAnswer> awaited, CancellationToken cancellation)
    {
        var key = change.Object;
        if (AwaitedReader.MayRead(key) && (await awaited.ConfigureAwait(false)).Live.TryGetValue(key, out var read))
            return new LiveAnswer(change, read, null);
        var type = await client.TypeOfAsync(key, cancellation).ConfigureAwait(false);
        if (type is not KubeResult<ResourceType>.Ok { Value: var resource })
            return new LiveAnswer(change, null, type.Error!.Message);
        var answer = await client
            .GetAsync(resource, resource.Namespaced ? key.Namespace : null, key.Name, cancellation)
            .ConfigureAwait(false);
        return new LiveAnswer(
            change,
            answer.ValueOrDefault,
            answer.Error is { Kind: not KubeErrorKind.NotFound } error ? error.Message : null
        );
    }

    private static ComparedObject Compare(
        Subject subject,
        LiveAnswer answer,
        IReadOnlySet<(string Kind, string Namespace, string Name)> scaledByHpas
    )
    {
        var (change, live) = (answer.Change, answer.Live);
        if (answer.Problem is { } problem)
            return new ComparedObject(change with { Live = LiveMatch.Unknown, Reason = problem }, null);
        var key = change.Object;
        var scaled = scaledByHpas.Contains((key.Kind, key.Namespace, key.Name));
        var comparison = LiveMatcher.Compare(subject.Newer?.Find(key), subject.Older?.Find(key), live, scaled);
        return new ComparedObject(change with { Live = comparison.Match, Reason = comparison.Reason }, live);
    }

    /// <summary>The newest write of a Helm client to an object of the release; null if none is recorded.</summary>
    public static HelmWrite? WriteOf(string kind, KubeObject live) =>
        live.Meta.ManagedFields.Where(field => RecordMeta.IsHelm(field.Manager) && field.Time is not null).MaxBy(field => field.Time)
            is { Time: { } at, Manager: var manager }
            ? new HelmWrite($"{kind}/{live.Meta.Name}", manager, at)
            : null;

    /// <summary>
    /// Reads the Jobs and Pods of the release's hooks: which of them are active, and the state of the hook that Helm started last
    /// in this operation.
    /// </summary>
    public async Task<HookAnswer> HooksAsync(Subject subject, CancellationToken cancellation)
    {
        if (subject.Record.Release is not { } payload || !ReleaseStatus.IsStuck(payload.Status))
            return new HookAnswer(null, new Loadable<IReadOnlyList<string>>.Known([]));
        var last = payload.LastHook();
        var runners = subject
            .Below.Select(below => below.Release)
            .OfType<ReleasePayload>()
            .Prepend(payload)
            .SelectMany(release => release.HookRunners)
            .Distinct();
        var answers = await runners
            .AskEachAsync(SideBySide.SmallAnswers, runner => LifeAsync(runner, subject.Namespace, cancellation), cancellation)
            .ConfigureAwait(false);
        List<string> active =
        [
            .. answers.Where(answer => answer.Life == HookLife.Running).Select(answer => $"{answer.Runner.Kind}/{answer.Runner.Name}"),
        ];
        var unreadable = answers.FirstOrDefault(answer => answer.Life == HookLife.Unknown)?.Why;
        HookProgress? progress = null;
        if (last is not null)
        {
            var lives = answers.Where(answer => last.Runners.Contains(answer.Runner)).Select(answer => answer.Life).ToList();
            // The first of these states that any of them has: a running one counts more than one that has ended.
            HookLife[] order = [HookLife.Running, HookLife.Unknown, HookLife.Failed, HookLife.Succeeded, HookLife.Gone];
            progress = new HookProgress(
                last.Name,
                last.Kind,
                last.Event,
                last.Phase,
                last.StartedAt,
                lives.Count == 0 ? HookLife.RunsNothing : order.First(lives.Contains)
            );
        }
        return new HookAnswer(
            progress,
            active.Count == 0 && unreadable is not null
                ? Loadable.Unreadable<IReadOnlyList<string>>(unreadable)
                : new Loadable<IReadOnlyList<string>>.Known(active)
        );
    }

    /// <param name="home">The record's namespace: a hook may be there if its manifest names none.</param>
    private async Task<RunnerLife> LifeAsync(ObjectKey runner, string home, CancellationToken cancellation)
    {
        var type = runner.Kind == "Job" ? ResourceType.Jobs : ResourceType.Pods;
        var answer = await client.GetAsync(type, runner.Namespace, runner.Name, cancellation).ConfigureAwait(false);
        if (answer.Error is { Kind: KubeErrorKind.NotFound } && runner.Namespace != home)
            answer = await client.GetAsync(type, home, runner.Name, cancellation).ConfigureAwait(false);
        var life =
            answer.ValueOrDefault is { } found ? LifeOf(found)
            : answer.Error is { Kind: KubeErrorKind.NotFound } ? HookLife.Gone
            : HookLife.Unknown;
        return new RunnerLife(runner, life, answer.Error?.Message);
    }

    private sealed record RunnerLife(ObjectKey Runner, HookLife Life, string? Why);

    /// <summary>Looks for another deployer's marks on the records, on the release's objects, and on Jobs of the namespace.</summary>
    /// <param name="objects">The live objects of the release that were read.</param>
    public static Loadable<OwnerFact?> Owner(
        Subject subject,
        IReadOnlyList<ReleaseRecord> history,
        IEnumerable<KubeObject> objects,
        RunnerAnswer runners
    )
    {
        var (foundJobs, foundPods) = (runners.Jobs, runners.Pods);
        // The marks of a controller are also in the manifest, on objects of every kind; only workloads were read from the
        // cluster.
        var rendered = (subject.StuckObjects?.Objects ?? []).Select(item => new KubeObject(item.Json));
        var owner = OwnerFinder.Find(
            subject.Release,
            subject.Namespace,
            [.. history.Select(record => record.Meta.Object)],
            [.. objects, .. rendered],
            [.. foundJobs.ValueOrDefault ?? [], .. foundPods.ValueOrDefault ?? []]
        );
        // The mark of another deployer only warns: it must not hide that an active controller could not be looked for.
        return owner is not { LeaveToOwner: true } && (foundJobs.Error ?? foundPods.Error) is { } unread
            ? Loadable.Unreadable<OwnerFact?>($"could not check whether a controller works on it in a Job or a Pod: {unread.Message}")
            : new Loadable<OwnerFact?>.Known(owner);
    }

    /// <summary>The Jobs and Pods in which a controller may run Helm on the release.</summary>
    public async Task<RunnerAnswer> RunnersAsync(string ns, string release, CancellationToken cancellation)
    {
        var jobs = RunnersAsync(ResourceType.Jobs, $"{OwnerFinder.K3sChart}={release}", ns, cancellation);
        var pods = await RunnersAsync(ResourceType.Pods, OwnerFinder.RancherToken, ns, cancellation).ConfigureAwait(false);
        return new RunnerAnswer(await jobs.ConfigureAwait(false), pods);
    }

    /// <summary>
    /// Jobs or Pods in which a controller runs Helm. K3s has them in the namespace of its HelmChart, Rancher in its own, so all namespaces
    /// are read; without that permission, only the release's namespace is.
    /// </summary>
    private async Task<KubeResult<IReadOnlyList<KubeObject>>> RunnersAsync(
        ResourceType type,
        string selector,
        string ns,
        CancellationToken cancellation
    )
    {
        var options = new ListOptions { LabelSelector = selector, FromCache = true };
        var everywhere = await client.ListAsync(type, null, options, cancellation).ConfigureAwait(false);
        return everywhere.Error is { Kind: KubeErrorKind.Forbidden }
            ? await client.ListAsync(type, ns, options, cancellation).ConfigureAwait(false)
            : everywhere;
    }

    /// <summary>A Job or a Pod is running until its status says that it has ended.</summary>
    private static HookLife LifeOf(KubeObject found)
    {
        var ended =
            found.Kind == "Job"
                ? found
                    .Json.Items("status", "conditions")
                    .Where(condition => condition.Text("status") == "True")
                    .Select(condition => condition.Text("type"))
                    .FirstOrDefault(type => type is "Complete" or "Failed")
                : found.Json.Text("status", "phase");
        return ended switch
        {
            "Complete" or "Succeeded" => HookLife.Succeeded,
            "Failed" => HookLife.Failed,
            _ => HookLife.Running,
        };
    }
}
