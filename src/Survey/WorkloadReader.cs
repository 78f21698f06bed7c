using Helmstuck.Health;
using Helmstuck.Helm.Manifests;
using Helmstuck.Kube;
using Helmstuck.Kube.Resources;
using Helmstuck.Runbook.Checks;

namespace Helmstuck.Survey;

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

    /// <summary>What is looked for in the lists. <paramref name="WholeNamespace"/>: no manifest says which workloads are the release's.</summary>
    private sealed record Search(
        Subject Subject,
        Dictionary<ObjectKey, NamedIn> Named,
        bool WholeNamespace,
        IReadOnlyList<KubeObject> Hpas,
        bool HpasReadable
    )
    {
        public bool IsAnnotated(KubeObject item) =>
            item.Meta.Annotation("meta.helm.sh/release-name") == Subject.Release
            && item.Meta.Annotation("meta.helm.sh/release-namespace") == Subject.Namespace;
    }

    private sealed record Listed(ResourceType Type, string Namespace, KubeResult<IReadOnlyList<KubeObject>> Answer);

    public async Task<WorkloadAnswer> ReadAsync(Subject subject, CancellationToken cancellation)
    {
        var named = Named(subject);
        var wholeNamespace = subject.StuckObjects is null && subject.BaseObjects is null;
        var wanted = named.Keys.Select(key => (Type: TypeOf(key.Kind)!, key.Namespace)).ToHashSet();
        wanted.Add((ResourceType.Deployments, subject.Namespace));
        if (wholeNamespace)
            wanted.UnionWith([(ResourceType.StatefulSets, subject.Namespace), (ResourceType.DaemonSets, subject.Namespace)]);

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
        var search = new Search(subject, named, wholeNamespace, hpas, HpasReadable: !hpaLists.Contains(null));
        var judged = lists.SelectMany(list => Judge(list, search)).ToList();
        var explained = await ExplainAsync(judged, subject, cancellation).ConfigureAwait(false);
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

    private List<(WorkloadHealth Health, KubeObject? Live)> Judge(Listed list, Search search)
    {
        var judged = new List<(WorkloadHealth, KubeObject?)>();
        var kind = list.Type.Kind;
        var ours = search
            .Named.Where(entry => entry.Key.Kind == kind && entry.Key.Namespace == list.Namespace)
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
            return judged;
        }
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            var isNamed = ours.TryGetValue(item.Meta.Name, out var namedIn);
            // A Deployment hands its annotations down to its ReplicaSets.
            if (
                !isNamed
                && (item.Meta.OwnerReferences.Any(owner => owner.Controller) || !(search.WholeNamespace || search.IsAnnotated(item)))
            )
                continue;
            found.Add(item.Meta.Name);
            var hpa = HpaReader.For(kind, item.Meta.Namespace, item.Meta.Name, search.Hpas);
            judged.Add((WorkloadJudge.Judge(item, hpa, search.HpasReadable, hpaTolerance, kind) with { NamedIn = namedIn }, item));
        }
        judged.AddRange(
            ours.Where(entry => !found.Contains(entry.Key))
                .Select(entry => (WorkloadJudge.Missing(kind, list.Namespace, entry.Key) with { NamedIn = entry.Value }, (KubeObject?)null))
        );
        return judged;
    }

    private async Task<IReadOnlyList<WorkloadHealth>> ExplainAsync(
        List<(WorkloadHealth Health, KubeObject? Live)> judged,
        Subject subject,
        CancellationToken cancellation
    )
    {
        var ill = judged.Where(item => item.Live is not null && !HealthText.IsFine(item.Health.Verdict)).ToList();
        if (ill.Count == 0)
            return [.. judged.Select(item => item.Health)];
        var details = new Dictionary<string, NamespaceObjects>(StringComparer.Ordinal);
        foreach (var group in ill.GroupBy(item => item.Health.Namespace))
        {
            // A single sick workload is asked about by its own selector; more of them share one list.
            var selector = group.Count() == 1 ? Selector(group.First().Live!) : null;
            var sets = client.ListAsync(ResourceType.ReplicaSets, group.Key, new ListOptions { LabelSelector = selector }, cancellation);
            var pods = client.ListAsync(ResourceType.Pods, group.Key, new ListOptions { LabelSelector = selector }, cancellation);
            var events = client.ListAsync(ResourceType.Events, group.Key, new ListOptions { FieldSelector = "type=Warning" }, cancellation);
            details[group.Key] = new NamespaceObjects
            {
                ReplicaSets = Items(await sets.ConfigureAwait(false)),
                Pods = Items(await pods.ConfigureAwait(false)),
                Events = Items(await events.ConfigureAwait(false)),
            };
        }
        return
        [
            .. judged.Select(item =>
                item.Live is { } live && details.TryGetValue(item.Health.Namespace, out var detail)
                    ? PodProblems.Explain(item.Health, live, detail, Images(subject, item.Health))
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

    private static Dictionary<ObjectKey, NamedIn> Named(Subject subject)
    {
        var named = new Dictionary<ObjectKey, NamedIn>();
        // An apiVersion that moved between the two manifests names the same workload.
        static ObjectKey Key(ManifestObject item) => item.Key with { ApiVersion = "" };
        foreach (
            var item in subject
                .BelowObjects.SelectMany(set => set.Objects)
                .Concat(subject.StuckObjects?.Objects ?? [])
                .Where(item => IsWorkload(item.Key))
        )
            named[Key(item)] = NamedIn.StuckOnly;
        foreach (var item in (subject.BaseObjects?.Objects ?? []).Where(item => IsWorkload(item.Key)))
            named[Key(item)] = named.ContainsKey(Key(item)) ? NamedIn.Both : NamedIn.PreviousOnly;
        if (subject.BaseObjects is null)
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

    private static string? Selector(KubeObject workload)
    {
        var labels = workload.Json.Map("spec", "selector", "matchLabels");
        return labels.Count == 0 ? null : string.Join(',', labels.Select(label => $"{label.Key}={label.Value}"));
    }

    private static IReadOnlyList<KubeObject> Items(KubeResult<IReadOnlyList<KubeObject>> answer) => answer.ValueOrDefault ?? [];

    private static StuckImages Images(Subject subject, WorkloadHealth workload) =>
        new(
            subject.Record.Revision,
            [
                .. (subject.StuckObjects?.Objects ?? [])
                    .Where(item =>
                        item.Key.Kind == workload.Kind && item.Key.Name == workload.Name && item.Key.Namespace == workload.Namespace
                    )
                    .SelectMany(item => item.Json.Items("spec", "template", "spec", "containers"))
                    .Select(container => container.Text("image"))
                    .OfType<string>(),
            ]
        );
}
