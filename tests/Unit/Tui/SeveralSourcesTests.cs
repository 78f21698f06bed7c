using Helmstuck.Helm.Records;
using Helmstuck.Survey;
using Helmstuck.Tui.State;
using Helmstuck.Tui.Update;
using Helmstuck.Tui.Views;

namespace Helmstuck.Tests.Unit.Tui;

/// <summary>Several namespaces and several contexts on one screen.</summary>
public sealed class SeveralSourcesTests
{
    private const string Staging = "gstg";

    private static Source Of(string context, string? ns = Fixtures.Namespace) =>
        new()
        {
            Place = new Place(context.Length > 0 ? context : Fixtures.Context, $"api.{context}.example", ""),
            Scope = new ListScope { Context = context, Namespace = ns },
        };

    /// <summary>Started, and nothing has answered yet.</summary>
    private static ModelDriver Begin(params Source[] sources)
    {
        var step = Updater.Start(Fixtures.Model() with { Sources = sources });
        var play = new ModelDriver(step.Model);
        play.Effects.AddRange(step.Effects);
        return play;
    }

    private static ReleaseListing Answer(Source source, params ReleaseRow[] rows) =>
        Fixtures.Listing([.. rows.Select(row => row with { Context = source.Scope.Context })], source.Scope) with
        {
            ResourceVersion = "41",
        };

    private static ReleaseListing Problem(Source source, string error) => Fixtures.Listing([], source.Scope) with { Error = error };

    /// <summary>The source at that place answers.</summary>
    private static ModelDriver Answers(ModelDriver play, int at, ReleaseListing listing)
    {
        var id = play.Model.Sources[at].ListFetch!.Id;
        return play.Send(new Message.ListingArrived(id, listing), new Message.FetchEnded(id));
    }

    private static ReleaseRow Row(string release, string ns = Fixtures.Namespace) =>
        Fixtures.Row(release, 7, ReleaseStatus.PendingUpgrade, ns);

    private static ModelDriver Reviewed(ModelDriver play)
    {
        var fetch = play.Effects.OfType<Effect.FetchReview>().Last();
        var key = fetch.Release;
        var review = Fixtures.Healthy() with { Context = key.Context, Server = $"api.{key.Context}.example" };
        return play.Send(
            new Message.ReviewArrived(fetch.Id, Fixtures.Sheet(review) with { Context = key.Context }),
            new Message.FetchEnded(fetch.Id)
        );
    }

    private static ModelDriver Contexts()
    {
        var play = Begin(Of("gprd"), Of(Staging), Of("ops"));
        Answers(play, 0, Answer(play.Model.Sources[0], Fixtures.Row(Fixtures.Healthy())));
        Answers(play, 1, Answer(play.Model.Sources[1], Fixtures.Row(Fixtures.Healthy()), Row("web")));
        return Reviewed(play);
    }

