using Helmstuck.Helm.Records;
using Helmstuck.Recovery;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;
using Helmstuck.Tui.Dialogs;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Update;

/// <summary>From the dialog's confirmation to the result, and back again by undo.</summary>
internal static partial class Updater
{
    private static Step OpenConfirm(Model model, Remedy remedy)
    {
        var fitting = model.Review!.Review.Remedy == remedy;
        var facts = fitting ? model.Review : AskedFor(model.Review, remedy);
        model = model with
        {
            Review = facts,
            Overlay = new Overlay.Confirm { Facts = facts, Plan = facts.Plan(remedy)! },
        };
        // Also asks admission what it would say, by a dry run of the delete.
        return ReadReview(model, quiet: true).And(new Effect.Fence());
    }

    /// <summary>Closes the dialog. After a dialog about marking, the checks for a delete are asked again.</summary>
    private static Step CloseConfirm(Model model)
    {
        var step = Close(model);
        return step.Model.Review is { Review.Remedy: not Remedy.Delete } facts
            ? step.Then(next => ReadReview(next with { Review = AskedFor(facts, Remedy.Delete) }, quiet: true))
            : step;
    }

    /// <summary>
    /// The review for another remedy: it needs another permission and unlocks differently, so these two checks are asked again.
    /// </summary>
    private static ScreenReview AskedFor(ScreenReview facts, Remedy remedy) =>
        facts with
        {
            Review = facts.Review with
            {
                Remedy = remedy,
                Checks =
                [
                    .. facts.Review.Checks.Select(check =>
                        CheckList.Of(check) is { DependsOnRemedy: true } definition ? definition.BeingRead : check
                    ),
                ],
            },
        };

    private static Step Confirm(Model model, Overlay.Confirm dialog)
    {
        if (dialog.Broken.Length > 0)
            return model;
        if (ConfirmRules.Blocked(dialog).Length > 0)
            return model with { Overlay = dialog with { Message = "Nothing was sent." } };
        var expected = dialog.Plan.Plan.Confirmation;
        if (dialog.Typed != expected)
            return model with
            {
                Overlay = dialog with
                {
                    Message = dialog.Typed.Length == 0 ? $"Type {expected} first." : $"{dialog.Typed} is not {expected}.",
                },
            };
        if (model.Now is not { } now || dialog.Facts.Review.IsFresh(dialog.Remedy, now))
            return Send(model, dialog);
        model = model with { Overlay = dialog with { Rechecking = true, Message = "" } };
        // A read that began before the confirmation may have old answers: only a new read counts.
        return ReadReview(model, quiet: true);
    }

    /// <summary>The checks were run again after the confirmation: continue only if they still pass.</summary>
    private static Step Rechecked(Model model, Overlay.Confirm dialog)
    {
        dialog = dialog with { Rechecking = false };
        model = model with { Overlay = dialog };
        if (dialog.Broken.Length > 0)
            return model;
        if (!dialog.Facts.Complete)
            return model with { Overlay = dialog with { Message = "The checks could not all be run again, so nothing was sent." } };
        if (ConfirmRules.Blocked(dialog).Length > 0)
            return model with { Overlay = dialog with { Message = $"Nothing was sent. {dialog.Message}".TrimEnd() } };
        return Send(model, dialog);
    }

    private static Step Send(Model model, Overlay.Confirm dialog)
    {
        var plan = dialog.Plan.Plan with { Review = dialog.Facts.Review };
        var names = string.Join(" and ", plan.Records.Select(record => record.Meta.ObjectName));
        var title = dialog.Remedy == Remedy.Delete ? $"Delete {names}" : $"Mark {names} failed";
        return new Step(
            model with
            {
                Busy = true,
                Overlay = new Overlay.Progress(title, RecoveryStep.Rereading),
                Notice = null,
            },
            [
                new Effect.Recover(
                    new RecoveryRequest(plan, dialog.Consent) { BackupPaths = dialog.Plan.BackupPaths },
                    title,
                    dialog.Gate,
                    dialog.Facts.Review.FailedJobs
                )
                {
                    Context = dialog.Facts.Context,
                },
            ]
        );
    }

