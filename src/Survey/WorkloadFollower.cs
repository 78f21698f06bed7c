using Helmstuck.Kube.Client;
using Helmstuck.Kube.Resources;
using Helmstuck.Runbook;

namespace Helmstuck.Survey;

/// <summary>
/// Follows the workloads of the release that is on the screen, so that one which breaks or recovers is seen at once: one watch for each
/// built-in kind and namespace. Workloads of other kinds, and what may not be watched, are seen by the next periodic read.
/// </summary>
internal sealed class WorkloadFollower(KubeClient client, TimeProvider time)
{
    /// <summary>How long the review must stay on the screen: the cursor that passes over it starts no watch.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1);

    /// <summary>A rollout changes a workload many times a second; it is read twice at most.</summary>
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(500);

    /// <summary>What would be followed of a review, as one text; empty for nothing.</summary>
    public static string Scope(Review review) =>
        string.Join(
            ' ',
            review
                .Workloads.Where(workload => TypeOf(workload.Kind) is not null)
                .Select(workload => $"{workload.Kind}/{workload.Namespace}/{workload.Name}")
                .Order(StringComparer.Ordinal)
        );

    /// <summary>Reports until cancelled. <paramref name="changed"/> is called on any thread, never twice at once.</summary>
    public async Task FollowAsync(Review review, Action changed, CancellationToken cancellation)
    {
        await Task.Delay(Settle, time, cancellation).ConfigureAwait(false);
        using var changes = new SemaphoreSlim(0);
        var release = new ReleaseName(review.Namespace, review.Release);
        var watches = review
            .Workloads.Where(workload => TypeOf(workload.Kind) is not null)
            .GroupBy(workload => $"{workload.Kind}/{workload.Namespace}")
            .Select(group =>
            {
                var names = group.Select(workload => workload.Name).ToHashSet(StringComparer.Ordinal);
                var one = names.Count == 1 ? $"metadata.name={names.First()}" : null;
                var watched = new WatchedObjects(
                    TypeOf(group.First().Kind)!,
                    null,
                    one,
                    item => names.Contains(item.Name) ? release : null
                );
                return WatchAsync(watched, group.First().Namespace, changes, cancellation);
            })
            .ToList();
        var reporting = ReportAsync(changes, changed, cancellation);
        await Task.WhenAll([reporting, .. watches]).ConfigureAwait(false);
    }

    private async Task WatchAsync(WatchedObjects watched, string ns, SemaphoreSlim changes, CancellationToken cancellation)
    {
        var follower = new Follower(client, watched, time);
        while (true)
        {
            // From the API server's cache on: what it has now is reported as well, as it may be newer than what was read.
            await follower
                .FollowAsync(
                    ns,
                    "0",
                    news =>
                    {
                        if (news is FollowNews.Changed && changes.CurrentCount == 0)
                            changes.Release();
                    },
                    cancellation
                )
                .ConfigureAwait(false);
            await Task.Delay(Follower.Shortest, time, cancellation).ConfigureAwait(false);
        }
    }

    private async Task ReportAsync(SemaphoreSlim changes, Action changed, CancellationToken cancellation)
    {
        while (true)
        {
            await changes.WaitAsync(cancellation).ConfigureAwait(false);
            changed();
            await Task.Delay(Spacing, time, cancellation).ConfigureAwait(false);
        }
    }

    private static ResourceType? TypeOf(string kind) => NamedWorkloads.Types.FirstOrDefault(type => type.Kind == kind);
}
