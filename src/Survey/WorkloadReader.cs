using Helmstuck.Health;
using Helmstuck.Helm.Manifests;
using Helmstuck.Kube;
using Helmstuck.Kube.Resources;
using Helmstuck.Runbook.Checks;

namespace Helmstuck.Survey;

/// <summary>A release's workloads: judged, and as they live (<paramref name="Own"/>).</summary>
internal sealed record WorkloadAnswer(
    IReadOnlyList<WorkloadHealth> Workloads,
    IReadOnlyList<KubeObject> Own,
    IReadOnlyList<HelmWrite> Writes
)
{
    /// <summary>Kind, namespace and name of what an HPA targets: its replicas are not Helm's.</summary>
    public IReadOnlySet<(string Kind, string Namespace, string Name)> HpaTargets { get; init; } = new HashSet<(string, string, string)>();
}

/// <summary>
/// Reads the workloads of a release: those that the two manifests name and those that carry the release's annotations; of the whole
/// namespace where no manifest can be read. One list for each kind and namespace; pods, ReplicaSets and events only where something is not
/// healthy.
/// </summary>
internal sealed class WorkloadReader(KubeClient client, double hpaTolerance)
{
    private static readonly IReadOnlyList<ResourceType> Types =
    [
        ResourceType.Deployments,
        ResourceType.StatefulSets,
        ResourceType.DaemonSets,
        ResourceType.ReplicaSets,
        ResourceType.ReplicationControllers,
        ResourceType.Jobs,
        ResourceType.Pods,
        ResourceType.PersistentVolumeClaims,
    ];

    private static readonly IReadOnlyList<string> AutoscalingVersions = ["v2", "v2beta2", "v1"];

    /// <summary>The version that the server turned out to have: asked for once.</summary>
    private volatile string? autoscaling;

    private sealed record Listed(ResourceType Type, string Namespace, KubeResult<IReadOnlyList<KubeObject>> Answer);

    /// <param name="stuck">Objects of the record under review; null where its payload cannot be read.</param>
    /// <param name="below">Objects of stuck records below that one.</param>
    /// <param name="previous">Objects of the next upgrade's base; null where there is none or it cannot be read.</param>
    public async Task<WorkloadAnswer> ReadAsync(
        string ns,
        string release,
        int revision,
        ManifestSet? stuck,
        IReadOnlyList<ManifestSet> below,
        ManifestSet? previous,
        CancellationToken cancellation
    )
    {
        var named = Named(stuck, below, previous);
        var wanted = named.Keys.Select(key => (Type: TypeOf(key.Kind)!, key.Namespace)).ToHashSet();
        wanted.Add((ResourceType.Deployments, ns));
        if (stuck is null && previous is null)
            wanted.UnionWith([(ResourceType.StatefulSets, ns), (ResourceType.DaemonSets, ns)]);

        var hpasTask = wanted
            .Select(want => want.Namespace)
            .Distinct()
            .AskEachAsync(SideBySide.SmallAnswers, where => HpasAsync(where, cancellation), cancellation);
        var lists = await wanted
            .AskEachAsync(
                SideBySide.SmallAnswers,
                async want => new Listed(
                    want.Type,
                    want.Namespace,
                    await client.ListAsync(want.Type, want.Namespace, new ListOptions(), cancellation).ConfigureAwait(false)
                ),
                cancellation
            )
            .ConfigureAwait(false);
        var hpaLists = await hpasTask.ConfigureAwait(false);
        var hpas = hpaLists.SelectMany(list => list ?? []).ToList();
        var hpasReadable = !hpaLists.Contains(null);

        var judged = new List<(WorkloadHealth Health, KubeObject? Live)>();
        foreach (var list in lists)
            Judge(list, named, ns, release, wholeNamespace: stuck is null && previous is null, hpas, hpasReadable, judged);
        var explained = await ExplainAsync(judged, revision, stuck, cancellation).ConfigureAwait(false);
        var own = judged.Select(item => item.Live).OfType<KubeObject>().ToList();
        return new WorkloadAnswer(
            [
                .. explained
                    .OrderBy(health => Types.ToList().FindIndex(type => type.Kind == health.Kind))
                    .ThenBy(health => health.Name, StringComparer.Ordinal),
            ],
            own,
            [
                .. judged
                    .Where(item => item.Live is not null)
                    .Select(item => LiveReader.WriteOf(item.Health.Kind, item.Live!))
                    .OfType<HelmWrite>(),
            ]
        )
        {
            HpaTargets = hpas.Select(hpa => (Target: HpaReader.Read(hpa), hpa.Meta.Namespace))
                .Select(one => (one.Target.TargetKind, one.Namespace, one.Target.TargetName))
                .ToHashSet(),
        };
    }

