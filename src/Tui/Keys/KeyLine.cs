using Helmstuck.Runbook;
using Helmstuck.Terminal;
using Helmstuck.Tui.Pages;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Keys;

/// <summary>The keys that work now, in one line.</summary>
internal static class KeyLine
{
    /// <summary>
    /// The footer's line: the available keys, in the list's order; if there is too little room, the last ones before <c>?</c> and <c>q</c>
    /// are left out.
    /// </summary>
    /// <param name="scrolls">Whether there is more than fits.</param>
    public static Spans Of(Model model, Theme theme, int room, bool scrolls)
    {
        var scene = Availability.SceneOf(model);
        var shown = Shown(model, scene, scrolls).ToList();
        var always = shown.Where(binding => binding.Command is Command.Help or Command.Quit or Command.Cancel).ToList();
        var left = room - always.Sum(Width);
        var pieces = new List<Piece>();
        foreach (var binding in shown)
        {
            if (!always.Contains(binding))
            {
                if (Width(binding) > left)
                    continue;
                left -= Width(binding);
            }
            pieces.Add(new Piece(Key(binding), theme.Key));
            pieces.Add(new Piece($" {Word(binding, model)}  ", theme.Dim));
        }
        return new Spans([.. pieces]);

        int Width(KeyBinding binding) => TextWidth.Measure(Key(binding)) + TextWidth.Measure(Word(binding, model)) + 3;
    }

    private static IEnumerable<KeyBinding> Shown(Model model, Scene scene, bool scrolls)
    {
        foreach (var binding in KeyMap.All)
        {
            if (binding.Scene != scene || binding.Short.Length == 0 || Availability.WhyNot(binding.Command, model) is not null)
                continue;
            if (binding.Command is Command.Undo or Command.Report && model.Overlay is not null and not Overlay.Result)
                continue;
            if (scene == Scene.Page && binding.Command == Command.Quit && model.Overlay is not Overlay.Result)
                continue;
            if (binding.Command == Command.Help && model.Overlay is Overlay.Help)
                continue;
            if (binding is { Scene: Scene.Dialog, Command: Command.Confirm } && !IsArmed(model))
                continue;
            // Of the lines that are typed, only the namespace has a list below it.
            var moves = scene == Scene.Line ? model.Overlay is Overlay.Namespaces { Known.Count: > 0 } : scrolls;
            if (binding.Command is Command.Down or Command.Up or Command.PageDown && !moves)
                continue;
            yield return binding;
        }
    }

    /// <summary>Enter sends it now.</summary>
    private static bool IsArmed(Model model) =>
        model.Overlay is Overlay.Confirm { Rechecking: false, Broken.Length: 0 } dialog
        && dialog.Typed == dialog.Plan.Plan.Confirmation
        && dialog.Gate.Open;

    private static string Key(KeyBinding binding) =>
        binding.Scene switch
        {
            Scene.Dialog when binding.Command == Command.Confirm => "Enter",
            Scene.Page when binding.Command is Command.Down or Command.Up => binding.Label,
            _ when binding.Label.StartsWith("Esc", StringComparison.Ordinal) => "Esc",
            _ when binding.Label.StartsWith("Enter", StringComparison.Ordinal) => "Enter",
            _ => binding.Label.Split(' ')[0],
        };

    private static string Word(KeyBinding binding, Model model) =>
        binding switch
        {
            { Command: Command.All } => model.Scope.All ? "stuck only" : "all",
            { Scene: Scene.Dialog, Command: Command.Confirm } when model.Overlay is Overlay.Confirm { Remedy: Remedy.MarkFailed } =>
                "mark failed",
            { Command: Command.Attest } when model.Overlay is Overlay.Confirm { Consent.Attested.Count: > 0 } => "undo attest",
            { Command: Command.Back, Scene: Scene.Main } when model.Listing is null || model.ReadsLong => "stop",
            { Command: Command.Back, Scene: Scene.Main } when !model.Zoomed && model.Focus == Pane.Releases => model.Filter.Length > 0
                ? "no filter"
                : "hide the guide",
            _ => binding.Short,
        };
}
