using System.Globalization;
using Helmstuck.Helm.Records;

namespace Helmstuck.Helm.Outlook;

/// <summary>The notes beside the forecasts. The ids are stable; the texts are whole sentences.</summary>
internal static class OutlookNotes
{
    /// <summary>
    /// The notes on a release whose record of <paramref name="stuck"/> is to be deleted, the important ones first; if nothing blocks Helm,
    /// the notes on its present state.
    /// </summary>
    public static IReadOnlyList<OutlookNote> Of(
        string release,
        IReadOnlyList<ReleaseRecord> records,
        long stuck,
        Outlook outlook,
        ClusterFacts cluster
    )
    {
        var notes = new List<OutlookNote>();
        var now = new RecordStore(release, records);
        var after = new RecordStore(release, records.Without(release, outlook.ToDelete));
        var isStuck = outlook.ToDelete.Count > 0;
        var left = isStuck ? outlook.AfterDeleteAll ?? outlook.AfterDelete : outlook.Now;
        var record = isStuck ? records.OfRevision(release, stuck) : null;

        void Add(string id, string text) => notes.Add(new OutlookNote(id, text));

        ClusterNotes.Add(Add, release, now, left, cluster);
        AddShape(Add, release, now, record, outlook, left);
        DistantBaseNote.Add(Add, release, records, outlook, cluster);
        if (isStuck)
            AddNumbering(Add, stuck, outlook, left);
        AddOrphans(Add, release, now, record, outlook);
        if (record?.Release is { } payload && after.Last?.Release is { } next && IsServerSide(payload) != IsServerSide(next))
            Add(
                "apply-method-flip",
                $"Revision {stuck} was applied {Side(payload)}, revision {next.Version} {Side(next)}. After the delete, a Helm 4 upgrade "
                    + $"applies {Side(next)}; after marking {stuck} failed, it applies {Side(payload)}."
            );
        AddDeployed(Add, after, isStuck);
        AddNames(Add, release, now, left);
        AddPruning(Add, after, left);
        AddDisagreement(Add, now);
        AddGaps(Add, left);
        if (Differs(left.Upgrade, left.UpgradeInstall) && left.Upgrade.Outcome == VerdictOutcome.Proceeds)
            Add(
                "install-order",
                "`helm upgrade --install` takes the last record by name, not by number, as the newest. Here it decides differently "
                    + "from `helm upgrade`."
            );
        return notes;
    }

    private static void AddShape(
        Action<string, string> add,
        string release,
        RecordStore now,
        ReleaseRecord? record,
        Outlook outlook,
        Forecast left
    )
    {
        if (outlook.ToDelete.Count > 1)
            add(
                "stacked",
                $"Helm stays locked until {outlook.ToDelete.Count} records are deleted, newest first: {Join(outlook.ToDelete)}. Deleting "
                    + $"only the newest leaves the release {outlook.AfterDelete.Last?.Status}. The changes compare only the newest; the "
                    + $"workloads include those of all of them."
            );
        if (record?.Status == ReleaseStatus.PendingInstall && now.History.Count == 1)
            add(
                "lone-install",
                $"Revision {record.Revision} is the only record of {release}. After the delete Helm does not know the release, and the "
                    + $"objects that the install created stay in the cluster. The next install adopts those that carry Helm's labels "
                    + $"for this release."
            );
        var at = record?.DeploysInto is null ? "" : $" -n {record.Meta.Namespace}";
        if (record is { DeploysInto: { } elsewhere, Meta.Namespace: var home })
            add(
                "record-elsewhere",
                $"The record is in {home}, and its payload says {elsewhere}. `helm upgrade {release} -n {home}` is accepted, and creates "
                    + $"the objects that name no namespace in {home}: a second copy beside the record. Those in {elsewhere} stay as "
                    + $"they are, and `helm uninstall {release} -n {home}` does not delete them. Upgrade with the program that wrote "
                    + $"the record."
            );
        if (record?.Status == ReleaseStatus.Uninstalling)
            add(
                "uninstalling",
                $"An uninstall stopped before its end: the objects that it deleted are gone. Run `helm uninstall {release}{at}` again to "
                    + $"finish it. If you delete the record instead, the remaining objects keep "
                    + $"running{(left.Last is { } last ? $", and Helm reports revision {Number(last.Revision)} as current" : "")}."
            );
        if (record is { Status: ReleaseStatus.PendingRollback })
            add(
                "pending-rollback",
                record.Release?.RollbackTarget is { } target
                    ? $"Revision {record.Revision} is a rollback to revision {Number(target)} that did not finish: the cluster may run "
                        + $"revision {Number(target)}, the revision before the rollback, or a mixture of both."
                    : $"Revision {record.Revision} is a rollback that did not finish: the cluster may run the revision that it rolls back "
                        + $"to, the revision before it, or a mixture of both."
            );
        if (Forecaster.EverythingApplied(release, now.All))
            add(
                "superseded-base",
                $"Helm marked the previous revision superseded after revision {Number(now.Last!.Revision)} began. Helm does this last: "
                    + $"everything was applied, and only the final write is missing. After the delete no record is deployed."
            );
    }

