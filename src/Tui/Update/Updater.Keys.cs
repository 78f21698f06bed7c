using Helmstuck.Helm.Outlook;
using Helmstuck.Runbook;
using Helmstuck.Terminal;
using Helmstuck.Tui.Dialogs;
using Helmstuck.Tui.Keys;
using Helmstuck.Tui.Pages;
using Helmstuck.Tui.Placement;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Update;

/// <summary>Keys and pasted text.</summary>
internal static partial class Updater
{
    /// <summary>Whether the key came with what was typed or pasted before it, or right behind that.</summary>
    private static bool IsRushed(Model model, Arrival arrival) => model.LastInput is { } last && !arrival.IsApartFrom(last);

    private static Step Press(Model model, string key, bool rushed)
    {
        var scene = Availability.SceneOf(model);
        if (model.Overlay is Overlay.Confirm { Fenced: true })
            return model;
        if (key == KeyMap.Of(Scene.Main, Command.Suspend).Keys[0])
            return Suspend(model);
        model = model with { Notice = scene == Scene.Progress ? model.Notice : null };
        if (rushed && scene is Scene.Dialog or Scene.Question && KeyMap.Find(scene, key) is { Command: Command.Confirm })
            return Rushed(model);
        return scene switch
        {
            Scene.Dialog => PressInDialog(model, (Overlay.Confirm)model.Overlay!, key),
            Scene.Line => PressInLine(model, key),
            _ => KeyMap.Find(scene, key) is { } binding ? Run(model, binding)
            : scene == Scene.Main ? Hint(model, "This key does nothing here. Press ? for help.")
            : model,
        };
    }

    /// <summary>A terminal that does not mark pastes sends digits and Enter at once; a person looks at what was typed.</summary>
    private static Step Rushed(Model model)
    {
        const string again = "Enter came together with the key before it: press it again.";
        return model.Overlay switch
        {
            Overlay.Confirm { Rechecking: false, Broken.Length: 0 } dialog => model with { Overlay = dialog with { Message = again } },
            Overlay.Confirm => model,
            _ => Hint(model, again),
        };
    }

    private static Step Run(Model model, KeyBinding binding)
    {
        var command = binding.Command;
        if (command == Command.Back && binding.Scene == Scene.Main && model.Plugin is not null)
            return new Step(model, [new Effect.CancelPlugin()]);
        if (Availability.WhyNot(command, model) is { } why)
            return Hint(model, why);
        return binding.Scene switch
        {
            Scene.Page => RunOnPage(model, command),
            Scene.Question => command switch
            {
                Command.Confirm => Undo(model, (Overlay.UndoPrompt)model.Overlay!),
                Command.Cancel => Close(model),
                _ => Repaint(model),
            },
            Scene.Progress => command == Command.Quit ? Quit(model) : Repaint(model),
            _ => RunInPanes(model, binding),
        };
    }

    private static Step RunInPanes(Model model, KeyBinding binding) =>
        binding.Command switch
        {
            Command.Quit => Quit(model),
            Command.Repaint => Repaint(model),
            Command.Suspend => Suspend(model),
            Command.Help => model with { Overlay = new Overlay.Help() },
            Command.Delete => OpenConfirm(model, Remedy.Delete),
            Command.MarkFailed => OpenConfirm(model, Remedy.MarkFailed),
            Command.Undo => AskUndo(model),
            Command.Report => WriteReport(model),
            Command.Commands => new Step(
                model with
                {
                    Overlay = new Overlay.Commands(model.Review!.Delete!.Commands),
                },
                [new Effect.Copy(string.Join('\n', model.Review.Delete.Commands) + "\n")]
            ),
            Command.CommandLine => OpenCommandLine(model),
            Command.Sort => Reselect(model with { Sort = (SortColumn)(((int)model.Sort + 1) % RowOrder.Names.Length) }),
            Command.Read => new Step(model, [new Effect.RunPluginAgain()])
                .Then(next => InEach(next, source => ReadList(Unfollowed(source), quiet: false)))
                .Then(next => ReadReview(next, quiet: false)),
            Command.All => Rescoped(model, scope => scope with { All = !scope.All }),
            Command.Deep => Rescoped(model, scope => scope with { Deep = true }),
            Command.Namespace => new Step(
                model with
                {
                    Overlay = new Overlay.Namespaces("", null, -1, ""),
                },
                [new Effect.FetchNamespaces(model.Scope.Context)]
            ),
            Command.Filter => model with { Overlay = new Overlay.Filter(model.Filter), Focus = Pane.Releases, Zoomed = false },
            Command.NextPane => NextPane(model, 1),
            Command.PreviousPane => NextPane(model, -1),
            Command.Open => model.Focus == Pane.Releases
                ? model with
                {
                    Focus = Pane.Detail,
                }
                : model with
                {
                    Zoomed = true,
                    DetailOffset = 0,
                },
            Command.Back => Back(model),
            Command.OpenPage => OpenPage(model, DetailPages.Named(binding.Page)),
            Command.Down or Command.Up or Command.Top or Command.Bottom or Command.PageDown or Command.PageUp => Move(
                model,
                binding.Command
            ),
            _ => throw new InvalidOperationException($"the panes have no command {binding.Command}"),
        };

