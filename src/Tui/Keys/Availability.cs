using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Keys;

/// <summary>Which commands are available now. The footer shows them; the others answer with the reason.</summary>
internal static class Availability
{
    /// <summary>The part of the program that the next key goes to.</summary>
    public static Scene SceneOf(Model model) =>
        model.Overlay switch
        {
            null => Scene.Main,
            Overlay.Confirm { Reason: not null } => Scene.Line,
            Overlay.Confirm => Scene.Dialog,
            Overlay.Filter or Overlay.Namespaces or Overlay.CommandLine => Scene.Line,
            Overlay.UndoPrompt => Scene.Question,
            Overlay.Progress => Scene.Progress,
            _ => Scene.Page,
        };

    /// <summary>Why the command is not available now, as a sentence; null if it is.</summary>
    public static string? WhyNot(Command command, Model model) =>
        model.Overlay switch
        {
            null => WhyNotInPanes(command, model),
            Overlay.Confirm dialog => WhyNotInDialog(command, dialog),
            Overlay.Result result => command switch
            {
                Command.Undo => result.IsUndone(model) ? WhyNoUndo(model) : "Nothing was deleted here, and this key does not undo a mark.",
                Command.Report => WhyNoReport(model),
                _ => null,
            },
            _ => command is Command.Undo or Command.Report ? "Go back first." : null,
        };

    private static string? WhyNotInPanes(Command command, Model model) =>
        command switch
        {
            Command.Delete => WhyNoPlan(model, Remedy.Delete),
            Command.MarkFailed => WhyNoPlan(model, Remedy.MarkFailed),
            Command.Undo => WhyNoUndo(model),
            Command.Report => WhyNoReport(model),
            Command.Commands => model.Review is null ? "No review is open."
            : model.Review.Delete is null ? NothingToDelete(model.Review)
            : null,
            Command.Filter => model.Filter.Length == 0 && model.Rows.Count == 0 ? "There is nothing to filter." : null,
            Command.Deep => model.Scope.Deep && model.ListFetch is not null ? "The deeper search is already running." : null,
            Command.Open => model.Selected is null || model.Zoomed ? "There is nothing more to open." : null,
            Command.Sort => model.Rows.Count == 0 ? "There is nothing to sort." : null,
            Command.Back when model.Listing is null && model.ListFetch is not null => null,
            Command.Back => model.ReadsLong || model.Zoomed || model.Focus == Pane.Detail || model.Filter.Length > 0 || model.Guide > 0
                ? null
                : "This is the first page. Press q to quit.",
            _ => null,
        };

    private static string? WhyNotInDialog(Command command, Overlay.Confirm dialog) =>
        command switch
        {
            Command.Attest or Command.Override when dialog.Broken.Length > 0 => "This can no longer be confirmed.",
            Command.Attest => WhyNotAttest(dialog.Facts.Review),
            Command.Override => dialog.Facts.Review.Checks.Any(CheckList.IsOverridable) ? null : "No check can be overridden.",
            _ => null,
        };

    private static string? WhyNotAttest(Review review)
    {
        var checks = CheckList.Attestable.Select(check => check.In(review.Checks)).ToList();
        return checks.Any(CheckList.IsAttestable)
            ? null
            : checks.OrderByDescending(check => check.Blocks).First() switch
            {
                { Pending: true, Id: var id } => $"{id} is still being read.",
                { State: CheckState.Fail, Id: var id } =>
                    $"{id} failed: only an unknown {id} can be attested. Press o to override it with a reason.",
                { Id: var id } => $"{id} needs no attestation.",
            };
    }

    private static string? WhyNoReport(Model model) =>
        model.Reported is not null ? null
        : model.Selected is { } selected ? $"{selected.Release} is still being read."
        : "No review is open.";

    private static string? WhyNoUndo(Model model) =>
        model.ReadOnly ? "read-only: nothing can be restored."
        : model.Undo.Count == 0 ? "Nothing was deleted in this run. For older backups use kubectl helmstuck restore FILE."
        : null;

    private static string? WhyNoPlan(Model model, Remedy remedy)
    {
        if (model.ReadOnly)
            return remedy == Remedy.Delete ? "read-only: nothing can be deleted." : "read-only: nothing can be marked.";
        if (model.Selected is not { } selected)
            return "No release is selected.";
        if (model.Review is not { } facts || facts.Key != selected)
            return model.ReviewError.Length > 0
                ? $"{selected.Release} could not be read: {model.ReviewError}"
                : $"{selected.Release} is still being read.";
        if (remedy == Remedy.MarkFailed && facts.Review.Record is { IsDecodable: false })
            return "Its payload cannot be decoded, so its status cannot be changed. Press d to delete the record.";
        if (remedy == Remedy.MarkFailed && facts.Plan(remedy) is not null && facts.Review.Outlook?.MarkFailed.Reason is { } why)
            return $"It cannot be marked failed: {why}. Press d to delete the record.";
        return facts.Plan(remedy) is null ? NothingToDelete(facts) : null;
    }

    private static string NothingToDelete(ScreenReview facts) =>
        facts.Review.Record switch
        {
            _ when !facts.Complete => $"{facts.Review.Release} is still being read.",
            null => $"{facts.Review.Release} has no record.",
            _ when facts.Review.Refusal is { } refusal => $"Nothing is deleted without a backup: {refusal}.",
            var record => $"{facts.Review.Release} is not stuck: its newest record, revision {record.Revision}, is {record.Status}.",
        };
}