    private static void AddNumbering(Action<string, string> add, long stuck, Outlook outlook, Forecast left)
    {
        if ((left.Upgrade.NewRevision ?? left.UpgradeInstall.NewRevision) is not { } next || next > stuck)
            return;
        var instead = outlook.AfterMarkFailed.Upgrade.NewRevision is { } other ? $"; marking {stuck} failed makes it {Number(other)}" : "";
        add("number-reuse", $"After the delete the next revision is {Number(next)}{(next == stuck ? " again" : "")}{instead}.");
    }

    private static void AddOrphans(Action<string, string> add, string release, RecordStore now, ReleaseRecord? record, Outlook outlook)
    {
        if (
            record is null
            || outlook.AfterDelete.Upgrade.Outcome != VerdictOutcome.Proceeds
            || outlook.AfterDelete.Upgrade.Base is not { } start
        )
            return;
        var previous = now.All.OfRevision(release, start);
        if (record.Release is { } stuck && previous?.Release is { } other && stuck.Manifest == other.Manifest)
            return;
        var unlessFailed =
            outlook.AfterMarkFailed.Upgrade.Base == record.Revision
                ? $" Marking revision {record.Revision} failed avoids this: the next upgrade then starts from it."
                : " Marking it failed does not change this.";
        add(
            "orphans",
            $"Helm never deletes objects that revision {record.Revision} created, unless revision {Number(start)} or the next chart "
                + $"contains them. It adopts those that the next chart contains if they carry Helm's labels for "
                + $"{release}.{unlessFailed}"
        );
    }

    private static void AddDeployed(Action<string, string> add, RecordStore after, bool isStuck)
    {
        var deployed = after
            .Found.Where(found => found.Meta.LabelStatus == ReleaseStatus.Deployed && found.IsDecodable)
            .Select(found => found.Revision)
            .Order()
            .ToList();
        if (deployed.Count > 1)
            add(
                "two-deployed",
                $"Revisions {Join(deployed)} are all labelled deployed. The next upgrade starts from {Number(deployed[^1])}; the "
                    + $"others stay deployed."
            );
        else if (deployed.Count == 0 && after.History.Count > 0)
            add("none-deployed", isStuck ? "No remaining record is labelled deployed." : "No record is labelled deployed.");
    }

