using Helmstuck.Helm.Records;
using Helmstuck.Kube;
using Helmstuck.Runbook;
using Helmstuck.Survey;

namespace Helmstuck.Recovery;

/// <summary>Reads the records again and again after a recovery, until a Helm that is still alive has written one.</summary>
internal sealed class RecordWatcher(RecordReader records, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>
    /// What a Helm that is still alive has done, one sentence each; none if none was seen for <paramref name="duration"/>. Reads at least
    /// once. A read that fails is tried again; if the last one failed, <c>Error</c> says why.
    /// </summary>
    /// <param name="left">The records as they were directly after the recovery.</param>
    public async Task<(IReadOnlyList<string> Seen, string? Error)> WatchAsync(
        RecoveryPlan plan,
        IReadOnlyList<RecordMeta> left,
        TimeSpan duration,
        CancellationToken cancellation
    )
    {
        var end = time.GetUtcNow() + duration;
        while (true)
        {
            var answer = await records
                .ListAsync(plan.Review.Namespace, plan.Review.Release, cancellation, fromCache: true)
                .ConfigureAwait(false);
            if (
                answer is KubeResult<IReadOnlyList<RecordMeta>>.Ok { Value: var now }
                && RecoveryWatch.Of(plan, left, now) is { Count: > 0 } seen
            )
                return (seen, null);
            if (time.GetUtcNow() >= end)
                return ([], answer.Error?.Message);
            await Task.Delay(Pause, time, cancellation).ConfigureAwait(false);
        }
    }
}
