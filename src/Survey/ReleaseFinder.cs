using Helmstuck.Helm;
using Helmstuck.Kube;
using Helmstuck.Kube.Resources;
using Helmstuck.Runbook;

namespace Helmstuck.Survey;

/// <summary>Finds the releases that are stuck (or all), from metadata alone: first from the API server's cache, then from a consistent read.</summary>
internal sealed class ReleaseFinder(KubeClient client, RecordReader records, TimeProvider time)
{
    /// <summary>From so many stuck releases on, one list of all records is cheaper than a question for each.</summary>
    private const int AskEachUpTo = 30;

    private static readonly string StuckSelector = $"owner=helm,status in ({string.Join(",", ReleaseStatus.Stuck)})";

    /// <summary>Tells <paramref name="arrived"/> the cache's answer as soon as it is there, then the consistent one, and returns the latter.</summary>
    public async Task<ReleaseListing> FindAsync(ListScope scope, Action<ReleaseListing> arrived, CancellationToken cancellation)
    {
        if (!scope.Deep)
        {
            var early = await ListAsync(scope, fromCache: true, cancellation).ConfigureAwait(false);
            if (early.Error is null)
                arrived(early);
        }
        var listing = await FindConsistentAsync(scope, cancellation).ConfigureAwait(false);
        arrived(listing);
        return listing;
    }

    /// <summary>The consistent answer alone: what a script decides by.</summary>
    public async Task<ReleaseListing> FindConsistentAsync(ListScope scope, CancellationToken cancellation)
    {
        var listing = await ListAsync(scope, fromCache: false, cancellation).ConfigureAwait(false);
        if (listing.Error is null && scope.Deep)
            listing = await DeepenAsync(listing, cancellation).ConfigureAwait(false);
        if (listing is { Error: null, Rows.Count: 0 })
            listing = await ExplainEmptyAsync(listing, cancellation).ConfigureAwait(false);
        return listing;
    }

    private async Task<ReleaseListing> ListAsync(ListScope scope, bool fromCache, CancellationToken cancellation)
    {
        var whole = scope.All || scope.Deep;
        var answer = await client.ListMetadataAsync(records.Type, scope.Namespace, new ListOptions { LabelSelector = whole ? "owner=helm" : StuckSelector, FromCache = fromCache }, cancellation).ConfigureAwait(false);
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

    /// <summary>A pending record that has a newer one beside it is inert: it is not the stuck one. One small question each: is there a record with a higher version?</summary>
    private async Task<KubeResult<IReadOnlyList<RecordMeta>>> KeepNewestAsync(ListScope scope, IReadOnlyList<RecordMeta> candidates, bool fromCache, CancellationToken cancellation)
    {
        if (candidates.Count > AskEachUpTo)
        {
            var all = await client.ListMetadataAsync(records.Type, scope.Namespace, new ListOptions { LabelSelector = "owner=helm", FromCache = fromCache }, cancellation).ConfigureAwait(false);
            return all.Select(list => (IReadOnlyList<RecordMeta>)[.. Newest(list.Items).Where(meta => ReleaseStatus.IsStuck(meta.LabelStatus))]);
        }
        using var places = new SemaphoreSlim(8);
        var answers = await Task.WhenAll(candidates.Select(async meta =>
        {
            await places.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                var newer = await client.ListMetadataAsync(records.Type, meta.Namespace, new ListOptions { LabelSelector = $"owner=helm,name={meta.Release},version>{meta.Revision}", FromCache = fromCache }, cancellation).ConfigureAwait(false);
                return (meta, newer);
            }
            finally
            {
                places.Release();
            }
        })).ConfigureAwait(false);
        var kept = new List<RecordMeta>();
        foreach (var (meta, newer) in answers)
        {
            if (newer is not KubeResult<MetadataList>.Ok { Value: var list })
                return newer.Error!;
            if (list.Items.Count == 0)
                kept.Add(meta);
        }
        return kept;
    }