    private void Judge(
        Listed list,
        Dictionary<ObjectKey, NamedIn> named,
        string ns,
        string release,
        bool wholeNamespace,
        IReadOnlyList<KubeObject> hpas,
        bool hpasReadable,
        List<(WorkloadHealth, KubeObject?)> judged
    )
    {
        var kind = list.Type.Kind;
        var ours = named
            .Where(entry => entry.Key.Kind == kind && entry.Key.Namespace == list.Namespace)
            .ToDictionary(entry => entry.Key.Name, entry => entry.Value, StringComparer.Ordinal);
        if (list.Answer is not KubeResult<IReadOnlyList<KubeObject>>.Ok { Value: var items })
        {
            var why = list.Answer.Error!.Message;
            judged.AddRange(
                ours.Select(entry =>
                    (WorkloadJudge.Unreadable(kind, list.Namespace, entry.Key, why) with { NamedIn = entry.Value }, (KubeObject?)null)
                )
            );
            // Nothing named does not mean that nothing is there: whoever may not look cannot call it healthy.
            if (ours.Count == 0 && kind == "Deployment")
                judged.Add((WorkloadJudge.Unreadable(kind, list.Namespace, "(all)", why), null));
            return;
        }
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            var isNamed = ours.TryGetValue(item.Meta.Name, out var namedIn);
            // A Deployment hands its annotations down to its ReplicaSets.
            if (
                !isNamed
                && (item.Meta.OwnerReferences.Any(owner => owner.Controller) || !(wholeNamespace || IsAnnotated(item, ns, release)))
            )
                continue;
            found.Add(item.Meta.Name);
            var hpa = HpaReader.For(kind, item.Meta.Namespace, item.Meta.Name, hpas);
            judged.Add((WorkloadJudge.Judge(item, hpa, hpasReadable, hpaTolerance, kind) with { NamedIn = namedIn }, item));
        }
        judged.AddRange(
            ours.Where(entry => !found.Contains(entry.Key))
                .Select(entry => (WorkloadJudge.Missing(kind, list.Namespace, entry.Key) with { NamedIn = entry.Value }, (KubeObject?)null))
        );
    }

    private async Task<IReadOnlyList<WorkloadHealth>> ExplainAsync(
        List<(WorkloadHealth Health, KubeObject? Live)> judged,
        int revision,
        ManifestSet? stuck,
        CancellationToken cancellation
    )
    {
        var ill = judged.Where(item => item.Live is not null && !HealthText.IsFine(item.Health.Verdict)).ToList();
        if (ill.Count == 0)
            return [.. judged.Select(item => item.Health)];
        var details = new Dictionary<
            string,
            (IReadOnlyList<KubeObject> Sets, IReadOnlyList<KubeObject> Pods, IReadOnlyList<KubeObject> Events)
        >(StringComparer.Ordinal);
        foreach (var group in ill.GroupBy(item => item.Health.Namespace))
        {
            // A single sick workload is asked about by its own selector; more of them share one list.
            var selector = group.Count() == 1 ? Selector(group.First().Live!) : null;
            var sets = client.ListAsync(ResourceType.ReplicaSets, group.Key, new ListOptions { LabelSelector = selector }, cancellation);
            var pods = client.ListAsync(ResourceType.Pods, group.Key, new ListOptions { LabelSelector = selector }, cancellation);
            var events = client.ListAsync(ResourceType.Events, group.Key, new ListOptions { FieldSelector = "type=Warning" }, cancellation);
            details[group.Key] = (
                Items(await sets.ConfigureAwait(false)),
                Items(await pods.ConfigureAwait(false)),
                Items(await events.ConfigureAwait(false))
            );
        }
        return
        [
            .. judged.Select(item =>
                item.Live is { } live && details.TryGetValue(item.Health.Namespace, out var detail)
                    ? PodProblems.Explain(item.Health, live, detail.Sets, detail.Pods, detail.Events, revision, Images(stuck, item.Health))
                    : item.Health
            ),
        ];
    }

    /// <summary>Autoscalers of a namespace in the newest version that the server has; null where they may not be read.</summary>
    private async Task<IReadOnlyList<KubeObject>?> HpasAsync(string ns, CancellationToken cancellation)
    {
        foreach (var version in autoscaling is { } known ? [known] : AutoscalingVersions)
        {
            var answer = await client
                .ListAsync(
                    new ResourceType("autoscaling", version, "horizontalpodautoscalers", "HorizontalPodAutoscaler"),
                    ns,
                    new ListOptions(),
                    cancellation
                )
                .ConfigureAwait(false);
            if (answer.ValueOrDefault is { } items)
            {
                autoscaling = version;
                return items;
            }
            if (answer.Error is not { Kind: KubeErrorKind.NotFound })
                return null;
        }
        return null;
    }

    private static Dictionary<ObjectKey, NamedIn> Named(ManifestSet? stuck, IReadOnlyList<ManifestSet> below, ManifestSet? previous)
    {
        var named = new Dictionary<ObjectKey, NamedIn>();
        // An apiVersion that moved between the two manifests names the same workload.
        static ObjectKey Key(ManifestObject item) => item.Key with { ApiVersion = "" };
        foreach (var item in below.SelectMany(set => set.Objects).Concat(stuck?.Objects ?? []).Where(item => IsWorkload(item.Key)))
            named[Key(item)] = NamedIn.StuckOnly;
        foreach (var item in (previous?.Objects ?? []).Where(item => IsWorkload(item.Key)))
            named[Key(item)] = named.ContainsKey(Key(item)) ? NamedIn.Both : NamedIn.PreviousOnly;
        if (previous is null)
        {
            foreach (var key in named.Keys.ToList())
                named[key] = NamedIn.StuckOnly;
        }
        return named;
    }

    private static bool IsWorkload(ObjectKey key) =>
        TypeOf(key.Kind) is { } type
        && (type.Group.Length == 0 ? key.ApiVersion == "v1" : key.ApiVersion.StartsWith(type.Group + "/", StringComparison.Ordinal));

    private static ResourceType? TypeOf(string kind) => Types.FirstOrDefault(type => type.Kind == kind);

    private static bool IsAnnotated(KubeObject item, string ns, string release) =>
        item.Meta.Annotation("meta.helm.sh/release-name") == release && item.Meta.Annotation("meta.helm.sh/release-namespace") == ns;

    private static string? Selector(KubeObject workload)
    {
        var labels = workload.Json.Map("spec", "selector", "matchLabels");
        return labels.Count == 0 ? null : string.Join(',', labels.Select(label => $"{label.Key}={label.Value}"));
    }

    private static IReadOnlyList<KubeObject> Items(KubeResult<IReadOnlyList<KubeObject>> answer) => answer.ValueOrDefault ?? [];

    private static List<string> Images(ManifestSet? stuck, WorkloadHealth workload) =>
        [
            .. (stuck?.Objects ?? [])
                .Where(item => item.Key.Kind == workload.Kind && item.Key.Name == workload.Name && item.Key.Namespace == workload.Namespace)
                .SelectMany(item => item.Json.Items("spec", "template", "spec", "containers"))
                .Select(container => container.Text("image"))
                .OfType<string>(),
        ];
}
