using Helmstuck.Runbook;
using Helmstuck.Tui.Dialogs;
using Helmstuck.Tui.Pages;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Update;

/// <summary>The rules of the full-screen program: from a model and a message to the next model and its effects. Pure.</summary>
internal static partial class Updater
{
    /// <summary>The first model and effects.</summary>
    public static Step Start(Model model) => InEach(model, source => ReadList(source, quiet: false));

    public static Step Update(Model model, Message message) => Updated(model, message).AtSelection().Guided();

    private static Step Updated(Model model, Message message) =>
        message switch
        {
            Message.Key key => Press(
                model with
                {
                    LastInput = key.Arrival,
                    QuietSince = model.Now,
                },
                key.Name,
                IsRushed(model, key.Arrival)
            ),
            Message.Mouse mouse => Pointed(model, mouse),
            Message.Paste paste => Pasted(model with { LastInput = paste.Arrival, QuietSince = model.Now }, paste.Text),
            Message.Resize size => model with { Width = size.Width, Height = size.Height, AnswersFloor = 0 },
            Message.Tick tick => Ticked(model with { Now = tick.Now, QuietSince = model.QuietSince ?? tick.Now }),
            Message.UserKnown known => model with
            {
                Sources =
                [
                    .. model.Sources.Select(source =>
                        source.Scope.Context == known.Context ? source with { Place = source.Place with { User = known.User } } : source
                    ),
                ],
            },
            Message.ListingArrived arrived => In(
                model,
                source => source.ListFetch?.Id == arrived.Id,
                source => Listed(source, arrived.Listing)
            ),
            Message.ReviewArrived arrived => Reviewed(model, arrived.Id, arrived.Facts),
            Message.StillReading still => StandIns.Expire(model, still.Id),
            Message.Followed followed => In(model, source => source.Following.Id == followed.Id, source => Followed(source, followed.News)),
            Message.WorkloadsChanged changed => changed.Release == model.Selected ? CatchUp(model with { ReviewIsOld = true }) : model,
            Message.PluginRuns plugin => model with
            {
                Plugins =
                [
                    .. model.Plugins.Where(run => run.Context != plugin.Context),
                    .. plugin.Name is { } name ? [new PluginRun(name, model.Now, plugin.Context)] : (PluginRun[])[],
                ],
            },
            Message.FetchEnded ended => Ended(model, ended.Id),
            Message.NamespacesArrived arrived => model.Overlay switch
            {
                Overlay.Namespaces prompt => model with { Overlay = NamespaceChoice.Arrived(prompt, arrived.List, model.Scope.Namespace) },
                Overlay.CommandLine line => model with { Overlay = line with { KnownNamespaces = arrived.List.Names } },
                _ => model,
            },
            Message.ContextsArrived arrived => model.Overlay is Overlay.CommandLine line
                ? model with
                {
                    Overlay = line with { KnownContexts = arrived.Names },
                }
                : model,
            Message.ContextChanged { Error: { } why } => model with { Notice = new Notice(NoticeKind.Error, why) },
            Message.ContextChanged => model.Busy ? model : new Step(model, [new Effect.BeginAgain()]),
            Message.Copied copied => model.Overlay is Overlay.Commands commands
                ? model with
                {
                    Overlay = commands with
                    {
                        Copied = copied.Error is { } why
                            ? $"Not copied: {why}."
                            : "Copied to the clipboard of your terminal, if that takes it (OSC 52).",
                    },
                }
                : model,
            Message.Progressed progressed => In(
                model,
                source => source is { ListFetch.Quiet: false } && source.Scope.Context == progressed.Context,
                source => source with { ListFetch = source.ListFetch! with { Done = progressed.Done, Total = progressed.Total } }
            ),
            Message.FenceEnded => model.Overlay is Overlay.Confirm dialog ? model with { Overlay = dialog with { Fenced = false } } : model,
            Message.RecoveryStepped stepped => model.Overlay is Overlay.Progress progress
                ? model with
                {
                    Overlay = progress with { Step = stepped.Step, Waiting = "" },
                }
                : model,
            Message.RecoveryWaits waits => model.Overlay is Overlay.Progress progress
                ? model with
                {
                    Overlay = progress with { Waiting = waits.Text },
                }
                : model,
            Message.RecoveryFinished finished => Recovered(model, finished.Asked, finished.Outcome),
            Message.RestoreFinished finished => Restored(model, finished.Asked, finished.Outcome),
            Message.RecordsSeen seen => Looked(model, seen.Release, seen.Records, seen.Error),
            Message.ReportWritten written => model with
            {
                Notice = new Notice(NoticeKind.Done, $"Report written to {written.Path}"),
                Epilogue = [.. model.Epilogue, $"report written to {written.Path}"],
            },
            Message.Failed failed => Failed(model, failed.Effect, failed.Text),
            Message.Suspend => Suspend(model),
            Message.Signal signal => Signalled(model, signal.Name),
            _ => model,
        };

