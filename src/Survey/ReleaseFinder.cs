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

    /// <summary>The newest of the listed records of each release.</summary>
    private sealed class Found(IReadOnlyList<RecordMeta> newest, string resourceVersion)
    {
        public IReadOnlyList<RecordMeta> Newest => newest;

        public string ResourceVersion => resourceVersion;
    }

    /// <summary>A record, and the one that Helm would have created next, each read consistently.</summary>
    private sealed class Look(RecordMeta listed, KubeResult<ObjectMeta> record, KubeResult<ObjectMeta> next)
    {
        public RecordMeta Listed => listed;

        public KubeResult<ObjectMeta> Record => record;

        public KubeResult<ObjectMeta> Next => next;
    }

    /// <summary>
    /// Calls <paramref name="arrived"/> with the cache's answer as soon as it is there, then with the consistent one, and returns that.
    /// Stuck releases in the cache are confirmed one by one, with consistent reads of single records; an absence is only
    /// concluded from a consistent list, for which the API server reads every record in the namespace.
    /// </summary>
    /// <param name="likely">Called once with the release that will probably be the first, before anything about it is certain.</param>
    public async Task<ReleaseListing> FindAsync(
        ListScope scope,
        Action<ReleaseListing> arrived,
        CancellationToken cancellation,
        Action<ReleaseName>? likely = null
    )
    {
        var isProbablyEmpty = false;
        // The cache's answer comes as a whole, and that of all releases of a cluster would take up as much memory as it is long.
        var isWide = scope is { All: true, Namespace: null };
        if (
            !scope.Deep
            && !isWide
            && await ListAsync(scope, fromCache: true, cancellation).ConfigureAwait(false) is { ValueOrDefault: { } found }
        )
        {
            // Side by side with the question whether it is the newest: over a slow line each round trip counts.
            var looking =
                !scope.All && found.Newest.Count is > 0 and <= AskEachUpTo
                    ? found.Newest.AskEachAsync(SideBySide.SmallAnswers, meta => LookAsync(meta, cancellation), cancellation)
                    : null;
            if (looking is not null && likely is not null)
            {
                var first = found
                    .Newest.OrderBy(meta => meta.Namespace, StringComparer.Ordinal)
                    .ThenBy(meta => meta.Release, StringComparer.Ordinal);
                likely(new ReleaseName(first.First().Namespace, first.First().Release));
            }
            var early = await ListingAsync(scope, found, fromCache: true, cancellation).ConfigureAwait(false);
            if (early.Error is null)
                arrived(early);
            if (looking is not null && Confirmed(early, await looking.ConfigureAwait(false)) is { } confirmed)
            {
                arrived(confirmed);
                return confirmed;
            }
            isProbablyEmpty = early is { Error: null, Rows.Count: 0 };
        }
        var listing = await FindConsistentAsync(scope, cancellation, isProbablyEmpty).ConfigureAwait(false);
        arrived(listing);
        return listing;
    }

    /// <summary>The consistent list alone.</summary>
    /// <param name="isProbablyEmpty">What explains an empty answer is asked for side by side with the list.</param>
    public async Task<ReleaseListing> FindConsistentAsync(ListScope scope, CancellationToken cancellation, bool isProbablyEmpty = false)
    {
        var absence = isProbablyEmpty ? absences.AskAsync(scope, cancellation) : null;
        var listing = scope.Deep
            ? await deep.FindAsync(scope, cancellation).ConfigureAwait(false)
            : await ReadAsync(scope, fromCache: false, cancellation).ConfigureAwait(false);
        return listing is { Error: null, Rows.Count: 0 }
            ? absences.ExplainEmpty(listing, await (absence ?? absences.AskAsync(scope, cancellation)).ConfigureAwait(false))
            : listing;
    }

    /// <summary>What the API server's cache says, and nothing more: an absence proves nothing.</summary>
    public Task<ReleaseListing> FindCachedAsync(ListScope scope, CancellationToken cancellation) =>
        ReadAsync(scope, fromCache: true, cancellation);

    private async Task<Look> LookAsync(RecordMeta meta, CancellationToken cancellation)
    {
        var next = client.GetMetadataAsync(records.Type, meta.Namespace, RecordName.Of(meta.Release, meta.Revision + 1), cancellation);
        var record = await client.GetMetadataAsync(records.Type, meta.Namespace, meta.ObjectName, cancellation).ConfigureAwait(false);
        return new Look(meta, record, await next.ConfigureAwait(false));
    }

    /// <summary>
    /// The rows that consistent reads confirm. Null if that leaves none, or if something could not be read: then the consistent list
    /// decides.
    /// </summary>
    private ReleaseListing? Confirmed(ReleaseListing early, IReadOnlyList<Look> looks)
    {
        var rows = new List<ReleaseRow>();
        foreach (var look in looks)
        {
            if (early.Rows.All(row => (row.Namespace, row.Record) != (look.Listed.Namespace, look.Listed.ObjectName)))
                continue;
            if (look.Record.Error is { Kind: not KubeErrorKind.NotFound } || look.Next.Error is not { Kind: KubeErrorKind.NotFound })
                return null;
            if (
                look.Record.ValueOrDefault is { } found
                && RecordMeta.From(records.Driver, found) is { } meta
                && ReleaseStatus.IsStuck(meta.LabelStatus)
            )
                rows.Add(ReleaseRow.Of(meta, meta.LabelStatus));
        }
        return rows.Count == 0 ? null : listings.Of(early.Scope, rows) with { ResourceVersion = early.ResourceVersion };
    }

    private async Task<ReleaseListing> ReadAsync(ListScope scope, bool fromCache, CancellationToken cancellation) =>
        await ListAsync(scope, fromCache, cancellation).ConfigureAwait(false) switch
        {
            KubeResult<Found>.Ok { Value: var found } => await ListingAsync(scope, found, fromCache, cancellation).ConfigureAwait(false),
            var failed => listings.Unreadable(scope, failed.Error!),
        };

    private async Task<KubeResult<Found>> ListAsync(ListScope scope, bool fromCache, CancellationToken cancellation)
    {
        var answer = await client
            .ListMetadataAsync(
                records.Type,
                scope.Namespace,
                new ListOptions { LabelSelector = scope.All ? "owner=helm" : StuckSelector, FromCache = fromCache },
                cancellation,
                records.NewestOfEach
            )
            .ConfigureAwait(false);
        return answer.Select(list => new Found(Newest(list.Items), list.ResourceVersion));
    }

    private async Task<ReleaseListing> ListingAsync(ListScope scope, Found found, bool fromCache, CancellationToken cancellation)
    {
        var newest = found.Newest;
        if (!scope.All)
        {
            var checkedRows = await KeepNewestAsync(scope, newest, fromCache, cancellation).ConfigureAwait(false);
            if (checkedRows is not KubeResult<IReadOnlyList<RecordMeta>>.Ok { Value: var kept })
                return listings.Unreadable(scope, checkedRows.Error!);
            newest = kept;
        }
        var rows = newest.Select(meta => ReleaseRow.Of(meta, meta.LabelStatus));
        return listings.Of(scope, rows) with { FromCache = fromCache, ResourceVersion = found.ResourceVersion };
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
                    cancellation,
                    records.NewestOfEach
                )
                .ConfigureAwait(false);
            return all.Select(list =>
                (IReadOnlyList<RecordMeta>)[.. Newest(list.Items).Where(meta => ReleaseStatus.IsStuck(meta.LabelStatus))]
            );
        }
        var answers = await candidates
            .AskEachAsync(SideBySide.SmallAnswers, meta => IsNewestAsync(meta, fromCache, cancellation), cancellation)
            .ConfigureAwait(false);
        var kept = new List<RecordMeta>();
        for (var i = 0; i < answers.Length; i++)
        {
            if (answers[i] is not KubeResult<bool>.Ok { Value: var isNewest })
                return answers[i].Error!;
            if (isNewest)
                kept.Add(candidates[i]);
        }
        return kept;
    }

    private async Task<KubeResult<bool>> IsNewestAsync(RecordMeta meta, bool fromCache, CancellationToken cancellation)
    {
        var newer = await NewerAsync(meta, fromCache: true, cancellation).ConfigureAwait(false);
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
            // Who may list but not get has the labels of a consistent list instead: Helm goes by them, too.
            if (found.Error is { Kind: KubeErrorKind.Forbidden })
                return (await NewerAsync(meta, fromCache: false, cancellation).ConfigureAwait(false)).Select(all => all.Items.Count == 0);
            if (found.Error is { Kind: not KubeErrorKind.NotFound } error)
                return error;
        }
        return true;
    }

    private Task<KubeResult<MetadataList>> NewerAsync(RecordMeta meta, bool fromCache, CancellationToken cancellation) =>
        client.ListMetadataAsync(
            records.Type,
            meta.Namespace,
            new ListOptions { LabelSelector = $"owner=helm,name={meta.Release},version>{meta.Revision}", FromCache = fromCache },
            cancellation
        );

    private IReadOnlyList<RecordMeta> Newest(IReadOnlyList<ObjectMeta> items) =>
        [.. records.Histories(items).Select(history => history[0])];
}