    private static Step Recovered(Model model, Effect.Recover asked, RecoveryOutcome outcome)
    {
        var deleted =
            asked.Request.Plan.Remedy == Remedy.Delete
            && outcome is RecoveryOutcome.Done or RecoveryOutcome.Unverified
            && outcome.Backups.Count > 0;
        var release = new ReleaseKey(asked.Request.Plan.Review.Namespace, asked.Request.Plan.Review.Release, asked.Context);
        return Finished(
            model with
            {
                ExitCode = outcome.ExitCode == 6 ? 6 : 0,
                Undo = deleted ? outcome.Backups : model.Undo,
                UndoOf = deleted ? release : model.UndoOf,
                Repaired = outcome is RecoveryOutcome.Done or RecoveryOutcome.Unverified ? release : model.Repaired,
                Overlay = new Overlay.Result(
                    asked.Title,
                    outcome,
                    asked.Gate.Applied,
                    asked.Gate.Attested,
                    asked.FailedJobs,
                    outcome.Left.Count > 0 ? new Watch(asked.Request.Plan, outcome.Left, [], model.Now) { Context = asked.Context } : null
                ),
            },
            outcome
        );
    }

    /// <summary>If Helm writes a record now, a Helm is still alive: the result page watches for it.</summary>
    private static Step LookAfter(Model model) =>
        model.Overlay is Overlay.Result { Watch: { Looking: false } watch } result && Due(model, watch.LookedAt, model.Refresh)
            ? new Step(
                model with
                {
                    Overlay = result with { Watch = watch with { Looking = true, LookedAt = model.Now } },
                },
                [new Effect.LookAfter(watch.Key)]
            )
            : model;

    private static Model Looked(Model model, ReleaseKey release, IReadOnlyList<RecordMeta> records, string error) =>
        model.Overlay is Overlay.Result { Watch: { } watch } result && watch.Key == release
            ? model with
            {
                Overlay = result with
                {
                    Watch = watch with
                    {
                        Looking = false,
                        Error = error,
                        Seen = error.Length > 0 ? watch.Seen : RecoveryWatch.Of(watch.Plan, watch.Left, records),
                    },
                },
            }
            : model;

    private static Step Restored(Model model, Effect.Restore asked, RecoveryOutcome outcome) =>
        Finished(
            OnRestored(model) with
            {
                ExitCode = outcome.ExitCode == 6 ? 6 : 0,
                Undo = outcome is RecoveryOutcome.Done ? [] : model.Undo,
                Overlay = new Overlay.Result(
                    $"Restore {string.Join(" and ", asked.Backups.Select(backup => backup.ObjectName))}",
                    outcome,
                    [],
                    [],
                    []
                ),
            },
            outcome
        );

    /// <summary>
    /// The cursor on the release whose records were put back: the page's report is about it, and the next key must not be about the one
    /// that took its place in the list.
    /// </summary>
    private static Model OnRestored(Model model) =>
        model.UndoOf is not { } restored || restored == model.Selected
            ? model
            : StandIns.Remember(model) with
            {
                Selected = restored,
                Review = null,
                StandIn = null,
                ReviewError = "",
                ReviewedAt = null,
                DetailOffset = 0,
            };

    private static Step Finished(Model model, RecoveryOutcome outcome)
    {
        model = model with
        {
            Busy = false,
            Notice = null,
            Seen = [],
            Epilogue = [.. model.Epilogue, .. outcome.Lines, .. outcome.Commands],
        };
        if (model.QuitWhenDone)
            return new Step(model, [new Effect.Quit(model.ExitCode)]);
        return ReadList(model, quiet: false).Then(next => ReadReview(next, quiet: false));
    }

    private static RecoveryOutcome.Unverified Crashed(string text) =>
        new()
        {
            Lines =
            [
                $"The program failed during the operation: {text}",
                "It is not known whether the request was sent. Read the record again before doing anything else.",
            ],
        };

    private static Step AskUndo(Model model) => model with { Overlay = new Overlay.UndoPrompt(model.Undo) };

    private static Step Undo(Model model, Overlay.UndoPrompt prompt) =>
        new(
            model with
            {
                Busy = true,
                Overlay = new Overlay.Progress($"Restore {string.Join(" and ", prompt.Backups.Select(backup => backup.ObjectName))}", null),
            },
            [new Effect.Restore(prompt.Backups, model.UndoOf?.Context ?? "")]
        );
}
