using Helmstuck.Survey;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Update;

/// <summary>What the watch of the records reports, and what is read because of it.</summary>
internal static partial class Updater
{
    /// <summary>How often everything is read in full, whatever the watch says.</summary>
    private static readonly TimeSpan FullRead = TimeSpan.FromMinutes(1);

    /// <summary>How often a list that was refused is asked for again.</summary>
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromSeconds(10);

    /// <summary>A background read that takes longer makes the screen ask for something small.</summary>
    private static readonly TimeSpan LateAnswer = TimeSpan.FromSeconds(5);

    /// <summary>A small question that takes longer means that the API server is out of reach.</summary>
    private static readonly TimeSpan NoAnswer = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Unattended = TimeSpan.FromMinutes(1);

    private const int UnattendedFactor = 5;

    private static Step Followed(Model model, FollowNews news)
    {
        var following = model.Following;
        switch (news)
        {
            case FollowNews.Live:
                var back = following.LostAt is not null;
                model = Reached(model with { Following = following with { Mode = FollowMode.Live } });
                return back ? Poll(model) : model;
            case FollowNews.Lost:
                return Poll(
                    model with
                    {
                        Following = following with { Mode = FollowMode.Polling, LostAt = following.LostAt ?? model.Now },
                    }
                );
            case FollowNews.Unwatchable:
                return Poll(model with { Following = following with { Mode = FollowMode.Polling } });
            case FollowNews.Changed changed:
                return CatchUp(
                    StandIns.Forget(model, changed.Releases) with
                    {
                        Following = following with
                        {
                            Changed = [.. following.Changed.Union(changed.Releases)],
                            ResourceVersion = changed.ResourceVersion,
                        },
                        ReviewIsOld =
                            model.ReviewIsOld
                            || (
                                HoldsSelected(model)
                                && changed.Releases.Contains(new ReleaseName(model.Selected!.Namespace, model.Selected.Release))
                            ),
                    }
                );
            case FollowNews.Expired:
                model = model with { Following = following with { Id = 0 } };
                return model.ListFetch is null && !model.Busy ? ReadList(model, quiet: true) : model;
            default:
                return model;
        }
    }

    /// <summary>The watch begins with the first complete screen: it must not delay it.</summary>
    private static Step Follow(Model model) =>
        model.Refresh > TimeSpan.Zero
        && model is { Following.Id: 0, ReviewFetch: null or { Quiet: true }, Listing: { ResourceVersion.Length: > 0 } listing }
        && model.Sources[model.At].Settled
            ? new Step(
                model with
                {
                    Following = model.Following with { Id = model.NextId },
                    NextId = model.NextId + 1,
                },
                [new Effect.Follow(model.NextId, listing.Scope, listing.ResourceVersion, model.At)]
            )
            : model;

    /// <summary>What is not live is tried at once, instead of after the pause that it is in.</summary>
    private static Model Unfollowed(Model model) =>
        model.Following is { Mode: FollowMode.Live, LostAt: null } ? model : model with { Following = model.Following with { Id = 0 } };

    /// <summary>Reads what changed, unless that is being read already: then afterwards.</summary>
    private static Step CatchUp(Model model)
    {
        if (model.Busy)
            return model;
        Step step = model;
        if (model is { Following.Changed: { Count: > 0 } changed, ListFetch: null, Listing: { } listing })
            step = Update(
                model with
                {
                    Following = model.Following with { Changed = [] },
                },
                new ListingUpdate(listing, changed, model.Following.ResourceVersion)
            );
        return step.Then(next => next is { ReviewIsOld: true, ReviewFetch: null } ? ReadReview(next, quiet: true, unasked: true) : next);
    }

    /// <summary>Compares the list with the API server's cache.</summary>
    private static Step Poll(Model model) =>
        model is { Busy: false, ListFetch: null, Listing: { } listing } && IsCheap(model.Scope)
            ? Update(model, new ListingUpdate(listing, [], ""))
            : model;

