using Helmstuck.Health;
using Helmstuck.Helm.Manifests;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Survey;

/// <summary>
/// Reads the workloads of a release: those that the two manifests name and those that carry the release's annotations; of the whole
/// namespace where no manifest can be read. One list for each kind and namespace; pods, ReplicaSets and events only where something is not
/// healthy.
/// </summary>
internal sealed class WorkloadReader(KubeClient client, double hpaTolerance)
{
    private const string Claim = "PersistentVolumeClaim";

    private readonly AutoscalerReader autoscalers = new(client);

    private readonly ClaimReader claims = new(client);

    /// <summary>Whether the lists have shown that the API server has that kind.</summary>
    public bool HasShown(ObjectKey key) => autoscalers.HasShown(key);

    /// <summary>
    /// What to look for in the lists. <paramref name="WholeNamespace"/>: no manifest says which workloads belong to the release.
    /// </summary>
    private sealed record Search(
        Subject Subject,
        NamedWorkloads Named,
        DateTimeOffset? Now,
        bool WholeNamespace,
        IReadOnlyList<KubeObject> Hpas,
        bool HpasReadable
    )
    {
        /// <summary>
        /// Deployments that live Rollouts use as their template, with the Rollout: such a Deployment runs no pods of its own.
        /// </summary>
        public Dictionary<(string Namespace, string Name), string> Templates { get; init; } = [];

        public bool IsAnnotated(KubeObject item) =>
            item.Meta.Annotation("meta.helm.sh/release-name") == Subject.Release
            && item.Meta.Annotation("meta.helm.sh/release-namespace") is { } marked
            && (marked == Subject.Namespace || marked == Subject.TargetNamespace);
    }

    /// <summary>One list to read; <paramref name="ApiVersion"/> is that of the manifest, if discovery must find the type.</summary>
    private sealed record Want(WorkloadKind Kind, string Namespace, string ApiVersion = "");

    private sealed record Listed(WorkloadKind Kind, string Namespace, KubeResult<IReadOnlyList<KubeObject>> Answer);

    /// <summary>Asks for the lists of a namespace that every review of a release in it needs.</summary>
    public WorkloadLists Begin(string ns, CancellationToken cancellation) =>
        new(ns, client.ListAsync(ResourceType.Deployments, ns, new ListOptions(), cancellation), autoscalers.ReadAsync(ns, cancellation));

