using Helmstuck.Runbook;
using Helmstuck.Survey;
using Helmstuck.Tui.Pages;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Update;

/// <summary>The rules of the full-screen program: from a model and a message to the next model and its effects. Pure.</summary>
internal static partial class Updater
{
    /// <summary>The first model and effects.</summary>
    public static Step Start(Model model) => ReadList(model, quiet: false);

    public static Step Update(Model model, Message message) =>
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
            Message.Resize size => model with { Width = size.Width, Height = size.Height },
            Message.Tick tick => Ticked(model with { Now = tick.Now, QuietSince = model.QuietSince ?? tick.Now }),
            Message.UserKnown known => model with { Place = model.Place with { User = known.User } },
            Message.ListingArrived arrived => Listed(model, arrived.Id, arrived.Listing),
            Message.ReviewArrived arrived => Reviewed(model, arrived.Id, arrived.Facts),
            Message.Followed followed => Followed(model, followed.Id, followed.News),
            Message.PluginRuns { Name: { } name } => model with { Plugin = new PluginRun(name, model.Now) },
            Message.PluginRuns => model with { Plugin = null },
            Message.FetchEnded ended => Ended(model, ended.Id),
            Message.NamespacesArrived arrived => model.Overlay is Overlay.Namespaces prompt
                ? model with
                {
                    Overlay = prompt with { Known = arrived.List.Names, Error = arrived.List.Error ?? "" },
                }
                : model,
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
            Message.ReportWritten written => model with { Notice = new Notice(NoticeKind.Done, $"Report written to {written.Path}") },
            Message.Failed failed => Failed(model, failed.Effect, failed.Text),
            Message.Suspend => Suspend(model),
            Message.Signal signal => Signalled(model, signal.Name),
            _ => model,
        };

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
    private static string? Unread(Model model) => model.Listing is { Rows.Count: 0, Error: { } error } ? error : null;

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
            [new Effect.FetchList(model.NextId, model.Scope)]
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
                    Following = model.Following with { ReviewIsOld = false },
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
                    },
                ]
            );

    private static Step Then(this Step step, Func<Model, Step> next)
    {
        var after = next(step.Model);
        return new Step(after.Model, [.. step.Effects, .. after.Effects]);
    }

    private static Step Rescoped(Model model, ListScope scope) =>
        ReadList(model with { Scope = scope, Listing = null, Following = Following.Nothing }, quiet: false);
}
