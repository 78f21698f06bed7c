using Helmstuck.Tui.Keys;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Update;

/// <summary>The command line, as in k9s: <c>:ns gitlab</c>.</summary>
internal static partial class Updater
{
    private static Step OpenCommandLine(Model model) =>
        new(model with { Overlay = new Overlay.CommandLine("", [], []), Zoomed = false }, [new Effect.FetchContexts()]);

    private static Step TypedInCommandLine(Model model, Overlay.CommandLine line, string typed)
    {
        model = model with { Overlay = line with { Typed = typed } };
        // The namespaces are read once, when they can be completed.
        return line.Typed.Contains(' ') || !typed.Contains(' ') || LineCommand.Named(typed.TrimEnd())?.Command != Command.Namespace
            ? model
            : new Step(model, [new Effect.FetchNamespaces(model.Scope.Context)]);
    }

    private static Step RunCommandLine(Model model, Overlay.CommandLine line)
    {
        string[] words = line.Typed.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var closed = model with { Overlay = null };
        if (words.Length == 0)
            return closed;
        var argument = words.Length > 1 ? words[1] : "";
        if (LineCommand.Named(words[0]) is not { } command)
            return Refused(
                model,
                $"Unknown command “{words[0]}”. Known are {string.Join(", ", LineCommand.All.Select(one => one.Usage))}."
            );
        if (words.Length > (command.Argument.Length > 0 ? 2 : 1))
            return Refused(model, $"Too much text: {command.Usage}.");
        return command.Command switch
        {
            Command.Namespace when argument.Length > 0 => ChangeNamespace(closed, argument is "all" or "-A" ? null : argument),
            Command.Context when argument.Length == 0 => Refused(
                model,
                line.KnownContexts.Count == 0 ? "There is no other context." : $"Contexts: {string.Join(", ", line.KnownContexts)}"
            ),
            Command.Context when argument == model.Place.Context && !model.SeveralContexts => Hint(
                closed,
                $"The context is {argument} already."
            ),
            Command.Context => new Step(Hint(closed, $"Changing to context {argument} …"), [new Effect.ChangeContext(argument)]),
            Command.Sort when argument.Length > 0 => Array.IndexOf(RowOrder.Names, argument) is >= 0 and var column
                ? Reselect(closed with { Sort = (SortColumn)column })
                : Refused(model, $"The list has no column “{argument}”: name, status, revision, age or none."),
            Command.All => Rescoped(closed, scope => scope with { All = words[0] == "all" }),
            var other => Run(closed, KeyMap.Of(Scene.Main, other)),
        };
    }

    /// <summary>The line stays open, with why it was not carried out.</summary>
    private static Model Refused(Model model, string why) => model with { Notice = new Notice(NoticeKind.Error, why) };
}
