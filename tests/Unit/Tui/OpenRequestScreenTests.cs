using System.Runtime.CompilerServices;
using Helmstuck.Recovery;
using Helmstuck.Tui.State;
using Helmstuck.Tui.Update;
using Helmstuck.Tui.Views;

namespace Helmstuck.Tests.Unit.Tui;

/// <summary>What the screen says of requests whose results are not known: those of earlier runs, and one that is waited for.</summary>
public sealed class OpenRequestScreenTests
{
    private static Model Screen()
    {
        var model = Fixtures.Screen(Fixtures.Healthy());
        return model with
        {
            Review = model.Review! with
            {
                Open = ["a delete of this record by admin at 22:42:07Z has no recorded result and may still arrive"],
            },
        };
    }

    [Theory, MemberData(nameof(ScreenTests.Sizes), MemberType = typeof(ScreenTests))]
    public void Answers(int width, int height) => Verify(Screen(), width, height);

    [Theory, MemberData(nameof(ScreenTests.Sizes), MemberType = typeof(ScreenTests))]
    public void Dialog(int width, int height) =>
        Verify(Updater.Update(Updater.Update(Screen(), Typed.Key("d")).Model, new Message.FenceEnded()).Model, width, height);

    [Theory, MemberData(nameof(ScreenTests.Sizes), MemberType = typeof(ScreenTests))]
    public void Waiting(int width, int height)
    {
        var model = Screen() with
        {
            Busy = true,
            Overlay = new Overlay.Progress("Delete sh.helm.release.v1.gitlab-cny.v1234", RecoveryStep.Sending),
        };
        model = Updater.Update(model, new Message.RecoveryWaits("waiting 10 s for the API server's answer …")).Model;
        Verify(model, width, height);
        model = Updater.Update(model, new Message.RecoveryStepped(RecoveryStep.Verifying)).Model;
        Assert.DoesNotContain("waiting 10 s", View.Draw(model, width, height).ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Request_stays_on_the_screen_while_the_release_is_read_again()
    {
        var known = Screen().Review!;
        var first = known with { Review = known.Review with { History = [], Loading = ["workloads"] }, Open = [] };
        Assert.Equal(known.Open, ReviewMerge.Over(known, first).Open);
        Assert.Equal(known.Open, ReviewMerge.Over(known with { Open = [] }, known).Open);
        Assert.Empty(ReviewMerge.Over(known, known with { Open = [] }).Open);
    }

    private static void Verify(Model model, int width, int height, [CallerMemberName] string method = "") =>
        Snapshot.Verify(
            View.Draw(model with { Width = width, Height = height }, width, height).ToText(),
            $"{width}x{height}",
            method: method
        );
}