    [Fact]
    public void Each_context_is_read_on_its_own_and_the_slow_one_delays_nothing()
    {
        var play = Contexts();
        Assert.Equal(["gprd", Staging, "ops"], play.Effects.OfType<Effect.FetchList>().Select(list => list.Scope.Context));
        Assert.Equal(["gprd", Staging, Staging], play.Model.Rows.Select(row => row.Context));
        Assert.Equal("gprd", play.Model.Selected!.Context);
        Assert.Equal(["gprd", Staging], play.Effects.OfType<Effect.Follow>().Select(follow => follow.Scope.Context));
        Assert.Contains("ops/gitlab: reading the releases", Text(play), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_release_in_two_contexts_is_two_rows_and_two_reviews()
    {
        var play = Contexts().Press("j");
        Assert.Equal(new ReleaseKey(Fixtures.Namespace, Fixtures.Release, Staging), play.Model.Selected);
        Assert.Equal(Staging, play.Model.Place.Context);
        Assert.Equal(play.Model.Selected, play.Effects.OfType<Effect.FetchReview>().Last().Release);
    }

    [Fact]
    public void A_review_of_another_context_is_not_shown()
    {
        var play = Contexts().Press("j");
        var fetch = play.Effects.OfType<Effect.FetchReview>().Last();
        play.Send(new Message.ReviewArrived(fetch.Id, Fixtures.Sheet(Fixtures.Healthy()) with { Context = "gprd" }));
        Assert.NotEqual("gprd", play.Model.Review?.Context);
    }

    [Fact]
    public void A_change_in_one_context_is_read_there_alone()
    {
        var play = Contexts();
        var follow = play.Effects.OfType<Effect.Follow>().Single(one => one.Scope.Context == Staging);
        play.Forget().Send(new Message.Followed(follow.Id, new FollowNews.Changed([new(Fixtures.Namespace, "web")], "42")));
        var update = play.Single<Effect.UpdateList>();
        Assert.Equal((Staging, 1), (update.Update.Before.Scope.Context, update.At));
        Assert.Empty(play.Effects.OfType<Effect.FetchReview>());
    }

    [Fact]
    public void A_change_of_the_namesake_in_another_context_does_not_read_the_review()
    {
        var play = Contexts();
        var follow = play.Effects.OfType<Effect.Follow>().Single(one => one.Scope.Context == Staging);
        play.Forget().Send(new Message.Followed(follow.Id, new FollowNews.Changed([new(Fixtures.Namespace, Fixtures.Release)], "42")));
        Assert.Empty(play.Effects.OfType<Effect.FetchReview>());
    }

    [Fact]
    public void A_context_that_is_lost_marks_its_own_rows()
    {
        var play = Contexts();
        var follow = play.Effects.OfType<Effect.Follow>().Single(one => one.Scope.Context == Staging);
        play.Send(new Message.Followed(follow.Id, new FollowNews.Lost("connection refused")));
        play.Send(new Message.Tick(Fixtures.Now.AddSeconds(12)));
        Assert.Null(play.Model.Sources[0].OldSince);
        Assert.NotNull(play.Model.Sources[1].OldSince);
        Assert.Contains("gstg/gitlab: reconnecting (12s)", Text(play), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    [InlineData(200, 60)]
    public void Screen(int width, int height)
    {
        var play = Contexts();
        Answers(play, 2, Problem(play.Model.Sources[2], "Unable to connect to the server: dial tcp 10.0.0.9:6443: i/o timeout"));
        Snapshot.Verify(View.Draw(play.Model with { Width = width, Height = height }, width, height).ToText(), $"{width}x{height}");
    }

    [Fact]
    public void The_dialog_names_the_context_and_repeats_it_in_its_last_line()
    {
        var play = Contexts().Press("j");
        Reviewed(play).Open();
        var text = Text(play);
        Assert.Contains("in gitlab on gstg: pending-upgrade", text, StringComparison.Ordinal);
        Assert.Contains("Type 1234 to delete sh.helm.release.v1.gitlab-cny.v1234 in gitlab on gstg (api.gstg.example):", text);
        play.Press("c").Type("1234").Press("Enter");
        Assert.Equal(Staging, play.Single<Effect.Recover>().Context);
    }

    [Fact]
    public void Undo_and_the_watch_after_a_delete_stay_in_its_context()
    {
        var play = Contexts().Press("j");
        Reviewed(play).Open().Press("c").Type("1234").Press("Enter");
        var recover = play.Single<Effect.Recover>();
        play.Forget().Send(new Message.RecoveryFinished(recover, Fixtures.Deleted()));
        Assert.Equal(Staging, play.Single<Effect.FetchList>().Scope.Context);
        play.Press("Esc", "u", "Enter");
        Assert.Equal(Staging, play.Single<Effect.Restore>().Context);
    }

    [Fact]
    public void Another_namespace_is_shown_in_each_context()
    {
        var play = Contexts().Forget();
        play.Press("n");
        Assert.Equal("gprd", play.Single<Effect.FetchNamespaces>().Context);
        play.Send(new Message.NamespacesArrived(new NamespaceList(["ops"], null))).Type("ops").Press("Enter");
        Assert.Equal(
            [("gprd", "ops"), (Staging, "ops"), ("ops", "ops")],
            play.Effects.OfType<Effect.FetchList>().Select(list => (list.Scope.Context, list.Scope.Namespace!))
        );
    }

    [Fact]
    public void Two_namespaces_of_one_cluster_are_one_list()
    {
        var play = Begin(Of("", "a"), Of("", "b"));
        Answers(play, 1, Answer(play.Model.Sources[1], Row("web", "b")));
        Answers(play, 0, Answer(play.Model.Sources[0], Row("web", "a")));
        Assert.Equal(["a", "b"], play.Model.Rows.Select(row => row.Namespace));
        Assert.Equal("b", play.Model.Selected!.Namespace);
        play.Press("n").Send(new Message.NamespacesArrived(new NamespaceList(["c"], null))).Type("c").Press("Enter");
        Assert.Equal(1, play.Single<Effect.DropSources>().Left);
        Assert.Equal("c", Assert.Single(play.Model.Sources).Scope.Namespace);
    }

    [Fact]
    public void Where_all_namespaces_may_not_be_listed_those_that_are_known_are()
    {
        var play = Begin(Of("", null) with { Fallback = ["gitlab", "ops"] });
        const string refused = "Error from server (Forbidden): secrets is forbidden: User \"jane\" cannot list resource \"secrets\"";
        Answers(play, 0, Problem(play.Model.Sources[0], refused) with { Forbidden = true });
        Assert.Equal(["gitlab", "ops"], play.Model.Sources.Select(source => source.Scope.Namespace));
        Answers(play, 0, Answer(play.Model.Sources[0], Row("web")));
        Answers(play, 1, Problem(play.Model.Sources[1], refused + " in the namespace \"ops\"") with { Forbidden = true });
        var text = Text(play);
        Assert.Contains("listed instead: gitlab, ops", text, StringComparison.Ordinal);
        Assert.Contains("✗ no permission to list the records of ops", text, StringComparison.Ordinal);
        Assert.Equal("web", Assert.Single(play.Model.Rows).Release);
    }

    [Fact]
    public void If_nothing_could_be_read_anywhere_the_program_ends_with_an_error()
    {
        var play = Begin(Of("gprd"), Of(Staging));
        Answers(play, 0, Problem(play.Model.Sources[0], "error: no"));
        Answers(play, 1, Problem(play.Model.Sources[1], "error: neither"));
        Assert.Equal(1, play.Press("q").Single<Effect.Quit>().ExitCode);
        Assert.Contains("gstg/gitlab: error: neither", Text(play), StringComparison.Ordinal);
    }

    private static string Text(ModelDriver play) => View.Draw(play.Model with { Width = 160, Height = 50 }, 160, 50).ToText();
}
