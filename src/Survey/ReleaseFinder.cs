using Helmstuck.Helm.Records;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Survey;

/// <summary>
/// Finds the releases that are stuck (or all), from metadata alone: first from the API server's cache, then from a consistent read.
/// </summary>
internal sealed class ReleaseFinder(KubeClient client, RecordReader records, AbsenceExplainer absences, ListingBuilder listings)
{
    /// <summary>From this number of stuck releases on, one list of all records is cheaper than one request for each.</summary>
    private const int AskEachUpTo = 30;

    private readonly DeepReleaseFinder deep = new(client, records, listings);

    /// <summary>Called with how many releases of a deep search have been read, and of how many.</summary>
    public Action<int, int>? Progress
    {
        set => deep.Progress = value;
    }

    private static readonly string StuckSelector = $"owner=helm,status in ({string.Join(",", ReleaseStatus.Stuck)})";

    /// <summary>
    /// Calls <paramref name="arrived"/> with the cache's answer as soon as it is there, then with the consistent one, and returns that.
    /// Stuck releases in the cache are confirmed one by one, with consistent reads of single records; an absence is only
    /// concluded from a consistent list, for which the API server reads every record in the namespace.
    /// </summary>
    public async Task<ReleaseListing> FindAsync(ListScope scope, Action<ReleaseListing> arrived, CancellationToken cancellation)
    {
        if (!scope.Deep)
        {
            var early = await ListAsync(scope, fromCache: true, cancellation).ConfigureAwait(false);
            if (early.Error is null)
                arrived(early);
            if (
                !scope.All
                && early is { Error: null, Rows.Count: > 0 and <= AskEachUpTo }
                && await ConfirmAsync(early, cancellation).ConfigureAwait(false) is { } confirmed
            )
            {
                arrived(confirmed);
                return confirmed;
            }
        }
        var listing = await FindConsistentAsync(scope, cancellation).ConfigureAwait(false);
        arrived(listing);
        return listing;
    }

    /// <summary>The consistent list alone.</summary>
    public async Task<ReleaseListing> FindConsistentAsync(ListScope scope, CancellationToken cancellation)
    {
        var listing = scope.Deep
            ? await deep.FindAsync(scope, cancellation).ConfigureAwait(false)
            : await ListAsync(scope, fromCache: false, cancellation).ConfigureAwait(false);
        if (listing is { Error: null, Rows.Count: 0 })
            listing = await absences.ExplainEmptyAsync(listing, cancellation).ConfigureAwait(false);
        return listing;
    }

    /// <summary>What the API server's cache says, and nothing more: an absence proves nothing.</summary>
    public Task<ReleaseListing> FindCachedAsync(ListScope scope, CancellationToken cancellation) =>
        ListAsync(scope, fromCache: true, cancellation);

    /// <summary>
    /// Reads each row's record and the one that Helm would have created next, consistently. Null if that leaves no row, or
    /// if something cannot be read: then the consistent list decides.
    /// </summary>
    private async Task<ReleaseListing?> ConfirmAsync(ReleaseListing early, CancellationToken cancellation)
    {
        var answers = await early
            .Rows.AskEachAsync(
                SideBySide.SmallAnswers,
                async row =>
                {
                    var record = client.GetMetadataAsync(records.Type, row.Namespace, row.Record, cancellation);
                    var next = await client
                        .GetMetadataAsync(records.Type, row.Namespace, RecordName.Of(row.Release, row.Revision + 1), cancellation)
                        .ConfigureAwait(false);
                    return (record: await record.ConfigureAwait(false), next);
                },
                cancellation
            )
            .ConfigureAwait(false);
        var rows = new List<ReleaseRow>();
        foreach (var (record, next) in answers)
        {
            if (record.Error is { Kind: not KubeErrorKind.NotFound } || next.Error is not { Kind: KubeErrorKind.NotFound })
                return null;
            if (
                record.ValueOrDefault is { } found
                && RecordMeta.From(records.Driver, found) is { } meta
                && ReleaseStatus.IsStuck(meta.LabelStatus)
            )
                rows.Add(ReleaseRow.Of(meta, meta.LabelStatus));
        }
        return rows.Count == 0 ? null : listings.Of(early.Scope, rows) with { ResourceVersion = early.ResourceVersion };
    }

