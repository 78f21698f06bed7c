using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Tests.Unit.Kube;

/// <summary>What <c>-v 6</c> and above print of a request.</summary>
public sealed class RequestLogTests
{
    [Fact]
    public async Task A_request_is_logged_with_its_address_and_its_answers_code() =>
        Assert.Matches(
            "^GET https://api.example:6443/api/v1/namespaces/ns/secrets/x 200 OK in [0-9]+ milliseconds$",
            Assert.Single(await LogOfAsync())
        );

    [Theory]
    [InlineData("tok3n")]
    [InlineData("aHVudGVyMg")]
    public async Task Neither_the_token_nor_what_the_Secret_holds_is_logged(string confidential) =>
        Assert.DoesNotContain(confidential, string.Concat(await LogOfAsync()), StringComparison.Ordinal);

    [Theory]
    [InlineData("https://ann:s3cret@api.example:6443")]
    [InlineData("https://s3cret@api.example:6443")]
    [InlineData("https://:s3cret@api.example:6443")]
    public async Task User_and_password_of_the_servers_address_are_not_logged(string server)
    {
        var line = Assert.Single(await LogOfAsync(server));
        Assert.StartsWith("GET https://api.example:6443/api/v1/namespaces/ns/secrets/x 200 OK ", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://ann:s3cret@proxy.example:3128", "http://proxy.example:3128")]
    [InlineData("ftp://ann:s3c/ret@proxy.example", "ftp://proxy.example")]
    [InlineData("ann:s3@cret@proxy.example", "proxy.example")]
    [InlineData("proxy.example", "proxy.example")]
    public void Address_in_a_message_has_no_user_and_no_password(string address, string told) =>
        Assert.Equal(told, UserInfo.Without(address));

    private static async Task<List<string>> LogOfAsync(string server = "https://api.example:6443")
    {
        var log = new List<string>();
        using var api = new FakeApi().Answer(
            """{"kind":"Secret","apiVersion":"v1","metadata":{"name":"x","namespace":"ns"},"data":{"a":"aHVudGVyMg=="}}"""
        );
        var target = new ClusterTarget
        {
            Server = new Uri(server),
            Credentials = new Credentials { Token = "tok3n" },
        };
        using var client = new KubeClient(target, api) { RequestLog = log.Add };
        Assert.NotNull((await client.GetAsync(ResourceType.Secrets, "ns", "x", default)).ValueOrDefault);
        // As in Go, the address's own user wins.
        Assert.StartsWith(
            server.Contains('@', StringComparison.Ordinal) ? "Basic " : "Bearer tok3n",
            Assert.Single(api.Sent).Headers["Authorization"],
            StringComparison.Ordinal
        );
        return log;
    }
}
