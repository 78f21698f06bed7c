using System.Globalization;
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

    /// <summary>What makes such a manifest build again.</summary>
    public static string Remedy(string release, ReleaseRecord record, UnbuiltManifest unbuilt) =>
        unbuilt.Unserved.Count == 0
            ? "the manifest in the record must be mended"
            : $"let the API server serve the kind again (install its CRD), or rewrite the newest revision with "
                + $"`helm mapkubeapis {release} -n {record.Meta.Namespace}`";

    private const string NothingNew = "The API server refuses every install, upgrade and rollback in it.";

    private static string Capital(string sentence) => char.ToUpperInvariant(sentence[0]) + sentence[1..];
}
