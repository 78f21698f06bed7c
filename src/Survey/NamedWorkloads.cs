using Helmstuck.Health;
using Helmstuck.Helm.Manifests;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Survey;

/// <summary>The workloads that the manifests of a release name.</summary>
internal sealed class NamedWorkloads(Subject subject)
{
    /// <summary>The built-in kinds, in the order in which they are shown.</summary>
    public static readonly IReadOnlyList<ResourceType> Types =
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

    /// <summary>
    /// When the oldest unfinished operation began, by the server's clock; null if that is not known for one of them.
    /// </summary>
    public DateTimeOffset? BeganAt { get; } =
        subject
            .Below.Select(below => below.BeganAt)
            .Append(subject.Record.BeganAt)
            .Aggregate(
                (one, other) =>
                    one < other ? one
                    : one is null ? null
                    : other
            );

    public IReadOnlyList<NamedWorkload> All { get; } = Find(subject);

    /// <summary>
    /// When the oldest operation whose result is under review created a workload that is gone: Helm creates what its manifest names and
    /// the cluster lacks. Only in the base's manifest: the base's own operation if it is revision 1, else null, because an older revision
    /// that is not read may have created it.
    /// </summary>
    public DateTimeOffset? MadeAt(NamedWorkload workload) =>
        workload.NamedIn != NamedIn.PreviousOnly ? BeganAt
        : subject.Base is { Revision: 1 } first ? first.BeganAt
        : null;

    private static List<NamedWorkload> Find(Subject subject)
    {
        var named = new Dictionary<ObjectKey, NamedWorkload>();
        // A workload whose apiVersion differs between the two manifests is the same one; extensions is the older name of apps.
        static ObjectKey Key(ManifestObject item) =>
            item.Key with
            {
                ApiVersion =
                    WorkloadKind.Of(item.Key.ApiVersion, item.Key.Kind).Group is var group && group == "extensions" ? "apps" : group,
            };
        foreach (
            var item in subject.BelowObjects.SelectMany(set => set.Objects).Concat(subject.StuckObjects?.Objects ?? []).Where(IsWorkload)
        )
            named[Key(item)] = new NamedWorkload(item, NamedIn.StuckOnly);
        foreach (var item in (subject.BaseObjects?.Objects ?? []).Where(IsWorkload))
        {
            named[Key(item)] = named.TryGetValue(Key(item), out var stuck)
                ? stuck with
                {
                    NamedIn = NamedIn.Both,
                }
                : new NamedWorkload(item, NamedIn.PreviousOnly);
        }
        return [.. named.Values];
    }

    private static bool IsWorkload(ManifestObject item)
    {
        var kind = WorkloadKind.Of(item.Key.ApiVersion, item.Key.Kind);
        return TypeOf(kind) is not null || WorkloadKind.Discovered.Contains(kind) || WorkloadKind.RunsPods(item.Json);
    }

    /// <summary>The type of a built-in kind; null for others.</summary>
    public static ResourceType? TypeOf(WorkloadKind kind) =>
        Types.FirstOrDefault(type =>
            type.Kind == kind.Kind && (type.Group == kind.Group || (type.Group == "apps" && kind.Group == "extensions"))
        );
}
