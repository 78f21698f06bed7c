using System.Globalization;
using Helmstuck.Helm.Records;

namespace Helmstuck.Helm.Outlook;

/// <summary>
/// What Helm thinks of a release, and what it will do next, from the release's records alone. Each rule names the source in Helm
/// that it follows; the differential tests compare all of them with the real Helm 3 and Helm 4.
/// </summary>
internal static class Forecaster
{
    /// <summary>
    /// How many records Helm keeps (Helm: cli/environment.go defaultMaxHistory); <c>HELM_MAX_HISTORY</c> and <c>--history-max</c> are
    /// not known.
    /// </summary>
    public const int MaxHistory = 10;

    /// <summary>
    /// The forecast for one release. <paramref name="records"/>: all records of it in one namespace in any order, those that Helm does not
    /// see (corrupt, owner or name label missing) included, because their names are taken. A payload that was not read is assumed to agree
    /// with its labels. <paramref name="cluster"/>: what else decides; null if nothing else was read.
    /// </summary>
    public static Forecast Of(string release, IReadOnlyList<ReleaseRecord> records, ClusterFacts? cluster = null)
    {
        var store = new RecordStore(release, records);
        cluster ??= ClusterFacts.Well;
        return new Forecast
        {
            Last = store.Last is { } last
                ? new LastRecord(last.Revision, last.Status, last.Release?.Chart ?? "", last.Release?.AppVersion ?? "")
                : null,
            Stuck = store.Last is { } newest && ReleaseStatus.IsStuck(newest.Status),
            Listed = Lists(release, store),
            Upgrade = Upgrade(release, store, cluster),
            UpgradeInstall = UpgradeInstall(release, store, cluster),
            Install = Install(release, store, cluster, false),
            InstallReplace = Install(release, store, cluster, true),
            Rollback = Rollback(release, store, cluster),
            Uninstall = Uninstall(release, store, cluster),
            StartsFrom = store.Last is { } end && !ReleaseStatus.IsPending(end.Status) ? Start(store, end)?.Revision : null,
        };
    }

    /// <summary>
    /// The forecasts for now, for after deleting the record of <paramref name="stuckRevision"/>, and for after marking it failed, with the
    /// records that must be deleted and the notes about it.
    /// </summary>
    public static Outlook Outlook(string release, IReadOnlyList<ReleaseRecord> records, long stuckRevision, ClusterFacts? cluster = null)
    {
        var toDelete = ToDelete(release, records, stuckRevision);
        var stuck = records.OfRevision(release, stuckRevision);
        var outlook = new Outlook
        {
            Now = Of(release, records, cluster),
            AfterDelete = Of(release, records.Without(release, [stuckRevision]), cluster),
            AfterMarkFailed = Of(
                release,
                stuck is { Unmarkable: not null } ? records : records.WithStatus(release, stuckRevision, ReleaseStatus.Failed),
                cluster
            ),
            AfterMarkDeployed = Of(
                release,
                stuck is { Unmarkable: not null } ? records : records.WithStatus(release, stuckRevision, ReleaseStatus.Deployed),
                cluster
            ),
            MarkFailed = MarkFailed.Of(stuck),
            AfterDeleteAll = toDelete.Count > 1 ? Of(release, records.Without(release, toDelete), cluster) : null,
            ToDelete = toDelete,
        };
        return outlook with { Notes = OutlookNotes.Of(release, records, stuckRevision, outlook, cluster ?? ClusterFacts.Well) };
    }

    /// <summary>
    /// The records whose manifests Helm builds next, now and after each remedy: the newest, and the base of the next upgrade.
    /// </summary>
    public static IReadOnlyList<ReleaseRecord> Built(string release, IReadOnlyList<ReleaseRecord> records, Outlook outlook) =>
        [
            .. new[] { outlook.Now, outlook.AfterDelete, outlook.AfterDeleteAll, outlook.AfterMarkFailed }
                .OfType<Forecast>()
                .SelectMany(forecast => new[] { forecast.Last?.Revision, forecast.Upgrade.Base, forecast.UpgradeInstall.Base })
                .OfType<long>()
                .Distinct()
                .Select(revision => records.OfRevision(release, revision))
                .OfType<ReleaseRecord>(),
        ];

    /// <summary>
    /// Whether the stuck upgrade did all of its work and only its last write is missing: no record is deployed any more, and a record
    /// below was superseded after it began, which Helm does at the very end, after every hook (Helm: action/upgrade.go releasingUpgrade).
    /// False if that is not known. Never true for a rollback, which also supersedes its predecessor when it fails.
    /// </summary>
    public static bool EverythingApplied(string release, IReadOnlyList<ReleaseRecord> records)
    {
        var store = new RecordStore(release, records);
        return store.Last is { Status: ReleaseStatus.PendingUpgrade, Restored: false } last
            && store.Deployed is null
            && store.History.Any(record =>
                record is { Status: ReleaseStatus.Superseded, Restored: false }
                && record.Revision < last.Revision
                && WasWrittenAfter(record.Meta, last.Meta)
            );
    }

