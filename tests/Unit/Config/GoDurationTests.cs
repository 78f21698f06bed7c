using FsCheck;
using FsCheck.Fluent;
using Helmstuck.Config;

namespace Helmstuck.Tests.Unit.Config;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("0s", 0)]
    [InlineData("90s", 90_000)]
    [InlineData("10m", 600_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData(".5s", 500)]
    [InlineData("1.s", 1000)]
    [InlineData("100ms", 100)]
    [InlineData("1m1ms", 60_001)]
    [InlineData("2000us", 2)]
    [InlineData("3000µs", 3)]
    [InlineData("3000μs", 3)]
    [InlineData("4000000ns", 4)]
    [InlineData("1m1m", 120_000)]
    public void Reads_what_Go_reads(string text, double milliseconds)
    {
        Assert.True(GoDuration.TryParse(text, out var duration));
        Assert.Equal(milliseconds, duration.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("m")]
    [InlineData("10 m")]
    [InlineData("10m ")]
    [InlineData("-10m")]
    [InlineData("+10m")]
    [InlineData("10min")]
    [InlineData("1d")]
    [InlineData("1M")]
    [InlineData("1.2.3s")]
    [InlineData(".s")]
    [InlineData("1e3s")]
    [InlineData("１m")]
    [InlineData("00:10:00")]
    [InlineData("999999999999h")]
    [InlineData("99999999999999999999999999999999999999h")]
    public void Refuses_the_rest(string text) => Assert.False(GoDuration.TryParse(text, out _));

    [Fact]
    public void Reads_back_what_it_writes() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                Gen.Choose(0, int.MaxValue).ToArbitrary(),
                milliseconds =>
                {
                    var duration = TimeSpan.FromMilliseconds(milliseconds);
                    return GoDuration.TryParse(GoDuration.Format(duration), out var read) && read == duration;
                }
            )
        );

    [Fact]
    public void Never_throws() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                Gen.Elements("1", "9", ".", "h", "m", "s", "n", "u", "µ", "-", " ", "\0", "99999999999999999").ArrayOf().ToArbitrary(),
                parts => GoDuration.TryParse(string.Concat(parts), out var duration) ? duration >= TimeSpan.Zero : duration >= TimeSpan.Zero
            )
        );

    [Theory]
    [InlineData(5400, "1h30m")]
    [InlineData(600, "10m")]
    [InlineData(0, "0s")]
    [InlineData(90_061.5, "25h1m1s500ms")]
    public void Writes_the_shortest_spelling(double seconds, string text) =>
        Assert.Equal(text, GoDuration.Format(TimeSpan.FromSeconds(seconds)));
}
