using Helmstuck.Recovery;
using Helmstuck.Survey;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Loop;

/// <summary>
/// Runs effects beside the loop. A read is abandoned when another one replaces it; a change of the cluster never is.
/// </summary>
internal sealed class EffectRunner(TuiServices services, Action<Message> post, TimeProvider time) : IDisposable
{
    /// <summary>How long the cursor must rest on a release before it is read.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(80);

    private readonly CancellationTokenSource _ending = new();
    private CancellationTokenSource? _list;
    private CancellationTokenSource? _review;
    private CancellationTokenSource? _follow;
    private Task _reviewing = Task.CompletedTask;
    private ReleaseKey? _reviewed;

    /// <summary>Starts the effects that run once.</summary>
    public void Begin()
    {
        services.PluginRuns(name => post(new Message.PluginRuns(name)));
        services.Waiting(text => post(new Message.RecoveryWaits(text)));
        Start(
            null,
            async cancellation =>
            {
                if (await services.User(cancellation).ConfigureAwait(false) is { Length: > 0 } user)
                    post(new Message.UserKnown(user));
            },
            _ending.Token
        );
    }

    public void Run(Effect effect)
    {
        switch (effect)
        {
            case Effect.FetchList list:
                Start(
                    effect,
                    async cancellation =>
                    {
                        await services
                            .List(list.Scope, listing => post(new Message.ListingArrived(list.Id, listing)), cancellation)
                            .ConfigureAwait(false);
                        post(new Message.FetchEnded(list.Id));
                    },
                    Replace(ref _list)
                );
                break;
            case Effect.UpdateList update:
                Start(
                    effect,
                    async cancellation =>
                    {
                        post(
                            new Message.ListingArrived(
                                update.Id,
                                await services.UpdateList(update.Update, cancellation).ConfigureAwait(false)
                            )
                        );
                        post(new Message.FetchEnded(update.Id));
                    },
                    Replace(ref _list)
                );
                break;
            case Effect.Follow follow:
                Start(
                    effect,
                    cancellation =>
                        services.Follow(
                            follow.Scope,
                            follow.ResourceVersion,
                            news => post(new Message.Followed(follow.Id, news)),
                            cancellation
                        ),
                    Replace(ref _follow)
                );
                break;
            case Effect.FetchReview review:
                var moving = !_reviewing.IsCompleted && _reviewed != review.Release;
                _reviewed = review.Release;
                _reviewing = Start(effect, cancellation => ReviewAsync(review, moving, cancellation), Replace(ref _review));
                break;
            case Effect.RunPluginAgain:
                services.RunPluginAgain();
                break;
            case Effect.CancelPlugin:
                services.CancelPlugin();
                break;
            case Effect.DropReview:
                _ = Replace(ref _review);
                break;
            case Effect.FetchNamespaces:
                Start(
                    effect,
                    async cancellation =>
                        post(new Message.NamespacesArrived(await services.Namespaces(cancellation).ConfigureAwait(false))),
                    _ending.Token
                );
                break;
            case Effect.Recover recover:
                Start(
                    effect,
                    async cancellation =>
                        post(
                            new Message.RecoveryFinished(
                                recover,
                                await services
                                    .Recover(recover.Request, step => post(new Message.RecoveryStepped(step)), cancellation)
                                    .ConfigureAwait(false)
                            )
                        ),
                    CancellationToken.None
                );
                break;
            case Effect.Restore restore:
                Start(
                    effect,
                    async cancellation =>
                        post(new Message.RestoreFinished(restore, await RestoreAsync(restore.Backups, cancellation).ConfigureAwait(false))),
                    CancellationToken.None
                );
                break;
            case Effect.LookAfter look:
                Start(
                    effect,
                    async cancellation =>
                    {
                        var (records, error) = await services.Records(look.Release, cancellation).ConfigureAwait(false);
                        post(new Message.RecordsSeen(look.Release, records, error ?? ""));
                    },
                    _ending.Token
                );
                break;
            case Effect.WriteReport report:
                Start(
                    effect,
                    async cancellation =>
                        post(new Message.ReportWritten(await services.WriteReport(report.Review, cancellation).ConfigureAwait(false))),
                    _ending.Token
                );
                break;
            default:
                throw new InvalidOperationException($"{effect.GetType().Name} is not run beside the loop");
        }
    }

    public void Dispose()
    {
        _ending.Cancel();
        _ = Replace(ref _list);
        _ = Replace(ref _review);
        _ = Replace(ref _follow);
    }

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
        await services
            .Review(review.Release, options, read => post(new Message.ReviewArrived(review.Id, services.Sheet(read))), cancellation)
            .ConfigureAwait(false);
        post(new Message.FetchEnded(review.Id));
    }

    /// <summary>Oldest first, so that each finds its predecessor; stops at the first failure.</summary>
    private async Task<RecoveryOutcome> RestoreAsync(IReadOnlyList<Backup> backups, CancellationToken cancellation)
    {
        var lines = new List<string>();
        RecoveryOutcome? outcome = null;
        foreach (var backup in backups.Reverse())
        {
            outcome = await services.Restore(backup, cancellation).ConfigureAwait(false);
            lines.AddRange(outcome.Lines);
            if (outcome is not RecoveryOutcome.Done)
                break;
        }
        return (outcome ?? throw new InvalidOperationException("there is no backup to restore")) with { Lines = lines };
    }

    /// <summary>
    /// Cancels the previous effect of that kind and returns the token of the next. Sources are not disposed: another thread may still
    /// register with an old token.
    /// </summary>
    private CancellationToken Replace(ref CancellationTokenSource? place)
    {
        place?.Cancel();
        place = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        return place.Token;
    }

    private Task Start(Effect? effect, Func<CancellationToken, Task> work, CancellationToken cancellation) =>
        Task.Run(
            async () =>
            {
                try
                {
                    await work(cancellation).ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
                {
                    // Another request has replaced this one, and nobody waits for it any more.
                }
#pragma warning disable CA1031 // Any failure of an effect is shown on the screen: nothing above catches it.
                catch (Exception failure)
#pragma warning restore CA1031
                {
                    post(new Message.Failed(effect, failure.Message));
                }
            },
            CancellationToken.None
        );
}