    /// <summary>A deep search gives way to the list that it began from; another read is stopped.</summary>
    private static Step StopReading(Model model) =>
        model.Scope.Deep
            ? Rescoped(Hint(model, "The deeper search was stopped."), scope => scope with { Deep = false })
            : InEach(
                model,
                source =>
                    source.Listing is null && source.ListFetch is not null
                        ? new Step(Unlisted(source, "The read was stopped."), [new Effect.DropList(source.At)])
                        : source
            );

    private static Model NextPane(Model model, int by)
    {
        var pages = Layout.Of(model, model.Width, model.Height).Pages;
        if (model.Zoomed || pages.Count == 0)
            return model with { Focus = Pane.Detail };
        var count = pages.Count + 1;
        var next = ((model.Focus == Pane.Releases ? 0 : pages.IndexOf(model.Tab) + 1) + by + count) % count;
        return next == 0 ? model with { Focus = Pane.Releases } : FocusPage(model, pages[next - 1]);
    }

    private static Model FocusPage(Model model, string page) =>
        model with
        {
            Tab = page,
            DetailOffset = page == model.Tab ? model.DetailOffset : 0,
            Focus = Pane.Detail,
        };

    private static Step Back(Model model) =>
        model.Listing is null && model.ListFetch is not null ? StopReading(model)
        : model.ReadsLong ? StopReview(model)
        : model.Zoomed ? model with { Zoomed = false, DetailOffset = 0 }
        : model.Focus == Pane.Detail ? model with { Focus = Pane.Releases }
        : model.Filter.Length > 0 ? Reselect(model with { Filter = "" })
        : model with { Guide = 0 };

    private static Step OpenPage(Model model, PageDefinition page)
    {
        model = FocusPage(model, page.Name);
        if (page.WholeHistory && !model.WholeHistory)
            return ReadReview(model with { WholeHistory = true }, quiet: false);
        var isDistant = model.Review?.Review is { Cluster.LeftBehind: null, Outlook: { } outlook } && outlook.Notes.Any(DistantBaseNote.Is);
        return page.LeftBehind && isDistant ? ReadReview(model, quiet: false) : model;
    }

    private static Step Move(Model model, Command command)
    {
        if (model.Focus == Pane.Releases && !model.Zoomed)
        {
            var index = Math.Max(model.SelectedIndex, 0);
            var moved = Moved(command, index, Math.Max(model.Rows.Count - 1, 0), Scrolling.ReleasesPage(model));
            return model.Rows.Count == 0 ? model : Select(model, moved);
        }
        return model with { DetailOffset = Moved(command, model.DetailOffset, Scrolling.LastOffset(model), Scrolling.Page(model)) };
    }

    private static int Moved(Command command, int from, int last, int page) =>
        Math.Clamp(
            command switch
            {
                Command.Down => from + 1,
                Command.Up => from - 1,
                Command.PageDown => from + Math.Max(page, 1),
                Command.PageUp => from - Math.Max(page, 1),
                Command.Top => 0,
                Command.Bottom => last,
                _ => from,
            },
            0,
            Math.Max(last, 0)
        );

