using Helmstuck.Recovery;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Loop;

/// <summary>
/// Runs effects beside the loop. A read is abandoned when another one replaces it; a change of the cluster never is.
/// </summary>
internal sealed partial class EffectRunner(TuiServices services, Action<Message> post, TimeProvider time) : IDisposable
{
    /// <summary>How long the frame before a move stays, so that a quick answer does not flicker.</summary>
    private static readonly TimeSpan Hold = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _ending = new();
    private readonly List<CancellationTokenSource?> _lists = [];
    private CancellationTokenSource? _review;
    private readonly List<CancellationTokenSource?> _follows = [];
    private Task _reviewing = Task.CompletedTask;
    private ReleaseKey? _reviewed;

    /// <summary>Starts the effects that run once.</summary>
    public void Begin()
    {
        if (services.Contexts.Count == 0)
            Begin(services, "");
        foreach (var (context, its) in services.Contexts)
            Begin(its, context);
    }

    private void Begin(TuiServices its, string context)
    {
        its.PluginRuns(name => post(new Message.PluginRuns(name, context)));
        its.Waiting(text => post(new Message.RecoveryWaits(text)));
        its.Progress((done, total) => post(new Message.Progressed(done, total, context)));
        Start(
            null,
            async cancellation =>
            {
                if (await its.User(cancellation).ConfigureAwait(false) is { Length: > 0 } user)
                    post(new Message.UserKnown(user, context));
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
                            .For(list.Scope.Context)
                            .List(list.Scope, listing => post(new Message.ListingArrived(list.Id, listing)), cancellation)
                            .ConfigureAwait(false);
                        post(new Message.FetchEnded(list.Id));
                    },
                    Replace(_lists, list.At)
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
                                await services
                                    .For(update.Update.Before.Scope.Context)
                                    .UpdateList(update.Update, cancellation)
                                    .ConfigureAwait(false)
                            )
                        );
                        post(new Message.FetchEnded(update.Id));
                    },
                    Replace(_lists, update.At)
                );
                break;
            case Effect.Follow follow:
                Start(
                    effect,
                    cancellation =>
                        services
                            .For(follow.Scope.Context)
                            .Follow(
                                follow.Scope,
                                follow.ResourceVersion,
                                news => post(new Message.Followed(follow.Id, news)),
                                cancellation
                            ),
                    Replace(_follows, follow.At)
                );
                break;
            case Effect.DropSources drop:
                Drop(_lists, drop.Left);
                Drop(_follows, drop.Left);
                break;
            case Effect.FetchReview review:
                var moving = !_reviewing.IsCompleted && _reviewed != review.Release;
                _reviewed = review.Release;
                LeaveWorkloads(review.Release);
                _reviewing = Start(effect, cancellation => ReviewAsync(review, moving, cancellation), Replace(ref _review));
                break;
            case Effect.Patience patience:
                Start(
                    effect,
                    async cancellation =>
                    {
                        await Task.Delay(Hold, time, cancellation).ConfigureAwait(false);
                        post(new Message.StillReading(patience.Id));
                    },
                    _ending.Token
                );
                break;
            case Effect.RunPluginAgain:
                foreach (var its in All)
                    its.RunPluginAgain();
                break;
            case Effect.CancelPlugin:
                foreach (var its in All)
                    its.CancelPlugin();
                break;
            case Effect.DropList read:
                Replace(_lists, read.At);
                break;
            case Effect.DropReview:
                _ = Replace(ref _review);
                LeaveWorkloads(null);
                break;
            case Effect.FetchNamespaces namespaces:
                Start(
                    effect,
                    async cancellation =>
                        post(
                            new Message.NamespacesArrived(
                                await services.For(namespaces.Context).Namespaces(cancellation).ConfigureAwait(false)
                            )
                        ),
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
                                    .For(recover.Context)
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
                        post(new Message.RestoreFinished(restore, await RestoreAsync(restore, cancellation).ConfigureAwait(false))),
                    CancellationToken.None
                );
                break;
            case Effect.LookAfter look:
                Start(
                    effect,
                    async cancellation =>
                    {
                        var (records, error) = await services
                            .For(look.Release.Context)
                            .Records(look.Release, cancellation)
                            .ConfigureAwait(false);
                        post(new Message.RecordsSeen(look.Release, records, error ?? ""));
                    },
                    _ending.Token
                );
                break;
            case Effect.WriteReport report:
                Start(effect, cancellation => ReportAsync(report, cancellation), _ending.Token);
                break;
            default:
                RunForContexts(effect);
                break;
        }
    }

    public void Dispose()
    {
        _ending.Cancel();
        _ = Replace(ref _review);
        LeaveWorkloads(null);
        Drop(_lists, 0);
        Drop(_follows, 0);
    }

    /// <summary>Oldest first, so that each finds its predecessor; stops at the first failure.</summary>
    private async Task<RecoveryOutcome> RestoreAsync(Effect.Restore restore, CancellationToken cancellation)
    {
        var lines = new List<string>();
        RecoveryOutcome? outcome = null;
        foreach (var backup in restore.Backups.Reverse())
        {
            outcome = await services.For(restore.Context).Restore(backup, cancellation).ConfigureAwait(false);
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

    private CancellationToken Replace(List<CancellationTokenSource?> places, int at)
    {
        while (places.Count <= at)
            places.Add(null);
        var place = places[at];
        var token = Replace(ref place);
        places[at] = place;
        return token;
    }

    private static void Drop(List<CancellationTokenSource?> places, int left)
    {
        for (var i = left; i < places.Count; i++)
            places[i]?.Cancel();
    }

    private IEnumerable<TuiServices> All => services.Contexts.Count == 0 ? [services] : services.Contexts.Values;

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