    private static Step Guided(this Step step) => step.Model.Guide == 0 ? step : step with { Model = GuideLine.After(step.Model) };

    private static Step Signalled(Model model, string name) =>
        model.Busy
            ? model with
            {
                QuitWhenDone = true,
                Notice = new Notice(NoticeKind.Hint, $"{name}: quits as soon as the result is known."),
            }
            : new Step(model, [new Effect.Quit(model.ExitCode == 0 ? 1 : model.ExitCode)]);

    private static Step Quit(Model model) =>
        model.Busy ? model with { QuitWhenDone = true, Notice = new Notice(NoticeKind.Hint, "Quits as soon as the result is known.") }
        : model.ExitCode == 0 && Unread(model) is { } error
            ? new Step(model with { Epilogue = [.. model.Epilogue, error] }, [new Effect.Quit(1)])
        : new Step(model, [new Effect.Quit(model.ExitCode)]);

    /// <summary>
    /// Why there is nothing to show: it is printed to the terminal, and the program ends as <c>list</c> does. Null if something was read.
    /// </summary>
    private static string? Unread(Model model) =>
        model.Sources.All(source => source.Listing is null or { Rows.Count: 0 })
            ? model.Sources.Select(source => source.Listing?.Error).FirstOrDefault(error => error is not null)
            : null;

    /// <summary>Not while something is in progress: a stopped program would not see its result.</summary>
    private static Step Suspend(Model model) => model.Busy ? model : new Step(model, [new Effect.Suspend()]);

    private static Model Hint(Model model, string text) => model with { Notice = new Notice(NoticeKind.Hint, text) };

    private static Step ReadList(Model model, bool quiet) =>
        new(
            model with
            {
                ListFetch = new Fetch(model.NextId, quiet, model.Now),
                NextId = model.NextId + 1,
                Following = model.Following with { Changed = [] },
            },
            [new Effect.FetchList(model.NextId, model.Scope, model.At)]
        );

    /// <param name="quiet">The screen keeps its content until the answer is complete.</param>
    /// <param name="unasked">A periodic refresh, not asked for by the user or a decision.</param>
    private static Step ReadReview(Model model, bool quiet, bool unasked = false) =>
        model.Selected is not { } selected
            ? model
            : new Step(
                model with
                {
                    ReviewFetch = new Fetch(model.NextId, quiet, model.Now),
                    NextId = model.NextId + 1,
                    ReviewIsOld = false,
                },
                [
                    new Effect.FetchReview(
                        model.NextId,
                        selected,
                        model.WholeHistory,
                        model.Overlay is Overlay.Confirm dialog ? dialog.Remedy : Remedy.Delete,
                        unasked,
                        Rehearse: !unasked && model.Overlay is Overlay.Confirm { Remedy: Remedy.Delete }
                    )
                    {
                        LeftBehind = DetailPages.Named(model.Tab).LeftBehind,
                        FollowsWorkloads = model.Refresh > TimeSpan.Zero,
                    },
                ]
            );
}
