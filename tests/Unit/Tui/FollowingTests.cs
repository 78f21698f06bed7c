using Helmstuck.Helm.Records;
using Helmstuck.Survey;
using Helmstuck.Tui.State;
using Helmstuck.Tui.Update;
using Helmstuck.Tui.Views;

namespace Helmstuck.Tests.Unit.Tui;

/// <summary>What the watch of the records does to the screen.</summary>
public sealed class FollowingTests
{
    private const int Watch = 900;

    private static readonly ReleaseRow Other = Fixtures.Row("registry", 1, ReleaseStatus.PendingInstall);

    private static readonly ReleaseListing Listed = Fixtures.Listing([Fixtures.Row(Fixtures.Healthy()), Other]) with
    {
        ResourceVersion = "41",
    };

    /// <summary>The complete screen, a second after everything was read, with a watch that was accepted.</summary>
    private static ModelDriver Live(FollowMode mode = FollowMode.Live) =>
        new(
            Fixtures.Screen(Fixtures.Healthy(), Other) with
            {
                Listing = Listed,
                Following = new Following { Id = Watch, Mode = mode },
                Now = Fixtures.Now.AddSeconds(1),
                NextId = Watch + 1,
            }
        );

    private static Message.Followed News(FollowNews news, int id = Watch) => new Message.Followed(id, news);

    private static Message.Followed Changed(string release, string version = "42") =>
        News(new FollowNews.Changed([new ReleaseName(Fixtures.Namespace, release)], version));

    private static string HeaderOf(Model model, int width = 120) => View.Draw(model, width, 40).ToText().Split('\n')[0].TrimEnd();

