using Helmstuck.Kube;
using Helmstuck.Kube.Client;

namespace Helmstuck.Survey;

/// <summary>One watch, from its request to its end.</summary>
/// <param name="isTrusted">A watch that is accepted counts as live at once; after one that was cut it has to last first.</param>
internal sealed class WatchRun(
    KubeClient client,
    WatchedObjects watched,
    TimeProvider time,
    Action<FollowNews> tell,
    string version,
    bool isTrusted
) : IAsyncDisposable
{
    /// <summary>Helm writes several records in a row, a controller a status: one report for all of them.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(200);

    /// <summary>The API server ends the watch after that time, so that a broken one is noticed sooner or later.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>How long the server's answer may take before the watch counts as one that a proxy holds back.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly HashSet<ReleaseName> changed = [];
    private ITimer? gathering;
    private ITimer? standing;
    private bool over;

    /// <summary>Where the next watch continues.</summary>
    public string Version { get; private set; } = version;

    /// <summary>Null if the watch ended as watches do.</summary>
    public async Task<KubeError?> WatchAsync(string? ns, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Longest + Patience, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        gathering = time.CreateTimer(_ => Report(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        standing = time.CreateTimer(
            _ => Tell(new FollowNews.Unwatchable("the watch gets no answer")),
            null,
            Patience,
            Timeout.InfiniteTimeSpan
        );
        KubeError? failure = null;
        try
        {
            await client
                .WatchMetadataAsync(watched.Type, ns, watched.Labels, Version, Happened, linked.Token, Longest, Accepted, watched.Fields)
                .ConfigureAwait(false);
            return failure;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Nothing came for longer than the server lets a watch last.
            return null;
        }

        void Happened(WatchEvent change)
        {
            if (change.Type == WatchEventType.Failed)
                failure = change.Error;
            else
                Note(change);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Report();
        lock (gate)
            over = true;
        if (gathering is not null)
            await gathering.DisposeAsync().ConfigureAwait(false);
        if (standing is not null)
            await standing.DisposeAsync().ConfigureAwait(false);
    }

    private void Accepted()
    {
        standing?.Dispose();
        if (isTrusted)
            Tell(new FollowNews.Live());
        else
            standing = time.CreateTimer(_ => Tell(new FollowNews.Live()), null, Follower.Shortest, Timeout.InfiniteTimeSpan);
    }

    private void Note(WatchEvent change)
    {
        lock (gate)
        {
            if (change.Object is { ResourceVersion.Length: > 0 } found)
                Version = found.ResourceVersion;
            if (
                change.Type == WatchEventType.Bookmark
                || change.Object is not { } changedObject
                || watched.ReleaseOf(changedObject) is not { } release
            )
                return;
            if (changed.Add(release) && changed.Count == 1)
                gathering?.Change(Gather, Timeout.InfiniteTimeSpan);
        }
    }

    private void Report()
    {
        lock (gate)
        {
            if (changed.Count == 0)
                return;
            Tell(new FollowNews.Changed([.. changed], Version));
            changed.Clear();
        }
    }

    private void Tell(FollowNews news)
    {
        lock (gate)
        {
            if (!over)
                tell(news);
        }
    }
}