    /// <summary>
    /// By the server's clock; or by the resourceVersion, as that clock counts seconds, and some API servers record no new time for a write
    /// that only changes values. It grows with every write (Kubernetes: API concepts, Resource versions), and Helm writes the stuck record
    /// before the base. That says nothing of a record that another program wrote, too.
    /// </summary>
    private static bool WasWrittenAfter(RecordMeta below, RecordMeta stuck) =>
        below.LastWrittenAt > stuck.StartedAt
        || (
            below.Object.ManagedFields.Count > 0
            && below.Object.ManagedFields.All(write => RecordMeta.IsHelm(write.Manager))
            && ulong.TryParse(below.ResourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var later)
            && ulong.TryParse(stuck.ResourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var earlier)
            && later > earlier
        );

    private static List<long> ToDelete(string release, IReadOnlyList<ReleaseRecord> records, long stuckRevision)
    {
        if (records.OfRevision(release, stuckRevision) is not { IsInTheWay: true })
            return [];
        var gone = new List<long> { stuckRevision };
        while (true)
        {
            var left = records.Without(release, gone);
            if (
                left.Count == records.Count
                || new RecordStore(release, left).Last is not { } last
                || last.Revision >= gone[^1]
                || !ReleaseStatus.IsStuck(last.Status)
            )
                return gone;
            gone.Add(last.Revision);
        }
    }

    /// <summary>
    /// Helm: action/list.go. The newest revision of each name and namespace, both from the payload, by its payload's status;
    /// <c>unknown</c> is in no list. A newest record without <c>info</c> makes Helm crash, so that it lists nothing.
    /// </summary>
    private static Listed Lists(string release, RecordStore store)
    {
        var newest = store
            .All.Where(record => record.Meta.OwnedByHelm && record.IsDecodable)
            .GroupBy(record => (record.Release?.Namespace ?? record.Meta.Namespace, record.Release?.Name ?? record.Meta.Release))
            .Select(group => group.OrderBy(record => record.Revision).Last())
            .ToList();
        if (!newest.All(RecordStore.HasInfo))
            return new Listed(false, false, false);
        var statuses = newest
            .Where(record => (record.Release?.Name ?? record.Meta.Release) == release)
            .Select(record => record.Status)
            .ToList();
        var all = statuses.Any(status =>
            status is ReleaseStatus.Deployed or ReleaseStatus.Uninstalled or ReleaseStatus.Superseded or ReleaseStatus.Failed
            || ReleaseStatus.IsStuck(status)
        );
        return new Listed(statuses.Any(status => status is ReleaseStatus.Deployed or ReleaseStatus.Failed), all, all);
    }

    /// <summary>Helm: action/upgrade.go prepareUpgrade.</summary>
    private static Verdict Upgrade(string release, RecordStore store, ClusterFacts cluster)
    {
        if (store.Last is not { } last)
            return Refused(store.Found.Count == 0 ? HelmErrorText.NoDeployed(release) : HelmErrorText.NoRevision(release));
        if (!RecordStore.HasInfo(last))
            return Refused(HelmErrorText.Crash);
        if (ReleaseStatus.IsPending(last.Status))
            return Refused(HelmErrorText.Pending);
        if (Start(store, last) is not { } start)
            return Refused(HelmErrorText.NoDeployed(release));
        if (!RecordStore.HasInfo(start))
            return Refused(HelmErrorText.Crash);
        if (cluster.UnbuiltOf(start) is { } unbuilt)
            return Refused(HelmErrorText.NotBuilt(unbuilt, start.Revision));
        return Create(release, store, cluster, last.Revision + 1, start.Revision);
    }

    /// <summary>The record that an upgrade starts from; null if none exists.</summary>
    private static ReleaseRecord? Start(RecordStore store, ReleaseRecord last) =>
        last.Status == ReleaseStatus.Deployed
            ? last
            : store.Deployed ?? (last.Status is ReleaseStatus.Failed or ReleaseStatus.Superseded ? last : null);

    /// <summary>
    /// Helm: cmd/helm/upgrade.go. It uses the last of an unsorted history as the newest, which may be wrong from ten revisions on.
    /// </summary>
    private static Verdict UpgradeInstall(string release, RecordStore store, ClusterFacts cluster)
    {
        if (store.Found.Count == 0)
            return TakesInstallPath(Install(release, store, cluster, false));
        if (store.History is not [.., var lastByName])
            return Upgrade(release, store, cluster);
        if (!RecordStore.HasInfo(lastByName))
            return Refused(HelmErrorText.Crash);
        return lastByName.Status == ReleaseStatus.Uninstalled
            ? TakesInstallPath(Install(release, store, cluster, true))
            : Upgrade(release, store, cluster);
    }