    private static Step RunOnPage(Model model, Command command) =>
        command switch
        {
            Command.Help when model.Overlay is not Overlay.Help => model with { Overlay = new Overlay.Help { Over = model.Overlay } },
            Command.Help => Close(model),
            Command.Back => Close(model),
            Command.Quit => model.Overlay is Overlay.Result ? Quit(model) : Close(model),
            Command.Undo => AskUndo(model),
            Command.Report => WriteReport(model),
            Command.Repaint => Repaint(model),
            _ => Scrolled(model, command),
        };

    private static Step WriteReport(Model model) =>
        new(
            Hint(model, $"Writing the report of {model.Reported!.Release}."),
            [new Effect.WriteReport(model.Reported, model.Review?.Review)]
        );

    private static Step Scrolled(Model model, Command command)
    {
        int To(int offset) => Moved(command, offset, Scrolling.LastOffset(model), Scrolling.Page(model));
        return model.Overlay switch
        {
            Overlay.Help help => model with { Overlay = help with { Offset = To(help.Offset) } },
            Overlay.Commands commands => model with { Overlay = commands with { Offset = To(commands.Offset) } },
            Overlay.Result result => model with { Overlay = result with { Offset = To(result.Offset) } },
            Overlay.Confirm dialog => model with { Overlay = dialog with { Offset = To(dialog.Offset) } },
            _ => model,
        };
    }

    private static Step Close(Model model) =>
        model.Overlay is Overlay.Help { Over: { } page }
            ? model with
            {
                // The answer to a read that was asked for before may have come while the page was covered.
                Overlay = page is Overlay.Result { Watch: { } watch } result
                    ? result with
                    {
                        Watch = watch with { Looking = false },
                    }
                    : page,
            }
            : Reselect(model with { Overlay = null });

    private static Step Repaint(Model model) => new(model, [new Effect.Repaint()]);

    private static Step PressInDialog(Model model, Overlay.Confirm dialog, string key)
    {
        var binding = KeyMap.Find(Scene.Dialog, key);
        if (binding?.Command == Command.Cancel)
            return CloseConfirm(model).Then(next => Hint(next, "Cancelled: nothing was changed."));
        if (binding?.Command == Command.Repaint)
            return Repaint(model);
        if (binding?.Command is Command.Down or Command.Up or Command.PageDown or Command.PageUp or Command.Top or Command.Bottom)
            return Scrolled(model, binding.Command);
        if (dialog.Rechecking || dialog.Broken.Length > 0)
            return model;
        if (key is [(>= '0' and <= '9') or ','])
            return model with
            {
                Overlay = dialog with { Typed = dialog.Typed.Length < 64 ? dialog.Typed + key : dialog.Typed, Message = "" },
            };
        if (binding is null)
            return model with { Overlay = dialog with { Message = "This key does nothing here. The keys that work are below." } };
        if (Availability.WhyNot(binding.Command, model) is { } why)
            return model with { Overlay = dialog with { Message = why } };
        return binding.Command switch
        {
            Command.Confirm => Confirm(model, dialog),
            Command.Attest => model with { Overlay = dialog with { Consent = ConfirmRules.WithAttestation(dialog), Message = "" } },
            Command.Override => model with { Overlay = dialog with { Reason = ConfirmRules.GivenReason(dialog), Message = "" } },
            Command.Erase => model with { Overlay = dialog with { Typed = LineEdit.Erase(dialog.Typed) } },
            _ => model with { Overlay = dialog with { Typed = "" } },
        };
    }

    private static Step Pasted(Model model, string text)
    {
        if (model.Overlay is Overlay.Confirm { Fenced: true })
            return model;
        if (Availability.SceneOf(model) == Scene.Line)
            return Typed(model, line => LineEdit.Insert(line, text));
        return model.Overlay is Overlay.Confirm { Rechecking: false, Broken.Length: 0 } dialog
            ? model with
            {
                Overlay = dialog with { Message = "Pasted text is ignored: type the revision." },
            }
            : Hint(model, "Pasted text is ignored.");
    }
}
