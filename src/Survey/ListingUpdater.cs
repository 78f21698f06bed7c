using Helmstuck.Kube;
using Helmstuck.Kube.Client;

namespace Helmstuck.Survey;

/// <summary>Brings a listing up to date with few small requests.</summary>
internal sealed class ListingUpdater(KubeClient client, RecordReader records, ReleaseFinder finder, ListingBuilder listings)
{
    /// <summary>From this number of changed releases on, the whole list is cheaper.</summary>
    private const int ReadEachUpTo = 30;

    private sealed class Answer(ReleaseRow? row, KubeError? error = null, bool isDoubtful = false)
    {
        public ReleaseRow? Row => row;

        public KubeError? Error => error;

        /// <summary>Something left the watch, but is still there.</summary>
        public bool IsDoubtful => isDoubtful;
    }

    private readonly DeepReleaseFinder deep = new(client, records, listings);

    /// <summary>The listing as it is now; an error's text is in it.</summary>
    public Task<ReleaseListing> UpdateAsync(ListingUpdate update, CancellationToken cancellation) =>
        update.Before.Error is not null || update.Changed.Count > ReadEachUpTo ? FindAsync(update.Before, cancellation)
        : update.Changed.Count == 0 ? CompareAsync(update.Before, cancellation)
        : ReadChangedAsync(update, cancellation);

    private Task<ReleaseListing> FindAsync(ReleaseListing before, CancellationToken cancellation) =>
        finder.FindAsync(before.Scope, static _ => { }, cancellation);

    /// <summary>Only if the cache has other rows, the list is read as usual.</summary>
    private async Task<ReleaseListing> CompareAsync(ReleaseListing before, CancellationToken cancellation)
    {
        var cached = await finder.FindCachedAsync(before.Scope, cancellation).ConfigureAwait(false);
        return cached.Error is not null ? cached
            : cached.Rows.SequenceEqual(before.Rows) ? (before.Rows.Count == 0 ? before : before with { ReadAt = cached.ReadAt })
            : await FindAsync(before, cancellation).ConfigureAwait(false);
    }

    private async Task<ReleaseListing> ReadChangedAsync(ListingUpdate update, CancellationToken cancellation)
    {
        var before = update.Before;
        var answers = await update
            .Changed.AskEachAsync(SideBySide.SmallAnswers, release => RowAsync(update, release, cancellation), cancellation)
            .ConfigureAwait(false);
        if (answers.FirstOrDefault(answer => answer.Error is not null)?.Error is { } error)
            return listings.Unreadable(before.Scope, error);
        // Something left the watch, but is still there: only the whole list tells what it is now.
        if (answers.Any(answer => answer.IsDoubtful))
            return await FindAsync(before, cancellation).ConfigureAwait(false);
        var changed = update.Changed.ToHashSet();
        var after = listings.Of(
            before.Scope,
            before
                .Rows.Where(row => !changed.Contains(new ReleaseName(row.Namespace, row.Release)))
                .Concat(answers.Select(answer => answer.Row).OfType<ReleaseRow>())
        ) with
        {
            ResourceVersion = before.ResourceVersion,
        };
        return after.Rows.Count > 0 ? after
            // It was read consistently that nothing was stuck, and nothing changed that.
            : before.Rows.Count == 0 ? before
            : await finder.FindConsistentAsync(before.Scope, cancellation).ConfigureAwait(false);
    }

    /// <summary>The row that the release has now; none if it is not listed any more.</summary>
    private async Task<Answer> RowAsync(ListingUpdate update, ReleaseName key, CancellationToken cancellation)
    {
        var scope = update.Before.Scope;
        var answer = await client
            .ListMetadataAsync(
                records.Type,
                key.Namespace,
                new ListOptions
                {
                    LabelSelector = $"owner=helm,name={key.Release}",
                    FromCache = update.NotOlderThan.Length > 0,
                    NotOlderThan = update.NotOlderThan,
                },
                cancellation
            )
            .ConfigureAwait(false);
        if (answer is not KubeResult<MetadataList>.Ok { Value: var list })
            return new Answer(null, answer.Error);
        var history = records.Histories(list.Items).FirstOrDefault();
        var known = update.Before.Rows.FirstOrDefault(row => row.Namespace == key.Namespace && row.Release == key.Release);
        if (known is not null && list.Items.All(item => item.Name != known.Record))
        {
            var left = await client.GetMetadataAsync(records.Type, key.Namespace, known.Record, cancellation).ConfigureAwait(false);
            if (left.Error is not { Kind: KubeErrorKind.NotFound })
                return new Answer(null, left.Error, left.Error is null);
        }
        if (history is null)
            return new Answer(null);
        if (scope.Deep)
        {
            var read = await deep.RowAsync(history, cancellation).ConfigureAwait(false);
            var listed = scope.All || read.ValueOrDefault is { Stuck: true } or { Unreadable: true };
            return new Answer(listed ? read.ValueOrDefault : null, read.Error);
        }
        var row = ReleaseRow.Of(history[0], history[0].LabelStatus);
        return new Answer(scope.All || row.Stuck ? row : null);
    }
}
