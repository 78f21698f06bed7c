using Helmstuck.Tui.Dialogs;
using Helmstuck.Tui.Keys;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Update;

/// <summary>The lines that are typed: filter, namespace, and the reason of an override.</summary>
internal static partial class Updater
{
    private static Step PressInLine(Model model, string key)
    {
        // In the reason's line every key but Enter and Esc is text, except the keys to erase, and Ctrl-C.
        var command = KeyMap.Find(Scene.Line, key)?.Command;
        return command switch
        {
            Command.Confirm => TakeLine(model),
            Command.Cancel => LeaveLine(model),
            Command.Erase => Typed(model, LineEdit.Erase),
            Command.EraseAll => Typed(model, _ => ""),
            Command.Complete => model.Overlay is Overlay.CommandLine line
                ? TypedInCommandLine(model, line, LineCommand.Complete(line.Typed, line.KnownContexts, line.KnownNamespaces))
                : model,
            Command.Down => MoveInList(model, 1),
            Command.Up => MoveInList(model, -1),
            _ => IsText(key) ? Typed(model, line => LineEdit.Insert(line, key)) : model,
        };
    }

    private static bool IsText(string key) => key.Length > 0 && new System.Globalization.StringInfo(key).LengthInTextElements == 1;

    private static Step Typed(Model model, Func<string, string> edit) =>
        model.Overlay switch
        {
            Overlay.Confirm { Reason: { } reason } dialog => model with { Overlay = dialog with { Reason = edit(reason) } },
            Overlay.Namespaces prompt => model with { Overlay = prompt with { Typed = edit(prompt.Typed), Selected = -1 } },
            Overlay.CommandLine line => TypedInCommandLine(model, line, edit(line.Typed)),
            Overlay.Filter => Reselect(model with { Filter = edit(model.Filter) }),
            _ => model,
        };

    private static Step TakeLine(Model model)
    {
        switch (model.Overlay)
        {
            case Overlay.Confirm { Reason: { } reason } dialog:
                reason = reason.Trim();
                return model with
                {
                    Overlay =
                        reason.Length == 0
                            ? dialog with
                            {
                                Reason = null,
                                Consent = dialog.Consent with { Overrides = [] },
                                Message = "No reason given: nothing is overridden.",
                            }
                            : dialog with
                            {
                                Reason = null,
                                Consent = ConfirmRules.WithReason(dialog, reason),
                            },
                };
            case Overlay.Namespaces prompt:
                return ChangeNamespace(model with { Overlay = null }, NamespaceChoice.Of(prompt));
            case Overlay.CommandLine line:
                return RunCommandLine(model, line);
            default:
                return Reselect(model with { Overlay = null });
        }
    }

    private static Step LeaveLine(Model model) =>
        model.Overlay switch
        {
            Overlay.Confirm dialog => model with { Overlay = dialog with { Reason = null } },
            Overlay.Filter filter => Reselect(model with { Overlay = null, Filter = filter.Before }),
            _ => model with { Overlay = null },
        };

    private static Step MoveInList(Model model, int by)
    {
        if (model.Overlay is not Overlay.Namespaces prompt)
            return model;
        var shown = NamespaceChoice.Shown(prompt).Count;
        var moved = Math.Clamp(NamespaceChoice.Marked(prompt) + by, 0, Math.Max(shown - 1, 0));
        return shown == 0 ? model : model with { Overlay = prompt with { Selected = moved } };
    }
}
