using System.Text;
using Helmstuck.Kube.Resources;
using Helmstuck.Kube.Transport;
using Helmstuck.Kube.Wire;

namespace Helmstuck.Tests.Unit.Kube;

public sealed class WireTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("30", 30_000)]
    [InlineData("30s", 30_000)]
    [InlineData("1m30s", 90_000)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData("250ms", 250)]
    [InlineData("+1s", 1000)]
    [InlineData("1h0.5s", 3_600_500)]
    public void A_timeout_is_seconds_or_a_Go_duration_rule_16(string text, double milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), GoDuration.ParseTimeout(text));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("-1s")]
    [InlineData("1")]
    [InlineData("1d")]
    [InlineData("s")]
    [InlineData("1.2.3s")]
    [InlineData("1s2")]
    [InlineData("99999999999999999999h")]
    [InlineData("1.s.")]
    public void What_is_no_Go_duration_is_null(string text) => Assert.Null(GoDuration.Parse(text));

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(0.25, "250ms")]
    [InlineData(0.0001, "100µs")]
    [InlineData(1, "1s")]
    [InlineData(1.5, "1.5s")]
    [InlineData(90, "1m30s")]
    [InlineData(3600, "1h0m0s")]
    [InlineData(3661, "1h1m1s")]
    [InlineData(172800, "48h0m0s")]
    public void Durations_print_as_in_Go(double seconds, string text)
    {
        Assert.Equal(text, GoDuration.Format(TimeSpan.FromSeconds(seconds)));
        Assert.Equal(TimeSpan.FromSeconds(seconds), GoDuration.Parse(text));
    }

    [Fact]
    public void Paths_are_spelled_as_the_API_has_them()
    {
        Assert.Equal("/api/v1/namespaces/a/secrets/b", ApiPath.Of(ResourceType.Secrets, "a", "b").ToString());
        Assert.Equal("/apis/apps/v1/deployments", ApiPath.Of(ResourceType.Deployments, null, null).ToString());
        Assert.Equal("/api/v1/namespaces/a", ApiPath.Of(ResourceType.Namespaces, "ignored", "a").ToString());
        Assert.Equal(
            "/api/v1/secrets?labelSelector=status%20in%20%28a%2Cb%29&limit=5",
            ApiPath
                .Of(ResourceType.Secrets, null, null)
                .With("labelSelector", "status in (a,b)")
                .With("x", null)
                .With("limit", "5")
                .ToString()
        );
    }

    [Theory]
    [InlineData("..", "invalid resource name \"..\": [may not be '..']")]
    [InlineData("a/b", "invalid resource name \"a/b\": [may not contain '/']")]
    [InlineData("a%2f", "invalid resource name \"a%2f\": [may not contain '%']")]
    [InlineData("", "resource name may not be empty")]
    [InlineData("sh.helm.release.v1.web.v1", null)]
    public void A_name_that_would_change_the_path_is_refused(string name, string? why) => Assert.Equal(why, ApiPath.WhyNot(name));

    [Theory]
    [InlineData("299 - \"one\"", "one")]
    [InlineData("299 - \"a \\\"b\\\" c\" \"Wed, 21 Oct 2015 07:28:00 GMT\", 299 kube \"two\"", "a \"b\" c;two")]
    [InlineData("199 - \"misc\", 299 - \"kept\"", "kept")]
    [InlineData("garbage", "")]
    [InlineData("299 - \"unfinished", "")]
    public void Warnings_are_read_rule_41(string header, string expected) =>
        Assert.Equal(expected, string.Join(";", Warnings.Parse(header)));

    [Fact]
    public void Missing_OpenSSL_is_told_before_it_kills_the_process()
    {
        Assert.Null(OpenSsl.Missing());
        Assert.StartsWith("error: OpenSSL is missing", OpenSsl.Missing(null, ["libssl.so.none"]), StringComparison.Ordinal);
        Assert.StartsWith("error: OpenSSL is missing", OpenSsl.Missing("none", []), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_come_whole_and_in_order_however_they_arrive()
    {
        var text = "{\"a\":1}\n\n \r\n{\"b\":\"" + new string('x', 50_000) + "\"}\n{\"c\":3}";
        var lines = new List<string>();
        await JsonLines.ReadAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(text)),
            line =>
            {
                lines.Add(Encoding.UTF8.GetString(line.Span));
                return ValueTask.CompletedTask;
            },
            default
        );
        Assert.Equal(["{\"a\":1}", "{\"b\":\"" + new string('x', 50_000) + "\"}", "{\"c\":3}"], lines);
    }
}
