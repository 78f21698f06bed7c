using Helmstuck.Runbook;
using Helmstuck.Survey;
using Helmstuck.Tui.Pages;
using Helmstuck.Tui.State;
using Helmstuck.Tui.Update;
using Helmstuck.Tui.Views;

namespace Helmstuck.Tui.Loop;

/// <summary>One complete frame as plain text, for the command <c>screen</c>.</summary>
internal static class ScreenPrinter
{
    /// <summary>Names that <c>--view</c> takes.</summary>
    public static readonly IReadOnlyList<string> ViewNames = [.. DetailPages.All.Select(page => page.Name), "delete", "help"];

    /// <summary>
    /// The frame with that view open; null leaves what is open. <c>delete</c> opens the dialog as <c>d</c> would, and where there is
    /// nothing to delete the frame says why. Nothing of what the keys lead to is carried out.
    /// </summary>
    public static string Print(Model model, int width, int height, string? view)
    {
        model = model with { Width = width, Height = height };
        model = view switch
        {
            null => model,
            "delete" => Unfenced(Updater.Update(model, new Message.Key("d")).Model),
            "help" => model with { Overlay = new Overlay.Help() },
            _ => model with { Tab = DetailPages.Named(view).Name, Focus = Pane.Detail },
        };
        return View.Draw(model, width, height).ToText();
    }

    /// <summary>
    /// Reads the list and the review of one release, the named or else the first, and prints the frame. <paramref name="release"/> may be
    /// one that is not stuck.
    /// </summary>
    public static async Task<ScreenPrint> RunAsync(
        TuiServices services,
        TuiOptions options,
        ReleaseKey? release,
        int width,
        int height,
        string? view,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var model = options.Begin() with { Width = width, Height = height, Now = time.GetUtcNow() };
        var users = model
            .Sources.Select(source => source.Scope.Context)
            .Distinct()
            .Select(async context => new Message.UserKnown(await services.For(context).User(cancellation).ConfigureAwait(false), context))
            .ToList();
        model = await ListAsync(services, Updater.Start(model with { Selected = release }).Model, cancellation).ConfigureAwait(false);
        model = model with
        {
            Sources = [.. model.Sources.Select(source => source with { ListFetch = null })],
            ReviewFetch = null,
            WholeHistory = DetailPages.All.Any(page => page.Name == view && page.WholeHistory),
        };
        // A named release is shown even if the list does not contain it.
        model = release is null ? model : model with { Selected = release, Review = null };
        if (model.Selected is { } selected)
        {
            Review? review = null;
            var its = services.For(selected.Context);
            await its.Review(selected, Options(model, view), answer => review = answer, cancellation).ConfigureAwait(false);
            model = review is null ? model : model with { Review = its.Sheet(review) with { Context = selected.Context } };
        }
        foreach (var user in users)
            model = Updater.Update(model, await user.ConfigureAwait(false)).Model;
        var error = model.Refusals.Concat(model.Sources.Select(source => source.Listing?.Error)).FirstOrDefault(one => one is not null);
        return new ScreenPrint(Print(model, width, height, view), error ?? Missing(model, release));
    }

    /// <summary>Reads the lists of all sources side by side, also of those that take the place of one that may not be read.</summary>
    private static async Task<Model> ListAsync(TuiServices services, Model model, CancellationToken cancellation)
    {
        while (model.Sources.Where(source => source is { Listing: null, ListFetch: not null }).ToList() is { Count: > 0 } unread)
        {
            var answers = await Task.WhenAll(
                    unread.Select(async source =>
                    {
                        ReleaseListing? listing = null;
                        await services
                            .For(source.Scope.Context)
                            .List(source.Scope, answer => listing = answer, cancellation)
                            .ConfigureAwait(false);
                        return new Message.ListingArrived(source.ListFetch!.Id, listing!);
                    })
                )
                .ConfigureAwait(false);
            foreach (var answer in answers)
                model = Updater.Update(model, answer).Model;
        }
        return model;
    }

    private static ReviewOptions Options(Model model, string? view) =>
        new() { WholeHistory = model.WholeHistory, LeftBehind = DetailPages.All.Any(page => page.Name == view && page.LeftBehind) };

    private static string? Missing(Model model, ReleaseKey? release) =>
        release is not null && model.Review?.Review is { Record: null }
            ? $"error: release \"{release.Release}\" not found in namespace {release.Namespace}"
            : null;

    private static Model Unfenced(Model model) =>
        model.Overlay is Overlay.Confirm dialog ? model with { Overlay = dialog with { Fenced = false } } : model;
}

/// <summary><paramref name="Error"/>: why the frame is not the requested one, for stderr and exit 1; null if it is.</summary>
internal sealed record ScreenPrint(string Frame, string? Error);
