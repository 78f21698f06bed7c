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

    private static async Task<List<string>> LogOfAsync()
    {
        var log = new List<string>();
        using var api = new FakeApi().Answer(
            """{"kind":"Secret","apiVersion":"v1","metadata":{"name":"x","namespace":"ns"},"data":{"a":"aHVudGVyMg=="}}"""
        );
        var target = new ClusterTarget
        {
            Server = new Uri("https://api.example:6443"),
            Credentials = new Credentials { Token = "tok3n" },
        };
        using var client = new KubeClient(target, api) { RequestLog = log.Add };
        Assert.NotNull((await client.GetAsync(ResourceType.Secrets, "ns", "x", default)).ValueOrDefault);
        Assert.Equal("Bearer tok3n", Assert.Single(api.Sent).Headers["Authorization"]);
        return log;
    }
}
