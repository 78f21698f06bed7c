using Helmstuck.Runbook;
using Helmstuck.Terminal;
using Helmstuck.Tui.State;

namespace Helmstuck.Tests.Unit.Tui;

/// <summary>
/// Terminals that do not mark a paste send digits and Enter at once: that confirms nothing, in whichever dialog.
/// </summary>
public sealed class RushedEnterTests
{
    private const string Again = "Enter came together with the key before it: press it again.";

    private static ModelDriver Healthy => new(Fixtures.Screen(Fixtures.Healthy()));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1000)]
    [InlineData(1, 0)]
    [InlineData(1, 149)]
    public void Enter_in_one_read_with_the_revision_or_right_behind_it_deletes_nothing(int reads, int milliseconds)
    {
        var play = Healthy.Open().Type("1234");
        Enter(play, reads, milliseconds);
        Assert.Empty(play.Effects.OfType<Effect.Recover>());
        Assert.Equal(("1234", Again), (play.Dialog.Typed, play.Dialog.Message));
        Assert.Single(play.Press("Enter").Effects.OfType<Effect.Recover>());
    }

    [Fact]
    public void Enter_after_a_pause_deletes()
    {
        var play = Healthy.Open().Type("1234");
        Enter(play, 1, 150);
        play.Single<Effect.Recover>();
    }

    // A slow link hands a paste of many lines over bit by bit.
    [Fact]
    public void Enter_after_Enter_is_held_to_the_same()
    {
        var play = Healthy.Open().Type("1234");
        for (var number = 0; number < 20; number++)
            Enter(play, 1, 100);
        Assert.Empty(play.Effects.OfType<Effect.Recover>());
    }

    [Fact]
    public void Enter_right_behind_a_paste_confirms_nothing()
    {
        var play = Healthy.Open().Type("1234").Send(new Message.Paste("x", Typed.Next()));
        Enter(play, 1, 10);
        Assert.Empty(play.Effects.OfType<Effect.Recover>());
    }

    [Fact]
    public void Marking_failed_is_held_to_the_same()
    {
        var play = Healthy.Open("f");
        var fetch = play.Single<Effect.FetchReview>();
        play.Send(
                new Message.ReviewArrived(fetch.Id, Fixtures.Sheet(Fixtures.Healthy() with { Remedy = Remedy.MarkFailed })),
                new Message.FetchEnded(fetch.Id)
            )
            .Type("1234");
        Enter(play, 0, 0);
        Assert.Empty(play.Effects.OfType<Effect.Recover>());
        Assert.Equal(Remedy.MarkFailed, play.Press("Enter").Single<Effect.Recover>().Request.Plan.Remedy);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 149)]
    public void Restoring_is_held_to_the_same(int reads, int milliseconds)
    {
        var play = new ModelDriver(Fixtures.Screen(Fixtures.Healthy()) with { Undo = [Fixtures.Backup()] }).Press("u");
        Enter(play, reads, milliseconds);
        Assert.Empty(play.Effects.OfType<Effect.Restore>());
        Assert.IsType<Overlay.UndoPrompt>(play.Model.Overlay);
        Assert.Equal(Again, play.Model.Notice!.Text);
        play.Press("Enter").Single<Effect.Restore>();
    }

    // The reason's Enter only closes its line; the digits and the Enter behind it delete nothing.
    [Fact]
    public void Reason_revision_and_Enter_in_one_read_delete_nothing()
    {
        var play = new ModelDriver(Fixtures.Screen(Fixtures.Blocked())).Open();
        foreach (var key in (string[])["o", "x", "Enter", "1", "2", "3", "4", "Enter"])
            play.Send(new Message.Key(key, play.Model.LastInput!.Value));
        Assert.Empty(play.Effects.OfType<Effect.Recover>());
        Assert.Equal("1234", play.Dialog.Typed);
    }

    // While something is under way, keys only ask to quit when it is done: no Enter confirms anything there.
    [Fact]
    public void While_it_runs_nothing_is_confirmed()
    {
        var play = Healthy.Open().Type("1234").Press("Enter").Forget();
        Enter(play, 0, 0);
        play.Send(new Message.Paste("q\r", Typed.Next()));
        Assert.Empty(play.Effects);
        Assert.False(play.Model.QuitWhenDone);
    }

    private static void Enter(ModelDriver play, int reads, int milliseconds)
    {
        var last = play.Model.LastInput!.Value;
        play.Send(new Message.Key("Enter", new Arrival(last.Read + reads, last.At + TimeSpan.FromMilliseconds(milliseconds))));
    }
}
