using Helmstuck.Health;
using Helmstuck.Helm.Manifests;
using Helmstuck.Helm.Records;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Resources;
using Helmstuck.Runbook;

namespace Helmstuck.Survey;

/// <summary>
/// Reads the objects of the stuck manifest that are no workloads of Kubernetes itself and that Helm waits for: custom resources (also those
/// that run pods), CustomResourceDefinitions and Services of type LoadBalancer. A manifest without them costs no request.
/// </summary>
internal sealed class AwaitedReader(KubeClient client)
{
    /// <summary>From so many objects of a kind in a namespace on, one list is cheaper than a request for each.</summary>
    private const int ListFrom = 5;

    public async Task<AwaitedAnswer> ReadAsync(Subject subject, CancellationToken cancellation)
    {
        if (!ReleaseStatus.IsStuck(subject.Record.Status))
            return new AwaitedAnswer([], new Dictionary<ObjectKey, KubeObject>());
        var wanted = subject
            .BelowObjects.SelectMany(set => set.Objects)
            .Concat(subject.StuckObjects?.Objects ?? [])
            .Where(item => IsWaitedFor(item))
            .Select(item => item.Key)
            .Distinct()
            .GroupBy(key => (key.ApiVersion, key.Kind, key.Namespace));
        var answers = await wanted
            .AskEachAsync(SideBySide.SmallAnswers, group => ReadAsync([.. group], cancellation), cancellation)
            .ConfigureAwait(false);
        var isUninstall = subject.Record.Status == ReleaseStatus.Uninstalling;
        var live = new Dictionary<ObjectKey, KubeObject>();
        var objects = new List<AwaitedObject>();
        foreach (var (key, answer) in answers.SelectMany(group => group))
        {
            var name = $"{key.Kind}/{key.Name}";
            if (answer.Error is { Kind: not KubeErrorKind.NotFound } error)
                objects.Add(new AwaitedObject(name, null, error.Message));
            if (answer.ValueOrDefault is not { } found)
                continue;
            live[key] = found;
            // An uninstall waits until its objects are gone, whatever their state.
            if ((!isUninstall || found.Meta.DeletionTimestamp is not null) && ObjectStatus.NotReady(found) is { } state)
                objects.Add(new AwaitedObject(name, state, null));
        }
        return new AwaitedAnswer(objects, live);
    }

    /// <summary>Whether objects of that kind may be among those that it reads.</summary>
    public static bool MayRead(ObjectKey key) =>
        key.Kind is "Service" or "CustomResourceDefinition" || !ManifestKinds.IsBuiltIn(key.ApiVersion);

    private static bool IsWaitedFor(ManifestObject item) =>
        item.Key.Kind switch
        {
            "Service" when item.Key.ApiVersion == "v1" => item.Json.Text("spec", "type") == "LoadBalancer",
            "CustomResourceDefinition" => true,
            _ => !ManifestKinds.IsBuiltIn(item.Key.ApiVersion),
        };

    private async Task<IReadOnlyList<(ObjectKey Key, KubeResult<KubeObject> Answer)>> ReadAsync(
        IReadOnlyList<ObjectKey> keys,
        CancellationToken cancellation
    )
    {
        var type = await client.TypeOfAsync(keys[0], cancellation).ConfigureAwait(false);
        if (type is not KubeResult<ResourceType>.Ok { Value: var resource })
            return [.. keys.Select(key => (key, (KubeResult<KubeObject>)type.Error!))];
        var ns = resource.Namespaced ? keys[0].Namespace : null;
        if (keys.Count < ListFrom)
            return await keys.AskEachAsync(
                    SideBySide.SmallAnswers,
                    async key => (key, await client.GetAsync(resource, ns, key.Name, cancellation).ConfigureAwait(false)),
                    cancellation
                )
                .ConfigureAwait(false);
        var list = await client.ListAsync(resource, ns, new ListOptions { FromCache = true }, cancellation).ConfigureAwait(false);
        if (list is not KubeResult<IReadOnlyList<KubeObject>>.Ok { Value: var items })
            return [.. keys.Select(key => (key, (KubeResult<KubeObject>)list.Error!))];
        var byName = items.ToDictionary(item => item.Meta.Name, StringComparer.Ordinal);
        return
        [
            .. keys.Select(key =>
                (
                    key,
                    byName.TryGetValue(key.Name, out var found)
                        ? (KubeResult<KubeObject>)found
                        : new KubeError(KubeErrorKind.NotFound, $"{resource.Qualified} \"{key.Name}\" not found", 404, "NotFound")
                )
            ),
        ];
    }
}
