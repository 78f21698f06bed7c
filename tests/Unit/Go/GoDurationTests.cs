using FsCheck;
using FsCheck.Fluent;
using Helmstuck.Go;

namespace Helmstuck.Tests.Unit.Go;

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
    [InlineData("+1s", 1000)]
    [InlineData("1h0.5s", 3_600_500)]
    public void Reads_what_Go_reads(string text, double milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), GoDuration.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("m")]
    [InlineData("10 m")]
    [InlineData("10m ")]
    [InlineData("-10m")]
    [InlineData("--10m")]
    [InlineData("s")]
    [InlineData("1s2")]
    [InlineData("1.s.")]
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
    public void Refuses_the_rest(string text) => Assert.Null(GoDuration.Parse(text));

    [Fact]
    public void Reads_back_what_it_writes() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                Gen.Choose(0, int.MaxValue).ToArbitrary(),
                milliseconds =>
                {
                    var duration = TimeSpan.FromMilliseconds(milliseconds);
                    return GoDuration.Parse(GoDuration.Format(duration)) == duration;
                }
            )
        );

    [Fact]
    public void Never_throws() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                Gen.Elements("1", "9", ".", "h", "m", "s", "n", "u", "µ", "-", " ", "\0", "99999999999999999").ArrayOf().ToArbitrary(),
                parts => GoDuration.Parse(string.Concat(parts)) is null or { Ticks: >= 0 }
            )
        );

    [Theory]
    [InlineData(5400, "1h30m")]
    [InlineData(600, "10m")]
    [InlineData(0, "0s")]
    [InlineData(0.25, "250ms")]
    [InlineData(0.0001, "100µs")]
    [InlineData(1.5, "1.5s")]
    [InlineData(90, "1m30s")]
    [InlineData(3661, "1h1m1s")]
    [InlineData(172_800, "48h")]
    [InlineData(90_061.5, "25h1m1.5s")]
    public void Writes_the_shortest_spelling(double seconds, string text) =>
        Assert.Equal(text, GoDuration.Format(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData("0", 0)]
    [InlineData("30", 30_000)]
    [InlineData("1m30s", 90_000)]
    public void A_timeout_is_seconds_or_a_Go_duration(string text, double milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), GoDuration.ParseTimeout(text));

    [Theory]
    [InlineData("-1")]
    [InlineData("-1s")]
    [InlineData("1.5")]
    public void What_is_no_timeout_is_null(string text) => Assert.Null(GoDuration.ParseTimeout(text));
}
