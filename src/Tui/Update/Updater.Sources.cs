using Helmstuck.Survey;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Update;

/// <summary>The lists of releases: one for each namespace or cluster that is on the screen.</summary>
internal static partial class Updater
{
    private static Step Then(this Step step, Func<Model, Step> next)
    {
        var after = next(step.Model);
        return new Step(after.Model, [.. step.Effects, .. after.Effects]);
    }

    /// <summary>What happens to each source, one after the other.</summary>
    private static Step InEach(Model model, Func<Model, Step> next)
    {
        Step step = model;
        for (var i = 0; i < model.Sources.Count; i++)
        {
            var at = i;
            step = step.Then(before => next(before with { At = at }));
        }
        return step.AtSelection();
    }

    /// <summary>What happens to the source that a message is about; nothing if it is gone, or was read again meanwhile.</summary>
    private static Step In(Model model, Func<Source, bool> isIt, Func<Model, Step> next)
    {
        for (var i = 0; i < model.Sources.Count; i++)
            if (isIt(model.Sources[i]))
                return next(model with { At = i });
        return model;
    }

    /// <summary>Between two messages the model shows the source of the selected release.</summary>
    private static Step AtSelection(this Step step)
    {
        var model = step.Model;
        if (model.Sources.Count == 1)
            return step;
        var at = 0;
        for (var i = 0; i < model.Sources.Count; i++)
            if (model.Selected is { } selected && model.Sources[i].Holds(selected.Context, selected.Namespace))
                at = i;
        return model.At == at ? step : new Step(model with { At = at }, step.Effects);
    }

    /// <summary>Whether the source that the model is at is that of the selected release.</summary>
    private static bool HoldsSelected(Model model) =>
        model.Selected is { } selected && model.Sources[model.At].Holds(selected.Context, selected.Namespace);

    /// <summary>Lists all sources again, each with another scope.</summary>
    private static Step Rescoped(Model model, Func<ListScope, ListScope> scope) =>
        InEach(
            model,
            source =>
                ReadList(
                    source with
                    {
                        Scope = scope(source.Scope),
                        Listing = null,
                        Following = Following.Nothing,
                        ReviewIsOld = false,
                        Doubted = "",
                    },
                    quiet: false
                )
        );

    /// <summary>One namespace, or all, in each context that is on the screen.</summary>
    private static Step ChangeNamespace(Model model, string? name)
    {
        if (name is "")
            return model;
        var first = model.Sources.DistinctBy(source => source.Scope.Context).ToList();
        var step = Unselect(model);
        if (first.Count < model.Sources.Count)
            step = step.And(new Effect.DropSources(first.Count));
        return step.Then(next =>
            Rescoped(
                next with
                {
                    Sources = first,
                    At = 0,
                    Filter = "",
                    LastIndex = 0,
                },
                scope => scope with { Namespace = name, Deep = false }
            )
        );
    }

    /// <summary>
    /// All namespaces may not be listed: those that are known are, and each says for itself what may not be read.
    /// </summary>
    private static Step FallBack(Model model, ReleaseListing forbidden)
    {
        var refused = model.Sources[model.At];
        List<Source> known =
        [
            .. refused.Fallback.Select(ns =>
                refused with
                {
                    Scope = refused.Scope with { Namespace = ns },
                    Listing = null,
                    ListFetch = null,
                    ListedAt = null,
                    Following = Following.Nothing,
                }
            ),
        ];
        var before = model.At;
        var step = new Step(
            model with
            {
                Sources = [.. model.Sources.Take(before), known[0], .. model.Sources.Skip(before + 1), .. known.Skip(1)],
                Refusals = [.. model.Refusals, $"{forbidden.Error}; listed instead: {string.Join(", ", refused.Fallback)}"],
            },
            []
        );
        for (var i = 0; i < known.Count; i++)
        {
            var at = i == 0 ? before : model.Sources.Count + i - 1;
            step = step.Then(next => ReadList(next with { At = at }, quiet: false));
        }
        return step;
    }
}
