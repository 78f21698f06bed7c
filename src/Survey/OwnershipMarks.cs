using Helmstuck.Helm.Manifests;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Survey;

/// <summary>The marks by which Helm knows a live object as the release's (Helm: action/validate.go checkOwnership).</summary>
internal static class OwnershipMarks
{
    /// <summary>Of these live objects, those that the newest revision names and that lack a mark.</summary>
    public static IReadOnlyList<ObjectKey> Missing(Subject subject, IEnumerable<(string Kind, KubeObject Live)> live)
    {
        var unmarked = live.Where(item => !IsMarked(subject, item.Live.Meta))
            .Select(item => (item.Kind, item.Live.Meta.Namespace, item.Live.Meta.Name))
            .ToHashSet();
        return
        [
            .. (subject.StuckObjects ?? ManifestSet.Empty)
                .ByIdentity.Values.Select(item => item.Key)
                .Where(key => unmarked.Contains((key.Kind, key.Namespace, key.Name))),
        ];
    }

    private static bool IsMarked(Subject subject, ObjectMeta meta) =>
        meta.Label("app.kubernetes.io/managed-by") == "Helm"
        && meta.Annotation("meta.helm.sh/release-name") == subject.Release
        && meta.Annotation("meta.helm.sh/release-namespace") == (subject.Record.Release?.Namespace ?? subject.Namespace);
}
