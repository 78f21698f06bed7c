using Helmstuck.Survey;
using Helmstuck.Tui.Dialogs;
using Helmstuck.Tui.Pages;
using Helmstuck.Tui.Placement;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Update;

/// <summary>Facts that arrive, and the clock.</summary>
internal static partial class Updater
{
    private static Step Ticked(Model model)
    {
        if (model.Busy || model.Refresh <= TimeSpan.Zero)
            return model;
        Step step = model;
        if (
            model is { ReviewFetch: null, Review.Review.Stuck: true, Following.LostAt: null }
            && Due(model, model.ReviewedAt, ReviewPause(model))
        )
            step = ReadReview(model, quiet: true, unasked: true);
        return step.Then(next => InEach(next, ReadListAgain)).Then(LookAfter);
    }

    private static bool Due(Model model, DateTimeOffset? last, TimeSpan every) =>
        model.Now is { } now && (last is null || now - last >= every);

    private static Step Listed(Model model, ReleaseListing listing)
    {
        if (model.ListFetch is { Quiet: true } && listing.FromCache)
            return model;
        if (listing.Forbidden && model.Sources[model.At] is { Listing: null, Fallback.Count: > 0, Scope.Namespace: null })
            return FallBack(model, listing);
        model = listing.OutOfReach ? Unreached(model, model.Now) : Reached(model);
        // The last answer stays visible, with the reason why it may be old.
        if (listing.Error is not null && model.Listing is { Error: null } or { Rows.Count: > 0 } && model.Listing.Scope == listing.Scope)
            return model with { Listing = model.Listing with { Error = listing.Error, OutOfReach = listing.OutOfReach } };
        return Reselect((listing.Error is null ? FollowAgain(model) : model) with { Listing = listing });
    }

    /// <summary>Keeps the cursor on its release; if that is gone, on the one in its place.</summary>
    private static Step Reselect(Model model)
    {
        if (model.Overlay is Overlay.Confirm or Overlay.Progress or Overlay.Result or Overlay.Help { Over: not null })
            return model;
        var rows = model.Rows;
        if (model.SelectedIndex is >= 0 and var index)
        {
            var known = model.Review?.Review.Record?.Meta.ObjectName;
            return known is not null && known != rows[index].Record && model.ReviewFetch is null ? ReadReview(model, quiet: false) : model;
        }
        return rows.Count == 0 ? Unselect(model) : Select(model, Math.Clamp(model.LastIndex, 0, rows.Count - 1));
    }

    private static Step Unselect(Model model) => Dropped(StandIns.Remember(model));

    private static Step Dropped(Model model) =>
        model.Selected is null
            ? model
            : new Step(
                model with
                {
                    Selected = null,
                    Review = null,
                    StandIn = null,
                    ReviewFetch = null,
                    ReviewError = "",
                    DetailOffset = 0,
                    Zoomed = false,
                    Focus = Pane.Releases,
                },
                [new Effect.DropReview()]
            );

    /// <summary>A review that is complete stays, as after an error. One that is not would say for ever that it is being read.</summary>
    private static Step StopReview(Model model) =>
        new(
            model with
            {
                ReviewFetch = null,
                Review = model.Review is { Review.Loading.Count: 0 } ? model.Review : null,
                ReviewedAt = model.Now,
                ReviewError = "The read was stopped.",
                StandIn = null,
            },
            [new Effect.DropReview()]
        );

    private static Step Select(Model model, int index)
    {
        var rows = model.Rows;
        if (rows.Count == 0)
            return Unselect(model);
        index = Math.Clamp(index, 0, rows.Count - 1);
        var key = new ReleaseKey(rows[index].Namespace, rows[index].Release, rows[index].Context);
        if (key == model.Selected)
            return model with { LastIndex = index };
        var moved = StandIns.Move(StandIns.Remember(model), key, rows[index].Record);
        return moved.Then(next =>
            ReadReview(
                next with
                {
                    Selected = key,
                    LastIndex = index,
                    AnswersFloor = Math.Max(next.AnswersFloor, Layout.Of(model, model.Width, model.Height).Answers.Height),
                    Review = null,
                    ReviewError = "",
                    ReviewedAt = null,
                    DetailOffset = 0,
                    WholeHistory = DetailPages.Named(next.Tab).WholeHistory,
                },
                quiet: false
            )
        );
    }

    private static Step Reviewed(Model model, int id, ScreenReview facts)
    {
        if (model.ReviewFetch is not { } fetch || fetch.Id != id || facts.Key != model.Selected)
            return model;
        var merged = ReviewMerge.Over(model.Review, facts);
        model = model with { Review = merged, StandIn = StandIns.Beside(model.StandIn, merged), ReviewError = "" };
        return model.Overlay is Overlay.Confirm dialog && dialog.Facts.Key == facts.Key
            ? model with
            {
                Overlay = ConfirmRules.Refreshed(dialog, merged),
            }
            : model;
    }

    private static Step Ended(Model model, int id)
    {
        if (model.ReviewFetch?.Id != id)
            return In(
                model,
                source => source.ListFetch?.Id == id,
                source => CatchUp(source with { ListFetch = null, ListedAt = source.Now }).Then(Follow)
            );
        model = model with { ReviewFetch = null, ReviewedAt = model.Now, StandIn = null };
        var step = model.Overlay is Overlay.Confirm { Rechecking: true } dialog ? Rechecked(model, dialog) : model;
        return step.Then(CatchUp).Then(Agree).Then(next => InEach(next, Follow));
    }

    private static Step Failed(Model model, Effect? effect, string text)
    {
        var error = new Notice(NoticeKind.Error, text);
        switch (effect)
        {
            case Effect.FetchList list:
                return In(model, source => source.ListFetch?.Id == list.Id, source => Unlisted(source, text));
            case Effect.FetchReview review:
                if (model.ReviewFetch?.Id != review.Id)
                    return model;
                model = model with { ReviewFetch = null, ReviewedAt = model.Now, ReviewError = text, StandIn = null };
                return model.Overlay is Overlay.Confirm { Rechecking: true } dialog
                    ? model with
                    {
                        Overlay = dialog with
                        {
                            Rechecking = false,
                            Message = $"The checks could not be run again, so nothing was sent: {text}",
                        },
                    }
                    : model;
            case Effect.FetchNamespaces:
                return model.Overlay is Overlay.Namespaces prompt
                    ? model with
                    {
                        Overlay = prompt with { Known = [], Error = text },
                    }
                    : model with
                    {
                        Notice = error,
                    };
            case Effect.Recover recover:
                return Recovered(model, recover, Crashed(text));
            case Effect.Restore restore:
                return Restored(model, restore, Crashed(text));
            case Effect.LookAfter look:
                return Looked(model, look.Release, [], text);
            case Effect.Fence:
                return model.Overlay is Overlay.Confirm fenced
                    ? model with
                    {
                        Overlay = fenced with { Fenced = false },
                        Notice = error,
                    }
                    : model with
                    {
                        Notice = error,
                    };
            default:
                return model with { Notice = error };
        }
    }

    private static Model Unlisted(Model model, string text) =>
        model with
        {
            ListFetch = null,
            ListedAt = model.Now,
            Listing = model.Listing is { } older
                ? older with
                {
                    Error = text,
                }
                : new ReleaseListing
                {
                    Scope = model.Scope,
                    Error = text,
                    IdleAfter = TimeSpan.Zero,
                },
        };
}
