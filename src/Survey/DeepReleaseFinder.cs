using Helmstuck.Helm.Records;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;

namespace Helmstuck.Survey;

/// <summary>Finds the releases that are stuck (or all) by their payloads, which can differ from the labels.</summary>
internal sealed class DeepReleaseFinder(KubeClient client, RecordReader records, ListingBuilder listings)
{
    /// <summary>Called with how many releases have been read, and of how many, at most a hundred times.</summary>
    public Action<int, int>? Progress { get; set; }

    /// <summary>
    /// Reads the newest payload of each release: Helm uses its status. If it cannot be decoded, the next older one is
    /// read, as Helm would.
    /// </summary>
    public async Task<ReleaseListing> FindAsync(ListScope scope, CancellationToken cancellation)
    {
        var answer = await client
            .ListMetadataAsync(
                records.Type,
                scope.Namespace,
                new ListOptions { LabelSelector = "owner=helm" },
                cancellation,
                records.NewestOfEach
            )
            .ConfigureAwait(false);
        if (answer is not KubeResult<MetadataList>.Ok { Value: var list })
            return listings.Unreadable(scope, answer.Error!);
        var histories = records.Histories(list.Items).ToList();
        var done = 0;
        var rows = await histories
            .AskEachAsync(
                SideBySide.Payloads,
                async history =>
                {
                    var row = await RowAsync(history[0], cancellation).ConfigureAwait(false);
                    var read = Interlocked.Increment(ref done);
                    if (read % Math.Max(histories.Count / 100, 1) == 0)
                        Progress?.Invoke(read, histories.Count);
                    return row;
                },
                cancellation
            )
            .ConfigureAwait(false);
        if (rows.FirstOrDefault(row => row.Error is not null)?.Error is { } error)
            return listings.Unreadable(scope, error);
        var all = listings.Of(scope, rows.Select(row => row.ValueOrDefault).OfType<ReleaseRow>()) with
        {
            ResourceVersion = list.ResourceVersion,
        };
        if (scope.All)
            return all;
        return all with
        {
            Rows = [.. all.Rows.Where(row => row.Stuck || row.Unreadable)],
            Hints =
            [
                .. all
                    .Rows.Where(row => row is { Stuck: false, Unreadable: false, Note.Length: > 0 })
                    .Select(row => new ListHint(
                        $"{row.Release} in {row.Namespace} is not stuck: revision {row.Revision} is {row.Status}, though {row.Note}"
                    )),
            ],
        };
    }

    /// <summary>The row of a release of which only the newest record was listed: older ones rarely matter.</summary>
    private async Task<KubeResult<ReleaseRow?>> RowAsync(RecordMeta newest, CancellationToken cancellation)
    {
        var answer = await records.ReadAsync(newest, cancellation).ConfigureAwait(false);
        return answer switch
        {
            KubeResult<ReleaseRecord>.Ok { Value: { Release: not null } record } => Row(newest, record),
            { Error: { Kind: not KubeErrorKind.NotFound } error } => error,
            _ => await RowAgainAsync(newest, cancellation).ConfigureAwait(false),
        };
    }

    /// <summary>The row of one release by its payloads.</summary>
    /// <param name="history">A release's records, newest first.</param>
    /// <returns>Null in place of the row if the release no longer exists.</returns>
    public async Task<KubeResult<ReleaseRow?>> RowAsync(IReadOnlyList<RecordMeta> history, CancellationToken cancellation)
    {
        var newest = history[0];
        foreach (var meta in history)
        {
            var answer = await records.ReadAsync(meta, cancellation).ConfigureAwait(false);
            if (answer is not KubeResult<ReleaseRecord>.Ok { Value: var record })
                return answer.Error!.Kind == KubeErrorKind.NotFound
                    ? await RowAgainAsync(newest, cancellation).ConfigureAwait(false)
                    : answer.Error;
            if (record.Release is not null)
                return Row(newest, record);
        }
        return Row(newest, null);
    }

    /// <summary>A record was deleted since the list, or cannot be decoded: all records of the release, as they are now, decide.</summary>
    private async Task<KubeResult<ReleaseRow?>> RowAgainAsync(RecordMeta gone, CancellationToken cancellation)
    {
        var answer = await records.ListAsync(gone.Namespace, gone.Release, cancellation).ConfigureAwait(false);
        if (answer is not KubeResult<IReadOnlyList<RecordMeta>>.Ok { Value: var all })
            return answer.Error!;
        var now = all.Where(meta => meta.IsSeenByHelm(gone.Release)).ToList();
        return now.Count == 0 ? new KubeResult<ReleaseRow?>.Ok(null) : await RowAsync(now, cancellation).ConfigureAwait(false);
    }

    /// <param name="newest">The release's newest record by its labels.</param>
    /// <param name="seen">The newest that Helm can decode; null if none exists.</param>
    private static ReleaseRow Row(RecordMeta newest, ReleaseRecord? seen)
    {
        if (seen is null || seen.Meta.ObjectName != newest.ObjectName)
            return ReleaseRow.Of(newest, newest.LabelStatus) with
            {
                Stuck = ReleaseStatus.IsStuck(newest.LabelStatus) || (seen is not null && ReleaseStatus.IsStuck(seen.Status)),
                Note =
                    $"revision {newest.Revision} cannot be decoded; Helm sees "
                    + $"{(seen is null ? "no release" : $"revision {seen.Revision}, {seen.Status}")}",
                Unreadable = true,
            };
        return ReleaseRow.Of(newest, seen.Status) with
        {
            Note =
                seen.Status == newest.LabelStatus
                    ? ""
                    : $"its label says {(newest.LabelStatus.Length == 0 ? "nothing" : newest.LabelStatus)}; Helm uses the payload",
        };
    }
}
