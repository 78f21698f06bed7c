using System.Globalization;
using Helmstuck.Helm.Records;

namespace Helmstuck.Helm.Outlook;

/// <summary>The note on a next upgrade that does not start from the newest record that is left.</summary>
internal static class DistantBaseNote
{
    private const string Id = "distant-base";

    public static bool Is(OutlookNote note) => note.Id == Id;

    public static void Add(
        Action<string, string> add,
        string release,
        IReadOnlyList<ReleaseRecord> records,
        Outlook outlook,
        ClusterFacts cluster
    )
    {
        var left = outlook.AfterDeleteAll ?? outlook.AfterDelete;
        if (outlook.ToDelete.Count == 0)
            left = outlook.Now;
        if (
            LeftBehind.Between(new RecordStore(release, records), left) is not [{ Revision: var newest }, ..] between
            || left is not { StartsFrom: { } start }
        )
            return;
        var oldest = between[^1].Revision;
        var which = oldest == newest ? $"revision {Number(newest)}" : $"revisions {Number(oldest)} to {Number(newest)}";
        var mark = outlook.ToDelete is [var stuck, ..] ? $" Marking revision {Number(stuck)} failed does not change this." : "";
        if (outlook.AfterMarkFailed.StartsFrom != start)
            mark = "";
        add(
            Id,
            $"The next upgrade starts from revision {Number(start)}, not from {Number(newest)}. Objects that {which} added and that the "
                + $"next chart lacks stay in the cluster as orphans{Names(cluster.LeftBehind)}."
                + mark
                + Repair(release, records, outlook, newest)
        );
    }

    private static string Names(LeftBehind? found) =>
        found switch
        {
            null => "",
            { Objects.Count: 0, More: 0 } => ": none of them is in the cluster now",
            _ => ": "
                + ClusterNotes.Join(found.Objects)
                + (found.More > 0 ? $"{(found.Objects.Count > 0 ? " and " : "")}{Number(found.More)} more" : ""),
        };

    /// <summary>
    /// Helm looks for the deployed record by its label alone (Helm: storage.go Deployed): without that label it starts from the newest.
    /// </summary>
    private static string Repair(string release, IReadOnlyList<ReleaseRecord> records, Outlook outlook, long newest)
    {
        var store = new RecordStore(release, records);
        var deployed = store.Found.Where(record => record.Meta.LabelStatus == ReleaseStatus.Deployed).ToList();
        var relabelled = records
            .Select(record =>
                deployed.Contains(record) ? record with { Meta = record.Meta with { LabelStatus = ReleaseStatus.Superseded } } : record
            )
            .ToList();
        if (Forecaster.Of(release, relabelled.Without(release, outlook.ToDelete)).StartsFrom != newest)
            return "";
        var first = deployed[0].Meta;
        var kind = first.Driver == StorageDriver.Secret ? "secret" : "configmap";
        var names = string.Join(' ', deployed.Select(record => record.Meta.ObjectName));
        return $" To make it start from {Number(newest)}, so that Helm deletes them: `kubectl label {kind} {names} -n {first.Namespace} "
            + $"status=superseded --overwrite`{(outlook.ToDelete.Count > 0 ? ", and delete the stuck record" : "")}.";
    }

    private static string Number(long revision) => revision.ToString(CultureInfo.InvariantCulture);
}
