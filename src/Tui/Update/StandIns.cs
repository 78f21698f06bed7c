using Helmstuck.Helm.Records;
using Helmstuck.Runbook;
using Helmstuck.Survey;
using Helmstuck.Tui.State;

namespace Helmstuck.Tui.Update;

/// <summary>
/// What the screen shows until a release's review has been read: what was read about it before, else for a moment the frame before the
/// move. It is kept apart from <see cref="Model.Review"/>, so that a delete always waits for the new review.
/// </summary>
internal static class StandIns
{
    internal const int MostSeen = 64;

    /// <summary>Keeps the review of the selected release, if everything was read, for when the cursor comes back.</summary>
    public static Model Remember(Model model) =>
        model.Review is { Complete: true } facts && facts.Key == model.Selected && model.ReviewedAt is { } at
            ? model with
            {
                Seen = [new StandIn(Light(facts), at, 0), .. model.Seen.Where(seen => seen.Facts.Key != facts.Key).Take(MostSeen - 1)],
            }
            : model;

    /// <summary>What stands in for the review of a release that the cursor moves to, whose newest record is named.</summary>
    public static Step Move(Model model, ReleaseKey to, string record)
    {
        foreach (var seen in model.Seen)
        {
            if (seen.Facts.Key == to && seen.Facts.Review.Record?.Meta.ObjectName == record)
                return model with { StandIn = seen };
        }
        // Moves in quick succession share one pause.
        if (model.StandIn is { At: null } || model.Shown is not { } shown)
            return model;
        return new Step(
            model with
            {
                StandIn = new StandIn(shown, null, model.NextId),
                NextId = model.NextId + 1,
            },
            [new Effect.Patience(model.NextId)]
        );
    }

    /// <summary>What still stands in once that much of the new review has arrived.</summary>
    public static StandIn? Beside(StandIn? old, ScreenReview fresh)
    {
        if (old is null || fresh.Complete)
            return null;
        if (old.Facts.Key != fresh.Key)
            return old;
        var merged = ReviewMerge.Over(old.Facts, fresh);
        return ReferenceEquals(merged, fresh) ? null : old with { Facts = merged };
    }

    /// <summary>The pause is over: the frame before the move goes.</summary>
    public static Model Expire(Model model, int id) =>
        model.StandIn is { At: null } held && held.Id == id ? model with { StandIn = null } : model;

    /// <summary>These releases of the source that the model is at have changed since they were read.</summary>
    public static Model Forget(Model model, IReadOnlyList<ReleaseName> changed)
    {
        bool IsOld(ReleaseKey key) => key.Context == model.Scope.Context && changed.Contains(new ReleaseName(key.Namespace, key.Release));
        return model.Seen.Any(seen => IsOld(seen.Facts.Key))
            ? model with
            {
                Seen = [.. model.Seen.Where(seen => !IsOld(seen.Facts.Key))],
            }
            : model;
    }

    /// <summary>Without the manifests, which no page shows and which may be megabytes.</summary>
    private static ScreenReview Light(ScreenReview facts)
    {
        var review = facts.Review with
        {
            Record = facts.Review.Record is { } record ? Light(record) : null,
            History = [.. facts.Review.History.Select(Light)],
            Deleted = facts.Review.Deleted is { } deleted ? Light(deleted) : null,
        };
        return facts with { Review = review, Delete = Light(facts.Delete, review), MarkFailed = Light(facts.MarkFailed, review) };
    }

    private static PlanFacts? Light(PlanFacts? plan, Review review) =>
        plan is null ? null : plan with { Plan = plan.Plan with { Review = review, Records = [.. plan.Plan.Records.Select(Light)] } };

    private static ReleaseRecord Light(ReleaseRecord record) =>
        record.Payload is RecordPayload.Decoded { Release: { } release }
            ? record with
            {
                Payload = new RecordPayload.Decoded(release with { Manifest = "", Hooks = [] }),
            }
            : record;
}
