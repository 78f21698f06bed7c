using Helmstuck.Runbook;
using Helmstuck.Tui.Loop;
using Helmstuck.Tui.State;
using Helmstuck.Tui.Views;

namespace Helmstuck.Tests.Unit.Tui;

/// <summary>The four steps that lead a new user through the demo cluster.</summary>
public sealed class GuideTests
{
    private static Model Begin(int width = 80, int height = 24) =>
        Fixtures.Screen(Fixtures.CiJobsUnknown()) with
        {
            Guide = 1,
            Width = width,
            Height = height,
        };

    [Fact]
    public void It_goes_on_with_what_the_user_does()
    {
        var play = new ModelDriver(Begin());
        List<string> seen = [Line(play.Model)];
        seen.Add(Line(play.Press("Enter").Model));
        seen.Add(Line(play.Press("5").Model));
        seen.Add(Line(play.Open().Model));
        play.Press("c").Type("1234").Press("Enter");
        play.Send(new Message.RecoveryFinished(play.Single<Effect.Recover>(), Fixtures.Deleted()));
        seen.Add(Line(play.Model));
        Assert.Equal(
            [
                " 1/4  What is stuck: answer 1. j k move, Enter opens what is below.  Esc hides.",
                " 2/4  Is it safe? Answers 2 and 3. 5 opens the evidence; d goes on.",
                " 3/4  Delete: press d.",
                " 3/4  Delete: c attests, then type 1234 and press Enter.",
                " 4/4  What Helm thinks: read below. u restores, w reports, Esc ends.",
            ],
            seen
        );
        play.Press("Esc");
        Assert.Equal(0, play.Model.Guide);
        Assert.StartsWith("That is the whole runbook.", play.Model.Notice!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mark_is_not_promised_an_undo()
    {
        var play = new ModelDriver(Begin()).Press("f").Send(new Message.FenceEnded());
        Assert.Equal(" 3/4  Mark failed: c attests, then type 1234 and press Enter.", Line(play.Model));
        var fetch = play.Single<Effect.FetchReview>();
        play.Send(
            new Message.ReviewArrived(fetch.Id, Fixtures.Sheet(Fixtures.CiJobsUnknown() with { Remedy = Remedy.MarkFailed })),
            new Message.FetchEnded(fetch.Id)
        );
        play.Press("c").Type("1234").Press("Enter");
        play.Send(new Message.RecoveryFinished(play.Single<Effect.Recover>(), Fixtures.Marked()));
        Assert.Equal(" 4/4  What Helm thinks: read below. w reports, Esc ends.", Line(play.Model));
        Snapshot.Verify(View.Draw(play.Model, 80, 24).ToText(), "80x24");
        Assert.Equal("Nothing was deleted here, and this key does not undo a mark.", play.Press("u").Model.Notice!.Text);
    }

    [Fact]
    public void Who_goes_straight_to_the_dialog_skips_steps() => Assert.Equal(3, new ModelDriver(Begin()).Open().Model.Guide);

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void Each_step_fits_in_80_columns(int step) =>
        Assert.EndsWith("  Esc hides.", Line(Begin() with { Guide = step }), StringComparison.Ordinal);

    [Fact]
    public void Esc_hides_it()
    {
        var play = new ModelDriver(Begin()).Press("Esc");
        Assert.Equal(0, play.Model.Guide);
        Assert.Equal("This is the first page. Press q to quit.", play.Press("Esc").Model.Notice!.Text);
    }

    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    [InlineData(200, 60)]
    public void Screen(int width, int height) =>
        Snapshot.Verify(View.Draw(Begin(width, height), width, height).ToText(), $"{width}x{height}");

    [Fact]
    public void It_is_for_the_demo_alone()
    {
        var options = new TuiOptions
        {
            Context = "gprd",
            Namespace = "gitlab",
            Server = "api.gprd.example",
            Refresh = TimeSpan.Zero,
        };
        Assert.Equal((0, 1), (options.Begin().Guide, (options with { Guided = true }).Begin().Guide));
    }

    private static string Line(Model model) => View.Draw(model, model.Width, model.Height).ToText().Split('\n')[1];
}
