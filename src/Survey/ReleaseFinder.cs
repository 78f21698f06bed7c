using Helmstuck.Helm.Records;
using Helmstuck.Kube;
using Helmstuck.Kube.Resources;
using Helmstuck.Runbook;

namespace Helmstuck.Survey;

/// <summary>
/// Finds the releases that are stuck (or all), from metadata alone: first from the API server's cache, then from a consistent read.
/// </summary>
internal sealed class ReleaseFinder(KubeClient client, RecordReader records, TimeProvider time)
{
    /// <summary>From so many stuck releases on, one list of all records is cheaper than a question for each.</summary>
    private const int AskEachUpTo = 30;

    private static readonly string StuckSelector = $"owner=helm,status in ({string.Join(",", ReleaseStatus.Stuck)})";

    /// <summary>
    /// Tells <paramref name="arrived"/> the cache's answer as soon as it is there, then the one that can be relied on, and returns that.
    /// Stuck releases that the cache names are confirmed one by one, with consistent reads of single records; an absence is only ever
    /// concluded from a consistent list, which costs the API server the reading of every record in the namespace.
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
            ? await ListDeepAsync(scope, cancellation).ConfigureAwait(false)
            : await ListAsync(scope, fromCache: false, cancellation).ConfigureAwait(false);
        if (listing is { Error: null, Rows.Count: 0 })
            listing = await ExplainEmptyAsync(listing, cancellation).ConfigureAwait(false);
        return listing;
    }

    /// <summary>
    /// Reads each row's record, and asks for the one that Helm would have made next, consistently. Null where that leaves no row, or
    /// something cannot be read: then the consistent list has to answer.
    /// </summary>
    private async Task<ReleaseListing?> ConfirmAsync(ReleaseListing early, CancellationToken cancellation)
    {
        using var places = new SemaphoreSlim(8);
        var answers = await Task.WhenAll(
                early.Rows.Select(async row =>
                {
                    await places.WaitAsync(cancellation).ConfigureAwait(false);
                    try
                    {
                        var record = client.GetMetadataAsync(records.Type, row.Namespace, row.Record, cancellation);
                        var next = await client
                            .GetMetadataAsync(records.Type, row.Namespace, RecordName.Of(row.Release, row.Revision + 1), cancellation)
                            .ConfigureAwait(false);
                        return (row, record: await record.ConfigureAwait(false), next);
                    }
                    finally
                    {
                        places.Release();
                    }
                })
            )
            .ConfigureAwait(false);
        var rows = new List<ReleaseRow>();
        foreach (var (row, record, next) in answers)
        {
            if (record.Error is { Kind: not KubeErrorKind.NotFound } || next.Error is not { Kind: KubeErrorKind.NotFound })
                return null;
            if (
                record.ValueOrDefault is { } found
                && RecordMeta.From(records.Driver, found) is { } meta
                && ReleaseStatus.IsStuck(meta.LabelStatus)
            )
                rows.Add(Row(meta, meta.LabelStatus, true, ""));
        }
        return rows.Count == 0 ? null : Answer(early.Scope, Ordered(rows, early.Scope), fromCache: false);
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
            return Answer(scope, [], fromCache) with { Error = Say(answer.Error!, scope) };
        var newest = Newest(list.Items);
        if (!whole)
        {
            var checkedRows = await KeepNewestAsync(scope, newest, fromCache, cancellation).ConfigureAwait(false);
            if (checkedRows is not KubeResult<IReadOnlyList<RecordMeta>>.Ok { Value: var kept })
                return Answer(scope, [], fromCache) with { Error = Say(checkedRows.Error!, scope) };
            newest = kept;
        }
        var rows = newest.Select(meta => Row(meta, meta.LabelStatus, ReleaseStatus.IsStuck(meta.LabelStatus), ""));
        return Answer(scope, Ordered(rows, scope), fromCache);
    }

    /// <summary>
    /// A pending record that has a newer one beside it is inert: it is not the stuck one. One small question each to the cache: is there a
    /// record with a higher version? What the cache may not know yet, the record that Helm has made since, is asked for by its name.
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
        using var places = new SemaphoreSlim(8);
        var answers = await Task.WhenAll(
                candidates.Select(async meta =>
                {
                    await places.WaitAsync(cancellation).ConfigureAwait(false);
                    try
                    {
                        return (meta, newest: await IsNewestAsync(meta, fromCache, cancellation).ConfigureAwait(false));
                    }
                    finally
                    {
                        places.Release();
                    }
                })
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

    /// <summary>
    /// Reads the newest payload of each release: its status is what Helm acts on. Only below one that cannot be decoded is another one
    /// read, as Helm would.
    /// </summary>
    private async Task<ReleaseListing> ListDeepAsync(ListScope scope, CancellationToken cancellation)
    {
        var answer = await client
            .ListMetadataAsync(records.Type, scope.Namespace, new ListOptions { LabelSelector = "owner=helm" }, cancellation)
            .ConfigureAwait(false);
        if (answer is not KubeResult<MetadataList>.Ok { Value: var list })
            return Answer(scope, [], false) with { Error = Say(answer.Error!, scope) };
        using var places = new SemaphoreSlim(4);
        var rows = await Task.WhenAll(
                Releases(list.Items)
                    .Select(async history =>
                    {
                        await places.WaitAsync(cancellation).ConfigureAwait(false);
                        try
                        {
                            return await DeepRowAsync(history, cancellation).ConfigureAwait(false);
                        }
                        finally
                        {
                            places.Release();
                        }
                    })
            )
            .ConfigureAwait(false);
        if (rows.FirstOrDefault(row => row.Error is not null).Error is { } error)
            return Answer(scope, [], false) with { Error = Say(error, scope) };
        List<ReleaseRow> found = [.. rows.Select(row => row.Row).OfType<ReleaseRow>()];
        List<string> hints = scope.All
            ? []
            :
            [
                .. Ordered(found, scope)
                    .Where(row => row is { Stuck: false, Unreadable: false, Note.Length: > 0 })
                    .Select(row =>
                        $"{row.Release} in {row.Namespace} is not stuck: revision {row.Revision} is {row.Status}, though {row.Note}"
                    ),
            ];
        return Answer(scope, Ordered(found.Where(row => scope.All || row.Stuck || row.Unreadable), scope), false) with { Hints = hints };
    }

    /// <param name="history">A release's records, newest first.</param>
    /// <returns>Neither row nor error where the release is gone by now.</returns>
    private async Task<(ReleaseRow? Row, KubeError? Error)> DeepRowAsync(IReadOnlyList<RecordMeta> history, CancellationToken cancellation)
    {
        var newest = history[0];
        foreach (var meta in history)
        {
            var answer = await records.ReadAsync(meta, cancellation).ConfigureAwait(false);
            if (answer is not KubeResult<ReleaseRecord>.Ok { Value: var record })
                return answer.Error!.Kind == KubeErrorKind.NotFound
                    ? await DeepRowAgainAsync(newest, cancellation).ConfigureAwait(false)
                    : (null, answer.Error);
            if (record.Release is not null)
                return (DeepRow(newest, record), null);
        }
        return (DeepRow(newest, null), null);
    }

    /// <summary>A record went away between the list and the read: what is there now decides.</summary>
    private async Task<(ReleaseRow? Row, KubeError? Error)> DeepRowAgainAsync(RecordMeta gone, CancellationToken cancellation)
    {
        var answer = await records.ListAsync(gone.Namespace, gone.Release, cancellation).ConfigureAwait(false);
        if (answer is not KubeResult<IReadOnlyList<RecordMeta>>.Ok { Value: var all })
            return (null, answer.Error);
        var now = all.Where(meta => meta.IsVisibleIn(gone.Release)).ToList();
        return now.Count == 0 ? (null, null) : await DeepRowAsync(now, cancellation).ConfigureAwait(false);
    }

    /// <param name="newest">The release's newest record by its labels.</param>
    /// <param name="seen">The newest that Helm can decode; null where there is none.</param>
    private static ReleaseRow DeepRow(RecordMeta newest, ReleaseRecord? seen)
    {
        if (seen is null || seen.Meta.ObjectName != newest.ObjectName)
        {
            var note =
                $"revision {newest.Revision} cannot be decoded; Helm sees "
                + $"{(seen is null ? "no release" : $"revision {seen.Revision}, {seen.Status}")}";
            return Row(
                newest,
                newest.LabelStatus,
                ReleaseStatus.IsStuck(newest.LabelStatus) || (seen is not null && ReleaseStatus.IsStuck(seen.Status)),
                note
            ) with
            {
                Unreadable = true,
            };
        }
        var disagrees =
            seen.Status == newest.LabelStatus
                ? ""
                : $"its label says {(newest.LabelStatus.Length == 0 ? "nothing" : newest.LabelStatus)}; Helm believes the payload";
        return Row(newest, seen.Status, ReleaseStatus.IsStuck(seen.Status), disagrees);
    }

    /// <summary>An empty answer helps on: does the namespace exist, are there records under the other driver, what else to try.</summary>
    private async Task<ReleaseListing> ExplainEmptyAsync(ReleaseListing listing, CancellationToken cancellation)
    {
        var hints = listing.Hints.ToList();
        if (listing.Scope.Namespace is { } ns)
        {
            var found = await client.GetMetadataAsync(ResourceType.Namespaces, null, ns, cancellation).ConfigureAwait(false);
            if (found.Error is { Kind: KubeErrorKind.NotFound } missing)
                return listing with { Error = missing.Message };
            if (found.Error is { Kind: not KubeErrorKind.Forbidden } unreadable)
                return listing with { Error = unreadable.Message };
            if (found.Error is not null)
                hints.Add($"whether namespace {ns} exists cannot be told: you may not read namespaces");
        }
        var where = listing.Scope.Namespace is { } name ? $"in {name}" : "in any namespace";
        if (!listing.Scope.All && !listing.Scope.Deep)
            hints.Insert(
                0,
                $"No record {where} is labelled pending. If Helm still says 'another operation (install/upgrade/rollback) is in "
                    + $"progress', press s (`list --deep`)."
            );
        if (listing.Scope.Namespace is { } only)
            hints.Add($"Only namespace {only} was looked at: press n (`-n NAME`, or `-A` for all) to look elsewhere.");
        var other = records.Driver == StorageDriver.Secret ? StorageDriver.ConfigMap : StorageDriver.Secret;
        var elsewhere = await client
            .ListMetadataAsync(
                RecordReader.TypeOf(other),
                listing.Scope.Namespace,
                new ListOptions { LabelSelector = "owner=helm", FromCache = true },
                cancellation
            )
            .ConfigureAwait(false);
        if (elsewhere.ValueOrDefault is { Items.Count: > 0 } records2)
            hints.Add(
                $"{PlainText.Count(records2.Items.Count, "record")} {where} {(records2.Items.Count == 1 ? "lies" : "lie")} in "
                    + $"{RecordReader.TypeOf(other).Plural}: try --driver {(other == StorageDriver.Secret ? "secret" : "configmap")}"
            );
        return listing with { Hints = hints };
    }

    private IReadOnlyList<RecordMeta> Newest(IReadOnlyList<ObjectMeta> items) => [.. Releases(items).Select(history => history[0])];

    /// <summary>
    /// The records of each release, newest first. One without a name label is in no release's history (Helm: storage.go History).
    /// </summary>
    private IEnumerable<IReadOnlyList<RecordMeta>> Releases(IReadOnlyList<ObjectMeta> items) =>
        records
            .NewestFirst(items)
            .Where(meta => meta.HasNameLabel)
            .GroupBy(meta => (meta.Namespace, meta.Release))
            .Select(group => group.ToList());

    private ReleaseListing Answer(ListScope scope, IReadOnlyList<ReleaseRow> rows, bool fromCache) =>
        new()
        {
            Scope = scope,
            Rows = rows,
            FromCache = fromCache,
            ReadAt = time.GetUtcNow(),
        };

    private static IReadOnlyList<ReleaseRow> Ordered(IEnumerable<ReleaseRow> rows, ListScope scope) =>
        [
            .. rows.OrderBy(row => scope.All && !row.Stuck)
                .ThenBy(row => row.Namespace, StringComparer.Ordinal)
                .ThenBy(row => row.Release, StringComparer.Ordinal),
        ];

    private static ReleaseRow Row(RecordMeta meta, string status, bool stuck, string note) =>
        new()
        {
            Namespace = meta.Namespace,
            Release = meta.Release,
            Revision = meta.Revision,
            Status = status,
            Stuck = stuck,
            Record = meta.ObjectName,
            StartedAt = meta.StartedAt,
            LastWrittenAt = meta.LastWrittenAt,
            Note = note,
        };

    private static string Say(KubeError error, ListScope scope) =>
        error.Kind == KubeErrorKind.Forbidden && scope.Namespace is null
            ? $"{error.Message}; name a namespace that you may read with -n"
            : error.Message;
}
