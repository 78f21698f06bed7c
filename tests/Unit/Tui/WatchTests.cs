using Helmstuck.Helm.Records;
using Helmstuck.Recovery;
using Helmstuck.Tui.State;
using Helmstuck.Tui.Views;

namespace Helmstuck.Tests.Unit.Tui;

/// <summary>The page of the result looks out for a Helm that is alive after all, for as long as it is open.</summary>
public sealed class WatchTests
{
    private static readonly RecordMeta Base = Fixtures.History()[1].Meta;

    private static ModelDriver Done()
    {
        var play = new ModelDriver(Fixtures.Screen(Fixtures.Healthy())).Open().Type("1234").Press("Enter");
        var outcome = (RecoveryOutcome.Done)Fixtures.Deleted() with
        {
            Left = [.. Fixtures.History().Skip(1).Select(record => record.Meta)],
        };
        return play.Send(new Message.RecoveryFinished(play.Single<Effect.Recover>(), outcome)).Forget();
    }

    private static string Text(ModelDriver play) => View.Draw(play.Model with { Width = 200, Height = 60 }, 200, 60).ToText();

    [Fact]
    public void The_records_are_looked_at_again_and_again_one_look_at_a_time()
    {
        var play = Done().Send(new Message.Tick(Fixtures.Now.AddSeconds(1)));
        Assert.Empty(play.Effects.OfType<Effect.LookAfter>());
        play.Send(new Message.Tick(Fixtures.Now.AddSeconds(2)), new Message.Tick(Fixtures.Now.AddSeconds(9)));
        Assert.Equal(Fixtures.Key, play.Single<Effect.LookAfter>().Release);
        play.Send(new Message.RecordsSeen(Fixtures.Key, [Base], "")).Forget().Send(new Message.Tick(Fixtures.Now.AddSeconds(11)));
        play.Single<Effect.LookAfter>();
        Assert.Contains("Watching the records", Text(play), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_Helm_writes_is_said_at_the_top_and_stays()
    {
        var play = Done()
            .Send(
                new Message.Tick(Fixtures.Now.AddSeconds(2)),
                new Message.RecordsSeen(Fixtures.Key, [Base with { LabelStatus = "superseded", ResourceVersion = "999999" }], "")
            );
        Assert.Contains("! Helm is still running", Text(play), StringComparison.Ordinal);
        play.Send(new Message.RecordsSeen(Fixtures.Key, [], "the connection was lost"));
        Assert.Contains("! Helm is still running", Text(play), StringComparison.Ordinal);
        Assert.Contains(
            "Cannot watch the records for a Helm that is still running: the connection was lost",
            Text(play),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Nobody_watches_once_the_page_is_closed_or_where_nothing_was_changed()
    {
        Assert.Empty(Done().Press("Esc").Send(new Message.Tick(Fixtures.Now.AddSeconds(5))).Effects.OfType<Effect.LookAfter>());
        var play = new ModelDriver(Fixtures.Screen(Fixtures.Healthy())).Open().Type("1234").Press("Enter");
        play.Send(
            new Message.RecoveryFinished(play.Single<Effect.Recover>(), new RecoveryOutcome.Changed { Lines = ["changed"] }),
            new Message.Tick(Fixtures.Now.AddSeconds(5))
        );
        Assert.Empty(play.Effects.OfType<Effect.LookAfter>());
    }
}