    /// <summary>Lists of all releases and deep searches are too expensive for the API server to be repeated periodically.</summary>
    private static bool IsCheap(ListScope scope) => scope is { All: false, Deep: false };

    private static Step Update(Model model, ListingUpdate update) =>
        new(
            model with
            {
                ListFetch = new Fetch(model.NextId, Quiet: true, model.Now),
                NextId = model.NextId + 1,
            },
            [new Effect.UpdateList(model.NextId, update, model.At)]
        );

    /// <summary>The periodic reads of the list: what the watch does not do.</summary>
    private static Step ReadListAgain(Model model)
    {
        if (model.ListFetch is { Quiet: true, Since: { } since } && model.Now - since >= NoAnswer)
            model = Unreached(model, since);
        if (model.ListFetch is not null || model.Listing is not { } listing || !IsCheap(model.Scope))
            return model;
        if (model.Now - listing.ReadAt >= FullRead && Due(model, model.ListedAt, FullRead))
            return ReadList(model, quiet: true);
        var isLate = HoldsSelected(model) && model.ReviewFetch is { Quiet: true, Since: { } began } && model.Now - began >= LateAnswer;
        var every =
            listing is { Error: not null, OutOfReach: false, ResourceVersion: "" } ? AfterRefusal
            : isLate ? LateAnswer
            : model.Refresh;
        var isNeeded = model.Following is not { Mode: FollowMode.Live, LostAt: null } || isLate || listing.Error is not null;
        return isNeeded && Due(model, model.ListedAt, every) ? Poll(model) : model;
    }

    private static Model Unreached(Model model, DateTimeOffset? since) =>
        model with
        {
            Following = model.Following with { LostAt = model.Following.LostAt ?? since ?? model.Now },
        };

    /// <summary>The API server answers: what was read before it did not may be old.</summary>
    private static Model Reached(Model model) =>
        model.Following.LostAt is null ? model
        : HoldsSelected(model) ? model with { Following = model.Following with { LostAt = null }, ReviewedAt = null }
        : model with { Following = model.Following with { LostAt = null } };

    /// <summary>The list could not be read and now can: what the watch waits for is over as well.</summary>
    private static Model FollowAgain(Model model) =>
        model.Listing is { Error: not null } && model.Following is not { Mode: FollowMode.Live, LostAt: null }
            ? model with
            {
                Following = model.Following with { Id = 0 },
            }
            : model;

    /// <summary>A screen that nobody has touched for a while asks less often what the watch does not report.</summary>
    private static TimeSpan ReviewPause(Model model) =>
        model is { Overlay: null, Following.Mode: FollowMode.Live } && model.Now - model.QuietSince >= Unattended
            ? model.Refresh * UnattendedFactor
            : model.Refresh;

    /// <summary>
    /// Whether list and review tell different things about the selected release. The list is asked again, once for each thing that the
    /// review may say.
    /// </summary>
    private static Step Agree(Model model)
    {
        if (
            model.ReviewFetch is not null
            || model.Selected is not { } selected
            || model.Review is not { Complete: true, Review: var review }
            || model.SelectedIndex is not (>= 0 and var index)
            || review.ReadAt is null
        )
            return model;
        var row = model.Rows[index];
        var said = review.Record is { } record
            ? $"{record.Meta.ObjectName} {record.Meta.Uid} {record.Meta.ResourceVersion} {review.Stuck}"
            : "gone";
        var isSame = review.Record?.Meta.ObjectName == row.Record && (!row.Stuck || review.Stuck || row.Unreadable);
        said = $"{selected.Namespace}/{selected.Release} {said}";
        if (isSame || said == model.Doubted)
            return model;
        return CatchUp(
            model with
            {
                Doubted = said,
                Following = model.Following with
                {
                    Changed = [.. model.Following.Changed.Union([new ReleaseName(selected.Namespace, selected.Release)])],
                    ResourceVersion = "",
                },
            }
        );
    }
}