    [Fact]
    public void The_watch_begins_with_the_first_complete_screen_and_where_the_list_was_read()
    {
        var play = new ModelDriver(Updater.Start(Fixtures.Model()).Model);
        var list = play.Model.ListFetch!.Id;
        play.Send(new Message.ListingArrived(list, Listed), new Message.FetchEnded(list));
        Assert.Empty(play.Effects.OfType<Effect.Follow>());
        var review = play.Single<Effect.FetchReview>().Id;
        play.Send(new Message.ReviewArrived(review, Fixtures.Sheet(Fixtures.Healthy())), new Message.FetchEnded(review));
        var follow = play.Single<Effect.Follow>();
        Assert.Equal(("41", Fixtures.Namespace), (follow.ResourceVersion, follow.Scope.Namespace));
        play.Send(News(new FollowNews.Live(), follow.Id));
        Assert.Contains("live · read", HeaderOf(play.Model), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_refresh_nothing_is_watched()
    {
        var play = new ModelDriver(Updater.Start(Fixtures.Model() with { Refresh = TimeSpan.Zero }).Model);
        var list = play.Model.ListFetch!.Id;
        play.Send(new Message.ListingArrived(list, Fixtures.Listing([]) with { ResourceVersion = "41" }), new Message.FetchEnded(list));
        Assert.Empty(play.Effects);
    }

    [Fact]
    public void A_change_of_another_release_reads_that_release_alone()
    {
        var play = Live().Send(Changed("web"));
        var update = play.Single<Effect.UpdateList>().Update;
        Assert.Same(Listed, update.Before);
        Assert.Equal([new ReleaseName(Fixtures.Namespace, "web")], update.Changed);
        Assert.Equal("42", update.NotOlderThan);
        Assert.Empty(play.Effects.OfType<Effect.FetchReview>());
        Assert.True(play.Model.Settled);
    }

    [Fact]
    public void A_change_of_the_selected_release_reads_its_review_too()
    {
        var play = Live().Send(Changed(Fixtures.Release));
        play.Single<Effect.UpdateList>();
        Assert.Equal(Fixtures.Key, play.Single<Effect.FetchReview>().Release);
        // What changes meanwhile is read afterwards, once.
        play.Forget().Send(Changed(Fixtures.Release, "43"), Changed("web", "44"));
        Assert.Empty(play.Effects);
        play.Send(new Message.FetchEnded(play.Model.ListFetch!.Id), new Message.FetchEnded(play.Model.ReviewFetch!.Id));
        var update = play.Single<Effect.UpdateList>().Update;
        Assert.Equal([new ReleaseName(Fixtures.Namespace, Fixtures.Release), new ReleaseName(Fixtures.Namespace, "web")], update.Changed);
        Assert.Equal("44", update.NotOlderThan);
        play.Single<Effect.FetchReview>();
    }

    [Fact]
    public void A_workload_of_the_selected_release_that_changed_has_its_review_read()
    {
        var play = Live();
        play.Send(new Message.WorkloadsChanged(new ReleaseKey(Fixtures.Namespace, Other.Release)));
        Assert.Empty(play.Effects);
        play.Send(new Message.WorkloadsChanged(Fixtures.Key));
        var review = Assert.IsType<Effect.FetchReview>(Assert.Single(play.Effects));
        Assert.Equal((Fixtures.Key, true, true), (review.Release, review.Unasked, review.FollowsWorkloads));
        // One that changes meanwhile is read once more.
        play.Send(new Message.WorkloadsChanged(Fixtures.Key));
        Assert.Single(play.Effects);
        play.Send(new Message.ReviewArrived(review.Id, Fixtures.Sheet(Fixtures.Healthy())), new Message.FetchEnded(review.Id));
        Assert.Equal(2, play.Effects.OfType<Effect.FetchReview>().Count());
    }

    [Fact]
    public void While_the_cluster_is_being_changed_nothing_is_read()
    {
        var play = new ModelDriver(Live().Model with { Busy = true }).Send(Changed(Fixtures.Release));
        Assert.Empty(play.Effects);
        Assert.NotEmpty(play.Model.Following.Changed);
    }

    [Fact]
    public void News_of_a_watch_that_was_replaced_are_ignored()
    {
        var play = Live().Send(News(new FollowNews.Changed([new ReleaseName(Fixtures.Namespace, "web")], "9"), Watch - 1));
        Assert.Empty(play.Effects);
        Assert.Equal(FollowMode.Unknown, play.Press("a").Model.Following.Mode);
        play.Forget().Send(Changed("web"));
        Assert.Empty(play.Effects);
    }

    [Fact]
    public void Changes_that_the_server_no_longer_has_are_read_as_a_list_and_watched_from_there()
    {
        var play = Live().Send(News(new FollowNews.Expired()));
        var list = play.Single<Effect.FetchList>();
        play.Send(new Message.ListingArrived(list.Id, Listed with { ResourceVersion = "77" }), new Message.FetchEnded(list.Id));
        Assert.Equal("77", play.Single<Effect.Follow>().ResourceVersion);
    }

    [Fact]
    public void Live_reads_the_list_once_a_minute_and_polling_at_every_refresh()
    {
        var live = Live();
        live.Send(new Message.Tick(Fixtures.Now.AddSeconds(59)));
        Assert.DoesNotContain(live.Effects, effect => effect is Effect.FetchList or Effect.UpdateList);
        live.Send(new Message.Tick(Fixtures.Now.AddSeconds(60)));
        live.Single<Effect.FetchList>();

        var polling = Live(FollowMode.Polling).Send(new Message.Tick(Fixtures.Now.AddSeconds(2)));
        Assert.Empty(polling.Single<Effect.UpdateList>().Update.Changed);
    }

    [Fact]
    public void An_expensive_list_is_never_polled()
    {
        var scope = new ListScope { Namespace = Fixtures.Namespace, All = true };
        var play = new ModelDriver(Live(FollowMode.Polling).Model with { Scope = scope, Listing = Listed with { Scope = scope } }).Send(
            new Message.Tick(Fixtures.Now.AddMinutes(5))
        );
        Assert.DoesNotContain(play.Effects, effect => effect is Effect.FetchList or Effect.UpdateList);
    }

    [Fact]
    public void A_lost_server_is_in_the_header_with_since_when_and_its_rows_stop_ageing()
    {
        var play = Live().Send(News(new FollowNews.Lost("refused")));
        var poll = play.Single<Effect.UpdateList>();
        play.Send(
            new Message.ListingArrived(poll.Id, Fixtures.Listing([]) with { Error = "the connection was refused", OutOfReach = true }),
            new Message.FetchEnded(poll.Id),
            new Message.Tick(Fixtures.Now.AddHours(2))
        );
        Assert.Contains("reconnecting (119m) · read 03:02:11Z", HeaderOf(play.Model), StringComparison.Ordinal);
        var screen = View.Draw(play.Model, 120, 40).ToText();
        Assert.Contains("Stuck releases as of 03:02:12Z", screen, StringComparison.Ordinal);
        Assert.Contains("50m", screen, StringComparison.Ordinal);
        // Nothing but the list is asked of a server that is out of reach.
        Assert.Empty(play.Effects.OfType<Effect.FetchReview>());

        play.Forget().Send(News(new FollowNews.Live()));
        Assert.Contains("live ·", HeaderOf(play.Model), StringComparison.Ordinal);
        play.Send(new Message.Tick(Fixtures.Now.AddHours(2).AddSeconds(1)));
        play.Single<Effect.FetchReview>();
    }

    [Fact]
    public void A_list_that_answers_ends_the_loss_though_nothing_can_be_watched_yet()
    {
        var play = Live().Send(News(new FollowNews.Lost("503")));
        var poll = play.Single<Effect.UpdateList>();
        play.Send(new Message.ListingArrived(poll.Id, Listed), new Message.FetchEnded(poll.Id));
        Assert.Contains("polling every 2s · read", HeaderOf(play.Model), StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_that_can_be_read_again_is_watched_again_at_once()
    {
        var play = Live().Send(News(new FollowNews.Lost("refused")));
        var failed = play.Single<Effect.UpdateList>();
        play.Send(
            new Message.ListingArrived(failed.Id, Fixtures.Listing([]) with { Error = "refused", OutOfReach = true }),
            new Message.FetchEnded(failed.Id)
        );
        Assert.Empty(play.Effects.OfType<Effect.Follow>());
        play.Forget().Send(new Message.Tick(Fixtures.Now.AddSeconds(4)));
        var poll = play.Single<Effect.UpdateList>();
        play.Send(new Message.ListingArrived(poll.Id, Listed), new Message.FetchEnded(poll.Id));
        Assert.Equal("41", play.Single<Effect.Follow>().ResourceVersion);
        // While only the watch fails, its own pauses hold.
        play.Forget().Send(News(new FollowNews.Lost("503"), play.Model.Following.Id));
        var answered = play.Single<Effect.UpdateList>();
        play.Send(new Message.ListingArrived(answered.Id, Listed), new Message.FetchEnded(answered.Id));
        Assert.Empty(play.Effects.OfType<Effect.Follow>());
    }

    [Fact]
    public void A_screen_that_nobody_touches_reads_its_review_less_often()
    {
        var (busy, idle) = (Reviews(touched: true), Reviews(touched: false));
        Assert.Equal(30, busy);
        Assert.Equal(6, idle);

        static int Reviews(bool touched)
        {
            var play = Live().Send(new Message.Tick(Fixtures.Now));
            var reviews = 0;
            for (var second = 1; second <= 120; second++)
            {
                if (touched)
                    play.Press("x");
                play.Forget().Send(new Message.Tick(Fixtures.Now.AddSeconds(second)));
                foreach (var list in play.Effects.OfType<Effect.FetchList>().ToList())
                    play.Send(
                        new Message.ListingArrived(list.Id, Listed with { ReadAt = Fixtures.Now.AddSeconds(second) }),
                        new Message.FetchEnded(list.Id)
                    );
                foreach (var review in play.Effects.OfType<Effect.FetchReview>().ToList())
                {
                    reviews += second > 60 ? 1 : 0;
                    play.Send(new Message.ReviewArrived(review.Id, Fixtures.Sheet(Fixtures.Healthy())), new Message.FetchEnded(review.Id));
                }
            }
            return reviews;
        }
    }

    [Fact]
    public void Nothing_stuck_keeps_when_that_was_read()
    {
        var play = new ModelDriver(
            Fixtures.Model() with
            {
                Listing = Fixtures.Listing([]),
                Following = new Following { Id = Watch, Mode = FollowMode.Polling },
                ListedAt = Fixtures.Now,
            }
        ).Send(new Message.Tick(Fixtures.Now.AddSeconds(3)));
        var poll = play.Single<Effect.UpdateList>();
        play.Send(
            new Message.ListingArrived(
                poll.Id,
                Fixtures.Listing([]) with
                {
                    Error = "the connection was refused",
                    OutOfReach = true,
                    ReadAt = Fixtures.Now.AddSeconds(3),
                }
            ),
            new Message.FetchEnded(poll.Id)
        );
        Assert.EndsWith("reconnecting (0s) · read 03:02:11Z", HeaderOf(play.Model), StringComparison.Ordinal);
        Assert.Contains("the connection was refused", View.Draw(play.Model, 120, 40).ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_does_not_come_is_asked_for_and_then_counts_as_lost()
    {
        var play = Live().Send(new Message.Tick(Fixtures.Now.AddSeconds(2)));
        play.Single<Effect.FetchReview>();
        play.Send(new Message.Tick(Fixtures.Now.AddSeconds(6)));
        Assert.Empty(play.Effects.OfType<Effect.UpdateList>());
        play.Send(new Message.Tick(Fixtures.Now.AddSeconds(7)));
        play.Single<Effect.UpdateList>();
        play.Send(new Message.Tick(Fixtures.Now.AddSeconds(17)));
        Assert.Equal(Fixtures.Now.AddSeconds(7), play.Model.Following.LostAt);
    }

    [Fact]
    public void A_key_tries_again_at_once()
    {
        var play = Live(FollowMode.Polling).Press("r");
        var list = play.Single<Effect.FetchList>();
        var review = play.Single<Effect.FetchReview>();
        play.Send(
            new Message.ListingArrived(list.Id, Listed),
            new Message.FetchEnded(list.Id),
            new Message.ReviewArrived(review.Id, Fixtures.Sheet(Fixtures.Healthy())),
            new Message.FetchEnded(review.Id)
        );
        play.Single<Effect.Follow>();
        Assert.Empty(Live().Press("r").Effects.OfType<Effect.Follow>());
    }

    [Fact]
    public void A_review_that_contradicts_the_list_has_the_release_read_again_once()
    {
        var gone = Fixtures.Healthy() with { Record = null, History = [] };
        var play = Live().Send(new Message.Tick(Fixtures.Now.AddSeconds(2)));
        for (var round = 0; round < 3; round++)
        {
            var review = play.Effects.OfType<Effect.FetchReview>().Last();
            play.Send(new Message.ReviewArrived(review.Id, Fixtures.Sheet(gone)), new Message.FetchEnded(review.Id));
            var update = play.Single<Effect.UpdateList>();
            Assert.Equal([new ReleaseName(Fixtures.Namespace, Fixtures.Release)], update.Update.Changed);
            Assert.Equal("", update.Update.NotOlderThan);
            play.Send(new Message.ListingArrived(update.Id, Listed), new Message.FetchEnded(update.Id)).Press("r");
            var list = play.Effects.OfType<Effect.FetchList>().Last();
            play.Send(new Message.ListingArrived(list.Id, Listed), new Message.FetchEnded(list.Id));
        }
    }

    [Fact]
    public void A_row_whose_record_is_gone_goes_with_it()
    {
        var gone = Fixtures.Healthy() with { Record = null, History = [] };
        var play = Live().Send(new Message.Tick(Fixtures.Now.AddSeconds(2)));
        var review = play.Single<Effect.FetchReview>();
        play.Send(new Message.ReviewArrived(review.Id, Fixtures.Sheet(gone)), new Message.FetchEnded(review.Id));
        var update = play.Single<Effect.UpdateList>();
        play.Send(
            new Message.ListingArrived(update.Id, Fixtures.Listing([Other]) with { ResourceVersion = "41" }),
            new Message.FetchEnded(update.Id)
        );
        Assert.Equal("registry", play.Model.Selected!.Release);
    }

    [Fact]
    public void A_slow_credential_plugin_is_named_and_Esc_cancels_it()
    {
        var play = new ModelDriver(Updater.Start(Fixtures.Model()).Model).Send(new Message.PluginRuns("gke-auth"));
        Assert.DoesNotContain("waiting for", View.Draw(play.Model, 80, 24).ToText(), StringComparison.Ordinal);
        play.Send(new Message.Tick(Fixtures.Now.AddSeconds(4)));
        Assert.Contains(
            "waiting for credential plugin gke-auth, 4 s. Esc cancels it.",
            View.Draw(play.Model, 80, 24).ToText(),
            StringComparison.Ordinal
        );
        play.Press("Esc").Single<Effect.CancelPlugin>();
        play.Send(new Message.PluginRuns(null)).Forget();
        Assert.DoesNotContain("waiting for", View.Draw(play.Model, 80, 24).ToText(), StringComparison.Ordinal);
        Assert.Equal([typeof(Effect.RunPluginAgain), typeof(Effect.FetchList)], play.Press("r").Effects.Select(effect => effect.GetType()));
    }

    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    [InlineData(200, 60)]
    public void Out_of_reach(int width, int height)
    {
        var live = Live().Model;
        var lost = live with
        {
            Listing = live.Listing! with { Error = "The connection to the server api.gprd.example was refused", OutOfReach = true },
            Following = live.Following with { LostAt = Fixtures.Now.AddSeconds(-90) },
        };
        Snapshot.Verify(View.Draw(lost with { Width = width, Height = height }, width, height).ToText(), $"{width}x{height}");
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    public void Header(int width)
    {
        var model = Live().Model;
        Snapshot.Verify(
            string.Join(
                '\n',
                HeaderOf(model, width),
                HeaderOf(Live(FollowMode.Polling).Model, width),
                HeaderOf(model with { Following = model.Following with { LostAt = Fixtures.Now.AddSeconds(-11) } }, width),
                HeaderOf(model with { ReadOnly = true, Place = model.Place with { Production = true } }, width)
            ),
            width.ToString(System.Globalization.CultureInfo.InvariantCulture)
        );
    }
}