    private static Verdict TakesInstallPath(Verdict install) =>
        install.Outcome == VerdictOutcome.Proceeds ? install with { Outcome = VerdictOutcome.Installs } : install;

    /// <summary>Helm: action/install.go availableName, replaceRelease. An install prunes nothing.</summary>
    private static Verdict Install(string release, RecordStore store, ClusterFacts cluster, bool replace)
    {
        if (store.Last is not { } last)
            return Named(release, store, cluster, 1, null);
        // Helm 3.17 reads the status only with --replace; Helm 4.1 crashes in both cases.
        if (!RecordStore.HasInfo(last))
            return Refused(replace ? HelmErrorText.Crash : new HelmError(HelmErrorText.NameInUse.Helm3, HelmErrorText.Crash.Helm4));
        if (!replace || last.Status is not (ReleaseStatus.Uninstalled or ReleaseStatus.Failed))
            return Refused(HelmErrorText.NameInUse);
        if (last.Status == ReleaseStatus.Uninstalled && store.Get(last) is null)
            return Refused(HelmErrorText.NotUpdated(store.Driver, store.KeyOf(last)));
        return Named(release, store, cluster, last.Revision + 1, null);
    }

    /// <summary>Helm: action/rollback.go prepareRollback, without a revision: to the one before the newest, by number.</summary>
    private static Verdict Rollback(string release, RecordStore store, ClusterFacts cluster)
    {
        if (store.Last is not { } last)
            return Refused(store.Found.Count == 0 ? HelmErrorText.NotFound : HelmErrorText.NoRevision(release));
        var target = last.Revision - 1;
        if (store.History.All(record => record.Revision != target))
            return Refused(HelmErrorText.NoVersion(target));
        if (store.Get(target) is not { } found)
            return Refused(HelmErrorText.NotFound);
        if (found.Payload is RecordPayload.Undecodable { Reason: var reason })
            return Refused(HelmErrorText.NotDecoded(store.Driver, found.Meta.ObjectName, reason));
        if (!RecordStore.HasInfo(last) || !RecordStore.HasInfo(found))
            return Refused(HelmErrorText.Crash);
        return Create(release, store, cluster, last.Revision + 1, null);
    }

    /// <summary>
    /// Helm: action/uninstall.go Run. For an uninstalled release only the purge is left, so that its first failure is a refusal.
    /// </summary>
    private static Verdict Uninstall(string release, RecordStore store, ClusterFacts cluster)
    {
        if (store.Last is not { } last)
            return Refused(store.Found.Count == 0 ? HelmErrorText.NotLoaded(release) : HelmErrorText.NoRelease);
        if (!RecordStore.HasInfo(last))
            return Refused(HelmErrorText.Crash);
        if (last.Status == ReleaseStatus.Uninstalled)
        {
            if (store.Get(store.ByRevision.First()) is not { } first)
                return Refused(HelmErrorText.NotPurged(HelmErrorText.NotFound));
            if (first.Payload is RecordPayload.Undecodable { Reason: var reason })
                return Refused(HelmErrorText.NotPurged(HelmErrorText.NotDecoded(store.Driver, first.Meta.ObjectName, reason)));
        }
        else if (cluster.UnbuiltOf(last) is { StopsUninstall: true } unbuilt)
            return Refused(HelmErrorText.NotDeleted(release, unbuilt, last.Revision));
        return new Verdict(VerdictOutcome.Proceeds, null, null, null);
    }

    /// <summary>Helm: storage.go Create: prunes first, then creates a record whose name must be free.</summary>
    private static Verdict Create(string release, RecordStore store, ClusterFacts cluster, long revision, long? start)
    {
        var named = Named(release, store, cluster, revision, start);
        return Pruning.Of(store, MaxHistory).Error switch
        {
            null => named,
            // Helm 4 continues and fails at the next step.
            { Helm4.Length: 0 } error when named.Error is { } next => Refused(next with { Helm3 = error.Helm3 }),
            var error => Refused(error),
        };
    }

    /// <summary>The API server checks the namespace before the name.</summary>
    private static Verdict Named(string release, RecordStore store, ClusterFacts cluster, long revision, long? start) =>
        cluster.Deletion is { } deletion
            ? Refused(
                HelmErrorText.Terminating(store.All.Count > 0 ? store.Driver : cluster.Driver, RecordName.Of(release, revision), deletion)
            )
        : store.IsTaken(revision) ? Refused(HelmErrorText.Exists)
        : new Verdict(VerdictOutcome.Proceeds, start, revision, null);

    private static Verdict Refused(HelmError error) => new(VerdictOutcome.Refused, null, null, error);
}
