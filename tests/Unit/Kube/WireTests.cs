using System.Text;
using Helmstuck.Kube.Resources;
using Helmstuck.Kube.Transport;
using Helmstuck.Kube.Wire;

namespace Helmstuck.Tests.Unit.Kube;

public sealed class WireTests
{
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
