using System.Globalization;
using Helmstuck.Helm.Manifests;
using Helmstuck.Helm.Records;

namespace Helmstuck.Helm.Outlook;

/// <summary>What is worth a line about the cluster beside the records.</summary>
internal static class ClusterNotes
{
    /// <param name="left">The forecast for when the stuck records are gone.</param>
    public static void Add(Action<string, string> add, string release, RecordStore now, Forecast left, ClusterFacts cluster)
    {
        if (cluster.Deletion is { } deletion)
            add("namespace-terminating", $"{Capital(deletion.Sentence)}. {NothingNew} Find out who deletes it before anything else.");
        AddOwnership(add, release, now, cluster);
        foreach (var record in now.History.OrderByDescending(record => record.Revision))
        {
            if (cluster.UnbuiltOf(record) is { } unbuilt)
                add(
                    "unbuilt-manifest",
                    $"Revision {record.Revision.ToString(CultureInfo.InvariantCulture)} {unbuilt.Why}. Helm refuses an upgrade that starts "
                        + $"from it{(unbuilt.StopsUninstall ? ", and does not uninstall it" : "")}. "
                        + $"{Capital(Remedy(release, record, unbuilt))}."
                );
        }
    }

    /// <summary>
    /// From 4.3 on, Helm uninstalls only objects that carry the marks of the release (Helm: action/uninstall.go
    /// verifyOwnershipBeforeDelete).
    /// </summary>
    private static void AddOwnership(Action<string, string> add, string release, RecordStore now, ClusterFacts cluster)
    {
        if (now.History.LastOrDefault(record => record.Release is { RollbackRevision: > 0 }) is not { } written)
            return;
        var space = now.Last?.Release?.Namespace ?? written.Meta.Namespace;
        var unmarked = cluster.Unmarked.Count == 0 ? "" : $" Of the objects that were read, it skips {Join(cluster.Unmarked)}.";
        var revision = written.Revision.ToString(CultureInfo.InvariantCulture);
        add(
            "uninstall-ownership",
            $"Helm 4.3 or later wrote revision {revision}. Its `helm uninstall` deletes only "
                + $"objects with the label app.kubernetes.io/managed-by=Helm and the annotations meta.helm.sh/release-name={release} and "
                + $"meta.helm.sh/release-namespace={space}. It skips the others with a warning; an earlier Helm deletes them.{unmarked}"
        );
    }

    /// <summary>What makes such a manifest build again.</summary>
    public static string Remedy(string release, ReleaseRecord record, UnbuiltManifest unbuilt) =>
        unbuilt.Unserved.Count == 0
            ? "the manifest in the record must be mended"
            : $"let the API server serve the kind again (install its CRD), or rewrite the newest revision with "
                + $"`helm mapkubeapis {release} -n {record.Meta.Namespace}`";

    private const string NothingNew = "The API server refuses every install, upgrade and rollback in it.";

    /// <summary><c>ConfigMap a, Service b</c></summary>
    public static string Join(IEnumerable<ObjectKey> objects) => string.Join(", ", objects.Select(key => $"{key.Kind} {key.Name}"));

    private static string Capital(string sentence) => char.ToUpperInvariant(sentence[0]) + sentence[1..];
}