    /// <param name="begun">The lists of the record's namespace.</param>
    /// <param name="now">The server's time; null if it is not known.</param>
    public async Task<WorkloadAnswer> ReadAsync(Subject subject, WorkloadLists begun, DateTimeOffset? now, CancellationToken cancellation)
    {
        var named = new NamedWorkloads(subject);
        var wholeNamespace = subject.StuckObjects is null && subject.BaseObjects is null;
        var wanted = named
            .All.Where(HasRule)
            .Select(one => WantOf(one.Kind, one.Manifest.Key.Namespace, one.Manifest.Key.ApiVersion))
            .DistinctBy(want => (want.Kind, want.Namespace))
            .ToHashSet();
        foreach (var place in new[] { subject.Namespace, subject.TargetNamespace })
        {
            wanted.Add(WantOf(ResourceType.Deployments, place));
            if (wholeNamespace)
                wanted.UnionWith([WantOf(ResourceType.StatefulSets, place), WantOf(ResourceType.DaemonSets, place)]);
        }

        var hpasTask = wanted
            .Select(want => want.Namespace)
            .Distinct()
            .AskEachAsync(
                SideBySide.SmallAnswers,
                where => where == begun.Namespace ? begun.Autoscalers : autoscalers.ReadAsync(where, cancellation),
                cancellation
            );
        var lists = await wanted
            .AskEachAsync(
                SideBySide.SmallAnswers,
                async want => new Listed(want.Kind, want.Namespace, await ListAsync(want, begun, cancellation).ConfigureAwait(false)),
                cancellation
            )
            .ConfigureAwait(false);
        var hpaLists = await hpasTask.ConfigureAwait(false);
        var hpas = hpaLists.SelectMany(list => list ?? []).ToList();
        var search = new Search(subject, named, now, wholeNamespace, hpas, HpasReadable: !hpaLists.Contains(null))
        {
            Templates = Templates(lists),
        };
        var judged = lists.SelectMany(list => Judge(list, search)).ToList();
        judged.AddRange(named.All.Where(one => !HasRule(one)).Select(one => (WithoutRule(one), (KubeObject?)null)));
        var explained = await ExplainAsync(judged, search, cancellation).ConfigureAwait(false);
        return new WorkloadAnswer(
            [.. explained.OrderBy(health => Place(health.Kind)).ThenBy(health => health.Name, StringComparer.Ordinal)],
            [.. judged.Where(item => item.Live is not null).Select(item => (item.Health.Kind, item.Live!))]
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
        var kind = list.Kind.Kind;
        var ours = search
            .Named.All.Where(one => Normal(one.Kind) == list.Kind && one.Manifest.Key.Namespace == list.Namespace)
            .ToDictionary(one => one.Manifest.Key.Name, StringComparer.Ordinal);
        if (list.Answer is not KubeResult<IReadOnlyList<KubeObject>>.Ok { Value: var items })
        {
            var why = list.Answer.Error!.Message;
            judged.AddRange(
                ours.Select(entry =>
                    (
                        WorkloadJudge.Unreadable(kind, list.Namespace, entry.Key, why) with
                        {
                            NamedIn = entry.Value.NamedIn,
                            NeverBlocks = list.Kind == WorkloadKind.CronJob,
                        },
                        (KubeObject?)null
                    )
                )
            );
            // An empty manifest does not mean that there are no workloads: without permission to list, the result is not healthy.
            if (ours.Count == 0 && list.Kind == KindOf(ResourceType.Deployments))
                judged.Add((WorkloadJudge.Unreadable(kind, list.Namespace, "(all)", why), null));
            return judged;
        }
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            var isNamed = ours.TryGetValue(item.Meta.Name, out var manifest);
            // A Deployment copies its annotations to its ReplicaSets.
            if (
                !isNamed
                && (item.Meta.OwnerReferences.Any(owner => owner.Controller) || !(search.WholeNamespace || search.IsAnnotated(item)))
            )
                continue;
            found.Add(item.Meta.Name);
            var hpa = list.Kind.IsShipped ? HpaReader.For(kind, item.Meta.Namespace, item.Meta.Name, search.Hpas) : null;
            var health = WorkloadJudge.Judge(item, hpa, search.HpasReadable, hpaTolerance, kind, list.Kind.Group);
            if (
                list.Kind == KindOf(ResourceType.Deployments)
                && item.Meta.DeletionTimestamp is null
                && search.Templates.TryGetValue((item.Meta.Namespace, item.Meta.Name), out var rollout)
            )
                health = WorkloadJudge.TemplateOf(health, rollout);
            judged.Add((health with { NamedIn = manifest?.NamedIn ?? NamedIn.Both }, item));
        }
        judged.AddRange(ours.Where(entry => !found.Contains(entry.Key)).Select(entry => (Missing(entry.Value, search), (KubeObject?)null)));
        return judged;
    }

    private async Task<IReadOnlyList<WorkloadHealth>> ExplainAsync(
        List<(WorkloadHealth Health, KubeObject? Live)> judged,
        Search search,
        CancellationToken cancellation
    )
    {
        var ill = judged.Where(item => item.Live is not null && !HealthText.IsFine(item.Health.Verdict)).ToList();
        if (ill.Count == 0)
            return [.. judged.Select(item => item.Health)];
        var details = new Dictionary<string, NamespaceObjects>(StringComparer.Ordinal);
        foreach (var group in ill.GroupBy(item => item.Health.Namespace))
        {
            // For a single unhealthy workload, its own selector is used; for more of them, one list.
            var selector = group.Count() == 1 ? Selector(group.First()) : null;
            var sets = client.ListAsync(ResourceType.ReplicaSets, group.Key, new ListOptions { LabelSelector = selector }, cancellation);
            var pods = client.ListAsync(ResourceType.Pods, group.Key, new ListOptions { LabelSelector = selector }, cancellation);
            var events = client.ListAsync(ResourceType.Events, group.Key, new ListOptions { FieldSelector = "type=Warning" }, cancellation);
            var binding = claims.ReadAsync(
                group.Key,
                [.. group.Where(item => item.Health is { Kind: Claim, Verdict: WorkloadVerdict.Progressing }).Select(item => item.Live!)],
                cancellation
            );
            details[group.Key] = new NamespaceObjects
            {
                ReplicaSets = Items(await sets.ConfigureAwait(false)),
                Pods = (await pods.ConfigureAwait(false)).ValueOrDefault,
                Events = Items(await events.ConfigureAwait(false)),
                Binding = await binding.ConfigureAwait(false),
            };
        }
        return
        [
            .. judged.Select(item =>
                item.Live is { } live && details.TryGetValue(item.Health.Namespace, out var detail)
                    ? PodProblems.Explain(
                        item.Health.Kind == Claim
                            ? ClaimRule.Settle(item.Health, live, detail, search.Named.BeganAt)
                            : StandingDefect.Judge(item.Health, live, detail, search.Named.BeganAt),
                        live,
                        detail,
                        search.Subject.ImagesOf(item.Health)
                    )
                    : item.Health
            ),
        ];
    }