    private async Task<ReleaseListing> ListAsync(ListScope scope, bool fromCache, CancellationToken cancellation)
    {
        var whole = scope.All;
        var answer = await client
            .ListMetadataAsync(
                records.Type,
                scope.Namespace,
                new ListOptions { LabelSelector = whole ? "owner=helm" : StuckSelector, FromCache = fromCache },
                cancellation
            )
            .ConfigureAwait(false);
        if (answer is not KubeResult<MetadataList>.Ok { Value: var list })
            return listings.Unreadable(scope, answer.Error!);
        var newest = Newest(list.Items);
        if (!whole)
        {
            var checkedRows = await KeepNewestAsync(scope, newest, fromCache, cancellation).ConfigureAwait(false);
            if (checkedRows is not KubeResult<IReadOnlyList<RecordMeta>>.Ok { Value: var kept })
                return listings.Unreadable(scope, checkedRows.Error!);
            newest = kept;
        }
        var rows = newest.Select(meta => ReleaseRow.Of(meta, meta.LabelStatus));
        return listings.Of(scope, rows) with { FromCache = fromCache, ResourceVersion = list.ResourceVersion };
    }

    /// <summary>
    /// A pending record with a newer one is not the stuck one. One small request to the cache for each: is there a
    /// record with a higher version? A record that the cache may not know yet, because Helm has just created it, is read by name.
    /// </summary>
    private async Task<KubeResult<IReadOnlyList<RecordMeta>>> KeepNewestAsync(
        ListScope scope,
        IReadOnlyList<RecordMeta> candidates,
        bool fromCache,
        CancellationToken cancellation
    )
    {
        if (candidates.Count > AskEachUpTo)
        {
            var all = await client
                .ListMetadataAsync(
                    records.Type,
                    scope.Namespace,
                    new ListOptions { LabelSelector = "owner=helm", FromCache = fromCache },
                    cancellation
                )
                .ConfigureAwait(false);
            return all.Select(list =>
                (IReadOnlyList<RecordMeta>)[.. Newest(list.Items).Where(meta => ReleaseStatus.IsStuck(meta.LabelStatus))]
            );
        }
        var answers = await candidates
            .AskEachAsync(
                SideBySide.SmallAnswers,
                async meta => (meta, newest: await IsNewestAsync(meta, fromCache, cancellation).ConfigureAwait(false)),
                cancellation
            )
            .ConfigureAwait(false);
        var kept = new List<RecordMeta>();
        foreach (var (meta, newest) in answers)
        {
            if (newest is not KubeResult<bool>.Ok { Value: var isNewest })
                return newest.Error!;
            if (isNewest)
                kept.Add(meta);
        }
        return kept;
    }

    private async Task<KubeResult<bool>> IsNewestAsync(RecordMeta meta, bool fromCache, CancellationToken cancellation)
    {
        var newer = await client
            .ListMetadataAsync(
                records.Type,
                meta.Namespace,
                new ListOptions { LabelSelector = $"owner=helm,name={meta.Release},version>{meta.Revision}", FromCache = true },
                cancellation
            )
            .ConfigureAwait(false);
        if (newer is not KubeResult<MetadataList>.Ok { Value: var list })
            return newer.Error!;
        if (fromCache)
            return list.Items.Count == 0;
        foreach (
            var name in list
                .Items.Select(item => item.Name)
                .Append(RecordName.Of(meta.Release, meta.Revision + 1))
                .Distinct(StringComparer.Ordinal)
        )
        {
            var found = await client.GetMetadataAsync(records.Type, meta.Namespace, name, cancellation).ConfigureAwait(false);
            if (found.ValueOrDefault is not null)
                return false;
            if (found.Error is { Kind: not KubeErrorKind.NotFound } error)
                return error;
        }
        return true;
    }

    private IReadOnlyList<RecordMeta> Newest(IReadOnlyList<ObjectMeta> items) =>
        [.. records.Histories(items).Select(history => history[0])];
}
