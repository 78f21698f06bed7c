using Helmstuck.Terminal;

namespace Helmstuck.Tests.Unit.Terminal;

public sealed class InputFenceTests
{
    private static readonly KeyEvent Digit = KeyEvent.Of('1');
    private static readonly CursorReport Report = new(1, 1);
    private readonly Clock _clock = new();

    [Fact]
    public void Nothing_is_held_back_without_a_fence()
    {
        var fence = new InputFence(_clock);
        Assert.False(fence.Raise());
        Assert.Same(Digit, fence.Filter(Digit));
        Assert.Null(fence.Filter(Report));
        Assert.Null(fence.Expire());
    }

    [Fact]
    public void Input_is_thrown_away_until_the_answer()
    {
        var fence = new InputFence(_clock);
        fence.Request();
        Assert.Same(Digit, fence.Filter(Digit));
        Assert.True(fence.Raise());
        Assert.Null(fence.Filter(Digit));
        Assert.Null(fence.Filter(new PasteEvent("1234")));
        var resize = new ResizeEvent(80, 24);
        Assert.Same(resize, fence.Filter(resize));
        Assert.Equal(new FenceLifted(Answered: true), fence.Filter(Report));
        Assert.Same(Digit, fence.Filter(Digit));
        Assert.False(fence.Raise());
    }

    [Fact]
    public void Without_an_answer_it_is_lifted_after_500_ms()
    {
        var fence = new InputFence(_clock);
        fence.Request();
        fence.Raise();
        _clock.Advance(TimeSpan.FromMilliseconds(499));
        Assert.Null(fence.Expire());
        Assert.Equal(TimeSpan.FromMilliseconds(1), fence.Remaining);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(new FenceLifted(Answered: false), fence.Expire());
        Assert.Null(fence.Expire());
        Assert.Null(fence.Remaining);
        Assert.Same(Digit, fence.Filter(Digit));
    }

    [Fact]
    public void A_late_answer_does_not_lift_the_next_fence()
    {
        var fence = new InputFence(_clock);
        fence.Request();
        fence.Raise();
        _clock.Advance(InputFence.Patience);
        Assert.NotNull(fence.Expire());
        fence.Request();
        fence.Raise();
        Assert.Null(fence.Filter(Report));
        Assert.True(fence.IsUp);
        Assert.Null(fence.Filter(Digit));
        Assert.Equal(new FenceLifted(Answered: true), fence.Filter(Report));
    }

    private sealed class Clock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan time) => _now += time.Ticks;
    }
}