    private async Task<KubeResult<IReadOnlyList<KubeObject>>> ListAsync(Want want, WorkloadLists begun, CancellationToken cancellation)
    {
        if (want.Namespace == begun.Namespace && want.Kind == KindOf(ResourceType.Deployments))
            return await begun.Deployments.ConfigureAwait(false);
        var type = NamedWorkloads.TypeOf(want.Kind);
        if (type is null)
        {
            var found = await client.FindTypeAsync(want.ApiVersion, want.Kind.Kind, cancellation).ConfigureAwait(false);
            if (found.Error is { } error)
                return error;
            type = found.ValueOrDefault!;
        }
        return await client.ListAsync(type, want.Namespace, new ListOptions(), cancellation).ConfigureAwait(false);
    }

    private static WorkloadHealth Missing(NamedWorkload workload, Search search)
    {
        var missing = WorkloadJudge.Missing(workload.Kind.Kind, workload.Manifest.Key.Namespace, workload.Manifest.Key.Name) with
        {
            NamedIn = workload.NamedIn,
        };
        return workload.Kind == KindOf(ResourceType.Jobs)
            ? JobRule.Gone(missing, workload.Manifest.Json, search.Named.MadeAt(workload), search.Now)
            : missing;
    }

    private static WorkloadHealth WithoutRule(NamedWorkload workload) =>
        WorkloadJudge.Unjudged(workload.Kind.Kind, workload.Manifest.Key.Namespace, workload.Manifest.Key.Name) with
        {
            NamedIn = workload.NamedIn,
        };

    private static Dictionary<(string Namespace, string Name), string> Templates(IReadOnlyList<Listed> lists) =>
        lists
            .Where(list => list.Kind == WorkloadKind.Rollout)
            .SelectMany(list => Items(list.Answer))
            .Where(rollout => rollout.Meta.DeletionTimestamp is null && rollout.Json.Text("spec", "workloadRef", "kind") == "Deployment")
            .GroupBy(rollout => (rollout.Meta.Namespace, rollout.Json.Text("spec", "workloadRef", "name") ?? ""))
            .ToDictionary(group => group.Key, group => group.First().Meta.Name);

    private static bool HasRule(NamedWorkload workload) =>
        NamedWorkloads.TypeOf(workload.Kind) is not null || WorkloadKind.Discovered.Contains(workload.Kind);

    private static WorkloadKind KindOf(ResourceType type) => new(type.Group, type.Kind);

    /// <summary>The key of its list: by the group that serves it.</summary>
    private static WorkloadKind Normal(WorkloadKind kind) => NamedWorkloads.TypeOf(kind) is { } type ? KindOf(type) : kind;

    private static Want WantOf(ResourceType type, string ns) => new(KindOf(type), ns);

    private static Want WantOf(WorkloadKind kind, string ns, string apiVersion) =>
        NamedWorkloads.TypeOf(kind) is { } type ? WantOf(type, ns) : new Want(kind, ns, apiVersion);

    private static int Place(string kind) =>
        NamedWorkloads.Types.Select(type => type.Kind).Append(kind).TakeWhile(known => known != kind).Count();

    private static string? Selector((WorkloadHealth Health, KubeObject? Live) workload)
    {
        // A claim selects volumes, not pods.
        if (workload.Health.Kind == Claim)
            return null;
        var labels = workload.Live!.Json.Map("spec", "selector", "matchLabels");
        return labels.Count == 0 ? null : string.Join(',', labels.Select(label => $"{label.Key}={label.Value}"));
    }

    private static IReadOnlyList<KubeObject> Items(KubeResult<IReadOnlyList<KubeObject>> answer) => answer.ValueOrDefault ?? [];
}
