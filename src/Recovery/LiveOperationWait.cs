using Helmstuck.Helm.Records;
using Helmstuck.Kube;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;
using Helmstuck.Survey;

namespace Helmstuck.Recovery;

/// <summary>
/// Waits while the operation of a release may be alive: by the metadata of its records, and by a whole review where these changed or Helm's
/// silence may have become long enough.
/// </summary>
/// <param name="say">Receives what it waits for.</param>
internal sealed class LiveOperationWait(Surveyor surveyor, TimeProvider time, Action<string> say)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>The shortest time between two reviews of records that did not change.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(15);

    /// <summary>The time between two lines of the same wait.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    private DateTimeOffset? said;

    /// <summary>
    /// Returns at once when the release is not stuck any more or <c>helm-idle</c> does not block, and at the latest at <paramref
    /// name="end"/>. A read that fails is tried again.
    /// </summary>
    public async Task WaitAsync(string ns, string release, DateTimeOffset end, CancellationToken cancellation)
    {
        while (time.GetUtcNow() < end)
        {
            var review = await surveyor
                .ReviewAsync(ns, release, new ReviewOptions { Unasked = true }, static _ => { }, cancellation)
                .ConfigureAwait(false);
            var unread = review.Record is null && review.Problems.Count > 0;
            if (!unread && (review.Record is not { IsInTheWay: true } || review.Find(HelmIdleCheck.Id) is not { Blocks: true }))
                return;
            Say(release, end, unread ? review.Problems[0] : review.Find(HelmIdleCheck.Id)!.Summary);
            await UntilDueAsync(ns, release, review, end, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Until the records change, or another review may say something else.</summary>
    private async Task UntilDueAsync(string ns, string release, Review review, DateTimeOffset end, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var due = now + Rest;
        // Before Helm has been silent for long enough, only a change of the records matters.
        if (review.Record?.Meta.LastActivityAt + review.IdleAfter - review.ServerNow is { } rest && now + rest > due)
            due = now + rest;
        due = due < end ? due : end;
        var seen = Versions(review.History.Select(record => record.Meta));
        while (time.GetUtcNow() < due)
        {
            var left = due - time.GetUtcNow();
            await Task.Delay(left < Pause ? left : Pause, time, cancellation).ConfigureAwait(false);
            var answer = await surveyor.Records.ListAsync(ns, release, cancellation, fromCache: true).ConfigureAwait(false);
            if (answer is KubeResult<IReadOnlyList<RecordMeta>>.Ok { Value: var metas } && !seen.SetEquals(Versions(metas)))
                return;
        }
    }

    private static HashSet<(string Uid, string ResourceVersion)> Versions(IEnumerable<RecordMeta> metas) =>
        [.. metas.Select(meta => (meta.Uid, meta.ResourceVersion))];

    private void Say(string release, DateTimeOffset end, string why)
    {
        var now = time.GetUtcNow();
        if (now - said < Between)
            return;
        said = now;
        var left = TimeSpan.FromSeconds(Math.Ceiling((end - now).TotalSeconds));
        say($"waiting up to {PlainText.Age(left)} for the operation on {release} to end: {why}");
    }
}
