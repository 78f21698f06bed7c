using Helmstuck.Helm.Manifests;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Survey;

/// <summary>
/// Finds the objects of a release whose record lies in another namespace than its payload names. An object that names no namespace is where
/// the payload says if its deployer made it (Flux targetNamespace, installers with Helm's SDK), and beside the record if a Helm was run
/// there (<c>helm upgrade -n</c>).
/// </summary>
internal sealed class PlaceFinder(KubeClient client)
{
    /// <summary>The subject with each such object at the place where it is; where it is at neither, at the payload's.</summary>
    public async Task<Subject> SettleAsync(Subject subject, CancellationToken cancellation)
    {
        if (subject.TargetNamespace == subject.Namespace)
            return subject;
        var asked = await new[] { subject.StuckObjects, subject.BaseObjects, subject.Newer, subject.Older }
            .Concat(subject.BelowObjects)
            .OfType<ManifestSet>()
            .SelectMany(set => set.Objects)
            .Where(item => item.Key.Namespace == subject.TargetNamespace && item.Json.Text("metadata", "namespace") is null or "")
            .Select(item => item.Key)
            .Distinct()
            .AskEachAsync(
                SideBySide.SmallAnswers,
                async key => (key, Beside: await IsBesideAsync(key, subject.Namespace, cancellation).ConfigureAwait(false)),
                cancellation
            )
            .ConfigureAwait(false);
        var beside = asked.Where(one => one.Beside).Select(one => one.key).ToHashSet();
        if (beside.Count == 0)
            return subject;
        ManifestSet? Moved(ManifestSet? set) =>
            set is null
                ? null
                : new ManifestSet(
                    [
                        .. set.Objects.Select(item =>
                            beside.Contains(item.Key) ? item with { Key = item.Key with { Namespace = subject.Namespace } } : item
                        ),
                    ],
                    set.Problems
                );
        return subject with
        {
            StuckObjects = Moved(subject.StuckObjects),
            BaseObjects = Moved(subject.BaseObjects),
            Newer = Moved(subject.Newer),
            Older = Moved(subject.Older),
            BelowObjects = [.. subject.BelowObjects.Select(set => Moved(set)!)],
        };
    }

    private async Task<bool> IsBesideAsync(ObjectKey key, string home, CancellationToken cancellation)
    {
        var found = await client.TypeOfAsync(key, cancellation).ConfigureAwait(false);
        if (found.ValueOrDefault is not { Namespaced: true } type)
            return false;
        var beside = client.GetMetadataAsync(type, home, key.Name, cancellation);
        var there = await client.GetMetadataAsync(type, key.Namespace, key.Name, cancellation).ConfigureAwait(false);
        return (await beside.ConfigureAwait(false)).ValueOrDefault is not null && there.Error is { Kind: KubeErrorKind.NotFound };
    }
}
