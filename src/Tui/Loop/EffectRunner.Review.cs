using Helmstuck.Runbook;
using Helmstuck.Survey;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Loop;

/// <summary>Reads the review that is on the screen, and follows its workloads.</summary>
internal sealed partial class EffectRunner
{
    /// <summary>How long the cursor must rest on a release before it is read.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(80);

    private readonly Lock _gate = new();
    private CancellationTokenSource? _workloads;
    private ReleaseKey? _followed;
    private string _workloadScope = "";

    private async Task ReviewAsync(Effect.FetchReview review, bool moving, CancellationToken cancellation)
    {
        if (moving)
            await Task.Delay(Settle, time, cancellation).ConfigureAwait(false);
        var options = new ReviewOptions
        {
            WholeHistory = review.WholeHistory,
            LeftBehind = review.LeftBehind,
            Remedy = review.Remedy,
            Unasked = review.Unasked,
            Rehearse = review.Rehearse,
        };
        var its = services.For(review.Release.Context);
        Review? last = null;
        await its.Review(
                review.Release,
                options,
                read =>
                {
                    last = read;
                    post(new Message.ReviewArrived(review.Id, its.Sheet(read) with { Context = review.Release.Context }));
                },
                cancellation
            )
            .ConfigureAwait(false);
        post(new Message.FetchEnded(review.Id));
        if (review.FollowsWorkloads && last is not null && !cancellation.IsCancellationRequested)
            FollowWorkloads(its, review.Release, last);
    }

    private async Task ReportAsync(Effect.WriteReport report, CancellationToken cancellation)
    {
        var its = services.For(report.Release.Context);
        var review = report.Review;
        if (review is null)
            await its.Review(report.Release, new ReviewOptions(), read => review = read, cancellation).ConfigureAwait(false);
        post(new Message.ReportWritten(await its.WriteReport(review!, cancellation).ConfigureAwait(false)));
    }

    /// <summary>Another review with the same workloads changes nothing.</summary>
    private void FollowWorkloads(TuiServices its, ReleaseKey release, Review review)
    {
        var scope = WorkloadFollower.Scope(review);
        CancellationToken token;
        lock (_gate)
        {
            if ((_followed, _workloadScope) == (release, scope))
                return;
            (_followed, _workloadScope) = (release, scope);
            token = Replace(ref _workloads);
        }
        if (scope.Length > 0)
            Start(
                null,
                cancellation => its.FollowWorkloads(review, () => post(new Message.WorkloadsChanged(release)), cancellation),
                token
            );
    }

    /// <summary>Stops, unless it is the workloads of that release.</summary>
    private void LeaveWorkloads(ReleaseKey? release)
    {
        lock (_gate)
        {
            if (_followed == release)
                return;
            (_followed, _workloadScope) = (null, "");
            _workloads?.Cancel();
        }
    }
}