    private static void AddNames(Action<string, string> add, string release, RecordStore now, Forecast left)
    {
        foreach (var corrupt in now.All.Where(found => !found.IsDecodable))
        {
            var newest = now.Last is null || corrupt.Meta.Revision > now.Last.Revision;
            add(
                newest ? "corrupt-newest" : "corrupt",
                $"{corrupt.Meta.ObjectName} cannot be decoded ({((RecordPayload.Undecodable)corrupt.Payload).Reason}). Helm ignores it "
                    + $"silently, but its name stays in use{(newest ? " and blocks the revision of that number" : "")}."
            );
        }
        foreach (var hidden in now.All.Where(found => !found.Meta.IsSeenByHelm(release)))
            add(
                "owner-missing",
                $"{hidden.Meta.ObjectName} lacks the labels that Helm looks for (owner=helm, name={release}). Helm does not see it, but "
                    + $"its name stays in use."
            );
        foreach (var other in now.History.Where(found => now.KeyOf(found) != found.Meta.ObjectName))
            add(
                "version-disagrees",
                $"{other.Meta.ObjectName} has the payload of {other.Release?.Name} revision {Number(other.Revision)}. Helm reads it as "
                    + $"that revision, and updates and deletes the object of that name, which is another one or does not exist."
            );
        if (left.Upgrade.Error == HelmErrorText.Exists)
            add(
                "name-taken",
                "A record that Helm does not see has the name of the next revision: every upgrade fails with `release: already "
                    + "exists` until that record is deleted."
            );
    }

    private static void AddPruning(Action<string, string> add, RecordStore after, Forecast left)
    {
        if (
            left.Upgrade.Outcome != VerdictOutcome.Proceeds
            || Pruning.Of(after, Forecaster.MaxHistory).Revisions is not { Count: > 0 } gone
        )
            return;
        var unspared = after.Deployed is null
            ? " No record is labelled deployed, so Helm spares none and removes the last good one too."
            : "";
        add(
            "pruning",
            $"Helm keeps {Forecaster.MaxHistory} revisions by default: the next upgrade removes "
                + $"{(gone.Count == 1 ? "revision" : "revisions")} {Join(gone)} from the history.{unspared}"
        );
    }

    private static void AddDisagreement(Action<string, string> add, RecordStore now)
    {
        foreach (var record in now.History.Where(found => found.Release is { } payload && payload.Status != found.Meta.LabelStatus))
        {
            var stuck = ReleaseStatus.IsStuck(record.Status);
            var consequence =
                ReferenceEquals(record, now.Last) && stuck ? "Helm uses the payload and is stuck, although the label hides it"
                : ReferenceEquals(record, now.Last) && ReleaseStatus.IsStuck(record.Meta.LabelStatus)
                    ? "Helm uses the payload and is not stuck, although the label says so"
                : record.Meta.LabelStatus == ReleaseStatus.Deployed
                    ? "Helm uses the label to find the deployed revision, and the payload for everything else"
                : record.Status == ReleaseStatus.Deployed ? "Helm does not find it as the deployed revision unless it is the newest"
                : "Helm uses the payload";
            add(
                "label-disagrees",
                $"Revision {Number(record.Revision)} is labelled {record.Meta.LabelStatus} while its payload says {record.Status}: "
                    + $"{consequence}."
            );
        }
    }

    private static void AddGaps(Action<string, string> add, Forecast left)
    {
        if (left.Last is { Revision: > 1 } last && left.Rollback.Error == HelmErrorText.NoVersion(last.Revision - 1))
            add(
                "gaps",
                $"Revision {Number(last.Revision - 1)} is missing from the history: `helm rollback` without a revision is "
                    + $"refused. Upgrades are not affected."
            );
    }

    private static bool Differs(Verdict one, Verdict other) => one.Outcome != other.Outcome || one.NewRevision != other.NewRevision;

    private static bool IsServerSide(ReleasePayload payload) => payload.ApplyMethod == "ssa";

    private static string Side(ReleasePayload payload) => IsServerSide(payload) ? "server-side" : "client-side";

    private static string Number(long revision) => revision.ToString(CultureInfo.InvariantCulture);

    private static string Join(IEnumerable<long> revisions) => string.Join(", ", revisions.Select(Number));
}
