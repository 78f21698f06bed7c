using Helmstuck.Runbook;
using Helmstuck.Terminal;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Pages;

/// <summary>The four steps of the runbook, one line, for the first run on the demo cluster.</summary>
internal static class GuideLine
{
    /// <summary>The number of steps; after the last the guide is over.</summary>
    public const int Steps = 4;

    private static readonly string[] Texts =
    [
        "What is stuck: answer 1. j k move, Enter opens what is below.",
        "Is it safe? Answers 2 and 3. 5 opens the evidence; d goes on.",
        "Delete: press d.",
        "What Helm thinks: read below. w reports, Esc ends.",
    ];

    public static Spans Of(Model model, Theme theme)
    {
        var text = Texts[Math.Clamp(model.Guide, 1, Steps) - 1];
        if (model.Overlay is Overlay.Confirm dialog)
        {
            var attests = dialog.Consent.Attested.Count > 0 ? "" : "c attests, then ";
            var what = dialog.Remedy == Remedy.Delete ? "Delete" : "Mark failed";
            text = $"{what}: {attests}type {dialog.Plan.Plan.Confirmation} and press Enter.";
        }
        else if (model is { Guide: Steps, Overlay: Overlay.Result result } && result.IsUndone(model))
            text = "What Helm thinks: read below. u restores, w reports, Esc ends.";
        var hides = model is { Overlay: null, Focus: Pane.Releases, Zoomed: false, Filter.Length: 0 } ? "  Esc hides." : "";
        return new Spans(
            new Piece($" {Math.Clamp(model.Guide, 1, Steps)}/{Steps} ", theme.Selected),
            new Piece($" {text}", theme.Key),
            new Piece(hides, theme.Dim)
        );
    }

    /// <summary>The model with the step that what the user did leads to; the guide is over once the last page was left.</summary>
    public static Model After(Model model) =>
        model.Guide switch
        {
            0 => model,
            <= 3 when model.Overlay is Overlay.Result { Outcome: Recovery.RecoveryOutcome.Done } => model with { Guide = 4 },
            <= 2 when model.Overlay is Overlay.Confirm || model is { Focus: Pane.Detail, Tab: "evidence" } => model with { Guide = 3 },
            1 when model.Focus == Pane.Detail => model with { Guide = 2 },
            4 when model.Overlay is null => model with
            {
                Guide = 0,
                Notice = new Notice(NoticeKind.Done, "That is the whole runbook. On your cluster: kubectl helmstuck -n NAMESPACE"),
            },
            _ => model,
        };
}
