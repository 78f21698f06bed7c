using Helmstuck.Helm.Records;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Checks;
using Helmstuck.Survey;
using Helmstuck.Tui.State;
using Helmstuck.Tui.Update;
using Helmstuck.Tui.Views;

namespace Helmstuck.Tests.Unit.Tui;

/// <summary>What is shown while the release under the cursor is read, and that nothing can be done by it.</summary>
public sealed class StandInTests
{
    private static readonly ScreenReview Registry = Fixtures.Sheet(Fixtures.LoneInstall());

    private static ModelDriver Screen =>
        new(
            Fixtures.Screen(Fixtures.Healthy(), Fixtures.Row("registry", 1, ReleaseStatus.PendingInstall)) with
            {
                Width = 120,
                Height = 40,
            }
        );

    private static ModelDriver Seen
    {
        get
        {
            var screen = Screen.Press("j");
            return Answer(screen, Registry).Send(new Message.Tick(Fixtures.Now.AddSeconds(1))).Forget();
        }
    }

    [Fact]
    public void The_frame_before_a_move_stays_for_a_moment_under_the_new_name()
    {
        var screen = Screen;
        var before = Lines(screen);
        screen.Press("j");
        var after = Lines(screen);
        Assert.Contains("┌ registry  ", after[1], StringComparison.Ordinal);
        Assert.DoesNotContain("delete the record", after[1], StringComparison.Ordinal);
        Assert.Equal(before.Skip(2).Select(line => line[42..]), after.Skip(2).Select(line => line[42..]));
        Assert.Contains("loading …", after[0], StringComparison.Ordinal);
        screen.Send(new Message.StillReading(screen.Single<Effect.Patience>().Id));
        Assert.Contains("1 Stuck   reading …", Text(screen), StringComparison.Ordinal);
    }

    [Fact]
    public void The_frame_before_a_move_gives_way_to_the_complete_review_only()
    {
        var screen = Screen.Press("j");
        var fetch = screen.Single<Effect.FetchReview>();
        var part = Registry with { Review = Registry.Review with { Workloads = [], Loading = ["workloads"] } };
        screen.Send(new Message.ReviewArrived(fetch.Id, part));
        Assert.Contains("1 Stuck   gitlab-cny revision 1234", Text(screen), StringComparison.Ordinal);
        screen.Send(new Message.ReviewArrived(fetch.Id, Registry));
        Assert.Contains("1 Stuck   registry revision 1", Text(screen), StringComparison.Ordinal);
        Assert.Null(screen.Model.StandIn);
    }

    [Fact]
    public void Moves_in_quick_succession_share_one_pause()
    {
        var screen = new ModelDriver(
            Fixtures.Screen(
                Fixtures.Healthy(),
                Fixtures.Row("registry", 1, ReleaseStatus.PendingInstall),
                Fixtures.Row("web", 8, ReleaseStatus.Uninstalling)
            )
        ).Press("j", "j");
        var patience = screen.Single<Effect.Patience>();
        screen.Send(new Message.StillReading(patience.Id));
        Assert.Null(screen.Model.StandIn);
        Assert.Null(screen.Model.Shown);
        screen.Press("k");
        Assert.Null(screen.Model.StandIn);
    }

    [Fact]
    public void A_review_that_was_seen_is_shown_at_once_with_its_age()
    {
        var screen = Seen.Send(new Message.Tick(Fixtures.Now.AddSeconds(12))).Forget().Press("k");
        Assert.Contains("┌ gitlab-cny  advice: delete the record  12s old … ─", Text(screen), StringComparison.Ordinal);
        Assert.Contains("1 Stuck   gitlab-cny revision 1234", Text(screen), StringComparison.Ordinal);
        Assert.Empty(screen.Effects.OfType<Effect.Patience>());
        screen.Send(new Message.Tick(Fixtures.Now.AddSeconds(13)));
        Assert.Contains("  13s old … ─", Text(screen), StringComparison.Ordinal);
        Answer(screen, Fixtures.Sheet(Fixtures.Healthy()));
        Assert.DoesNotContain(" old …", Text(screen), StringComparison.Ordinal);
        Assert.Null(screen.Model.StandIn);
    }

    [Fact]
    public void A_part_of_the_new_review_takes_the_place_of_what_it_answers()
    {
        var screen = Seen.Press("k");
        var fetch = screen.Single<Effect.FetchReview>();
        var part = Fixtures.Blocked() with { Loading = ["pods"] };
        screen.Send(new Message.ReviewArrived(fetch.Id, Fixtures.Sheet(part)));
        Assert.Equal(CheckState.Fail, screen.Model.Shown!.Review.Find(WorkloadsCheck.Id)!.State);
        Assert.NotNull(screen.Model.StandIn);
        var other = Fixtures.Sheet(Fixtures.Loading() with { Record = Fixtures.Record(1235, ReleaseStatus.PendingUpgrade) });
        screen.Send(new Message.ReviewArrived(fetch.Id, other));
        Assert.Null(screen.Model.StandIn);
    }