    /// <summary>Reads the newest payload of each release: the payload's status is what Helm acts on.</summary>
    private async Task<ReleaseListing> DeepenAsync(ReleaseListing listing, CancellationToken cancellation)
    {
        using var places = new SemaphoreSlim(4);
        var rows = await Task.WhenAll(listing.Rows.Select(async row =>
        {
            await places.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                return await DeepRowAsync(row, cancellation).ConfigureAwait(false);
            }
            finally
            {
                places.Release();
            }
        })).ConfigureAwait(false);
        if (rows.FirstOrDefault(row => row.Error is not null).Error is { } error)
            return listing with { Rows = [], Error = Say(error, listing.Scope) };
        var found = rows.Select(row => row.Row!).Where(row => listing.Scope.All || row.Stuck || row.Note.Length > 0);
        return listing with { Rows = Ordered(found, listing.Scope), ReadAt = time.GetUtcNow() };
    }

    private async Task<(ReleaseRow? Row, KubeError? Error)> DeepRowAsync(ReleaseRow row, CancellationToken cancellation)
    {
        var history = await records.ReadHistoryAsync(row.Namespace, row.Release, everything: false, cancellation).ConfigureAwait(false);
        if (history is not KubeResult<IReadOnlyList<ReleaseRecord>>.Ok { Value: var read })
            return (null, history.Error);
        var newest = read.FirstOrDefault(record => record.Meta.OwnedByHelm);
        if (newest is null)
            return (row with { Stuck = false, Note = "gone while it was read" }, null);
        if (newest.Payload is RecordPayload.Undecodable)
        {
            var below = read.FirstOrDefault(record => record is { Meta.OwnedByHelm: true, Release: not null });
            var note = $"revision {newest.Revision} cannot be decoded; Helm sees {(below is null ? "no release" : $"revision {below.Revision}, {below.Status}")}";
            return (Row(newest.Meta, newest.Meta.LabelStatus, below is not null && ReleaseStatus.IsStuck(below.Status), note) with { Unreadable = true }, null);
        }
        var disagrees = newest.Status == newest.Meta.LabelStatus ? "" : $"its label says {(newest.Meta.LabelStatus.Length == 0 ? "nothing" : newest.Meta.LabelStatus)}; Helm believes the payload";
        return (Row(newest.Meta, newest.Status, ReleaseStatus.IsStuck(newest.Status), disagrees), null);
    }

    /// <summary>An empty answer helps on: does the namespace exist, are there records under the other driver, what else to try.</summary>
    private async Task<ReleaseListing> ExplainEmptyAsync(ReleaseListing listing, CancellationToken cancellation)
    {
        var hints = new List<string>();
        if (listing.Scope.Namespace is { } ns)
        {
            var found = await client.GetMetadataAsync(ResourceType.Namespaces, null, ns, cancellation).ConfigureAwait(false);
            if (found.Error is { Kind: KubeErrorKind.NotFound } missing)
                return listing with { Error = missing.Message };
            if (found.Error is { } error)
                hints.Add(error.Kind == KubeErrorKind.Forbidden
                    ? $"whether namespace {ns} exists cannot be told: you may not read namespaces"
                    : $"whether namespace {ns} exists cannot be told: {error.Message}");
        }
        var where = listing.Scope.Namespace is { } name ? $"in {name}" : "in any namespace";
        if (!listing.Scope.All && !listing.Scope.Deep)
            hints.Insert(0, $"No record {where} is labelled pending. If Helm still says 'another operation (install/upgrade/rollback) is in progress', press s (`list --deep`).");
        var other = records.Driver == StorageDriver.Secret ? StorageDriver.ConfigMap : StorageDriver.Secret;
        var elsewhere = await client.ListMetadataAsync(RecordReader.TypeOf(other), listing.Scope.Namespace, new ListOptions { LabelSelector = "owner=helm", FromCache = true }, cancellation).ConfigureAwait(false);
        if (elsewhere.ValueOrDefault is { Items.Count: > 0 } records2)
            hints.Add($"{Words.Count(records2.Items.Count, "record")} {where} {(records2.Items.Count == 1 ? "lies" : "lie")} in {RecordReader.TypeOf(other).Plural}: try --driver {(other == StorageDriver.Secret ? "secret" : "configmap")}");
        return listing with { Hints = hints };
    }

    private IReadOnlyList<RecordMeta> Newest(IReadOnlyList<ObjectMeta> items) =>
        [.. records.NewestFirst(items).GroupBy(meta => (meta.Namespace, meta.Release)).Select(group => group.First())];

    private ReleaseListing Answer(ListScope scope, IReadOnlyList<ReleaseRow> rows, bool fromCache) => new() { Scope = scope, Rows = rows, FromCache = fromCache, ReadAt = time.GetUtcNow() };

    private static IReadOnlyList<ReleaseRow> Ordered(IEnumerable<ReleaseRow> rows, ListScope scope) =>
        [.. rows.OrderBy(row => scope.All && !row.Stuck).ThenBy(row => row.Namespace, StringComparer.Ordinal).ThenBy(row => row.Release, StringComparer.Ordinal)];

    private static ReleaseRow Row(RecordMeta meta, string status, bool stuck, string note) => new()
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