    [Theory, InlineData("d"), InlineData("f"), InlineData("y"), InlineData("w")]
    public void Nothing_is_done_by_what_stands_in(string key)
    {
        foreach (var screen in (ModelDriver[])[Screen.Press("j"), Seen.Press("k")])
        {
            screen.Forget().Press(key);
            Assert.Null(screen.Model.Overlay);
            Assert.Empty(screen.Effects);
            Assert.NotNull(screen.Model.Notice);
        }
    }

    [Fact]
    public void The_dialog_is_about_what_was_read_now()
    {
        var screen = Seen.Press("k");
        var fetch = screen.Single<Effect.FetchReview>();
        var part = Fixtures.Healthy() with { Checks = Fixtures.Loading().Checks, Loading = ["workloads"] };
        screen.Send(new Message.ReviewArrived(fetch.Id, Fixtures.Sheet(part)));
        Assert.NotNull(screen.Model.StandIn);
        Assert.Contains(screen.Model.Shown!.Review.Checks, check => check.State == CheckState.Pass);
        screen.Press("d");
        // Every check of the earlier read passed; none of this one has been answered.
        Assert.All(screen.Dialog.Facts.Review.Checks, check => Assert.True(check.Pending));
    }

    [Fact]
    public void A_review_of_an_older_record_or_of_a_release_that_changed_is_not_shown()
    {
        var newer = Seen;
        var list = Fixtures.Listing([
            Fixtures.Row(Fixtures.Release, 1235, ReleaseStatus.PendingUpgrade),
            Fixtures.Row("registry", 1, ReleaseStatus.PendingInstall),
        ]);
        newer.Press("r");
        newer.Send(new Message.ListingArrived(newer.Single<Effect.FetchList>().Id, list)).Press("k");
        Assert.Null(newer.Model.StandIn?.At);
        var changed = Seen;
        changed.Send(
            new Message.Followed(
                changed.Model.Following.Id,
                new FollowNews.Changed([new ReleaseName(Fixtures.Namespace, Fixtures.Release)], "9")
            )
        );
        Assert.DoesNotContain(changed.Model.Seen, seen => seen.Facts.Key == Fixtures.Key);
    }

    [Fact]
    public void The_newest_64_are_kept_without_their_manifests()
    {
        var names = Enumerable.Range(0, 200).Select(n => $"release-{n:000}").ToList();
        var screen = new ModelDriver(
            Fixtures.Screen(Fixtures.Healthy(), [.. names.Select(name => Fixtures.Row(name, 1234, ReleaseStatus.PendingUpgrade))])
        );
        foreach (var name in names)
        {
            screen.Press("j");
            var review = Fixtures.Of([Fixtures.Record(1234, ReleaseStatus.PendingUpgrade, name)]);
            var payload = ((RecordPayload.Decoded)review.Record!.Payload).Release with { Manifest = new string('x', 1000) };
            review = review with { Record = review.Record with { Payload = new RecordPayload.Decoded(payload) } };
            Answer(screen, Fixtures.Sheet(review with { History = [review.Record] }));
        }
        Assert.Equal(StandIns.MostSeen, screen.Model.Seen.Count);
        Assert.Equal(names.Skip(135).Take(64).Reverse(), screen.Model.Seen.Select(seen => seen.Facts.Key.Release));
        Assert.All(
            screen.Model.Seen,
            seen =>
            {
                Assert.Equal("", seen.Facts.Review.Record!.Release!.Manifest);
                Assert.Equal("", seen.Facts.Delete!.Plan.Records[0].Release!.Manifest);
                Assert.Same(seen.Facts.Review, seen.Facts.Delete.Plan.Review);
            }
        );
    }

    [Fact]
    public void A_change_forgets_what_was_seen()
    {
        var screen = Seen;
        Assert.NotEmpty(screen.Model.Seen);
        screen.Press("k");
        Answer(screen, Fixtures.Sheet(Fixtures.CiJobsUnknown())).Open().Press("c").Type("1234").Press("Enter");
        Answer(screen, Fixtures.Sheet(Fixtures.CiJobsUnknown()));
        screen.Send(new Message.RecoveryFinished(screen.Single<Effect.Recover>(), Fixtures.Deleted()));
        Assert.Empty(screen.Model.Seen);
    }

    private static ModelDriver Answer(ModelDriver screen, ScreenReview facts)
    {
        var fetch = screen.Effects.OfType<Effect.FetchReview>().Last();
        return screen.Send(new Message.ReviewArrived(fetch.Id, facts), new Message.FetchEnded(fetch.Id));
    }

    private static string Text(ModelDriver screen) => View.Draw(screen.Model, 120, 40).ToText();

    private static string[] Lines(ModelDriver screen) => [.. Text(screen).Split('\n').Select(line => line.PadRight(120)).SkipLast(1)];
}
