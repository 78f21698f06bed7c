using System.Net;
using System.Text.RegularExpressions;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Tests.Unit.Kube;

/// <summary>What <c>-v=6</c> to <c>-v=9</c> print of a request, in the format of kubectl's log.</summary>
public sealed class RequestLogTests
{
    private const string Url = "https://api.example:6443/api/v1/namespaces/ns/secrets/x";

    private const string Secret = """
        {"kind":"Secret","apiVersion":"v1","metadata":{"name":"x","namespace":"ns","annotations":{"a":"shown"}},"data":{"a":"aHVudGVyMg=="}}
        """;

    [Fact]
    public async Task Level_6_is_address_status_and_time() =>
        Assert.Equal([$"\"Response\" verb=\"GET\" url=\"{Url}\" status=\"200 OK\" milliseconds=N"], await LogOfAsync(6));

    [Fact]
    public async Task Level_7_adds_the_headers_of_the_request() =>
        Assert.Equal(
            [
                $"\"Request\" verb=\"GET\" url=\"{Url}\" headers=<",
                "\tAccept: application/json",
                "\tUser-Agent: kubectl-helmstuck/V",
                "\tAccept-Encoding: gzip",
                "\tImpersonate-User: jane",
                "\tImpersonate-Group: g1",
                "\tImpersonate-Group: g2",
                "\tAuthorization: Bearer <masked>",
                " >",
                $"\"Response\" verb=\"GET\" url=\"{Url}\" status=\"200 OK\" milliseconds=N",
            ],
            await LogOfAsync(7)
        );

    [Fact]
    public async Task Level_8_adds_the_headers_and_the_body_of_the_answer()
    {
        var log = await LogOfAsync(8);
        Assert.Contains("\tSet-Cookie: <masked>", log);
        Assert.Equal(
            [
                $"\"Response Body\" verb=\"GET\" url=\"{Url}\" body=<",
                "\t" + Secret.Trim().Replace("aHVudGVyMg==", "<masked>", StringComparison.Ordinal),
                " >",
            ],
            log[^3..]
        );
    }

    [Fact]
    public async Task Level_9_shows_the_request_as_a_command() =>
        Assert.Contains(
            "\tcurl -v -XGET  -H \"Accept: application/json\" -H \"User-Agent: kubectl-helmstuck/V\" -H \"Accept-Encoding: gzip\" "
                + "-H \"Impersonate-User: jane\" -H \"Impersonate-Group: g1\" -H \"Impersonate-Group: g2\" "
                + $"-H \"Authorization: Bearer <masked>\" '{Url}'",
            await LogOfAsync(9)
        );

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task Lower_levels_log_nothing(int level) => Assert.Empty(await LogOfAsync(level));

    [Fact]
    public async Task A_long_body_is_cut_and_no_part_of_a_value_is_shown()
    {
        var body = "{\"kind\":\"Secret\",\"data\":{\"a\":\"" + new string('x', 5000) + "\"},\"metadata\":{\"name\":\"x\"}}";
        var log = await LogOfAsync(8, body: body);
        Assert.Equal(["\t{\"kind\":\"Secret\",\"data\":{\"a\": [truncated 4033 bytes]", " >"], log[^2..]);
    }

    [Fact]
    public async Task What_is_no_JSON_is_not_shown() =>
        Assert.Equal("\t<11 bytes that are no JSON>", (await LogOfAsync(9, body: "tok3n <html"))[^2]);

    [Fact]
    public async Task A_token_that_the_server_repeats_is_masked() =>
        Assert.Contains(
            "Status\",\"message\":\"no <masked>\"}",
            (await LogOfAsync(9, body: """{"kind":"Status","message":"no tok3n"}"""))[^2]
        );

    [Theory]
    [InlineData("https://ann:s3cret@api.example:6443")]
    [InlineData("https://s3cret@api.example:6443")]
    [InlineData("https://:s3cret@api.example:6443")]
    public async Task User_and_password_of_the_servers_address_are_not_logged(string server)
    {
        var log = string.Concat(await LogOfAsync(9, server));
        Assert.Contains(Url, log, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://ann:s3cret@proxy.example:3128", "http://proxy.example:3128")]
    [InlineData("ftp://ann:s3c/ret@proxy.example", "ftp://proxy.example")]
    [InlineData("ann:s3@cret@proxy.example", "proxy.example")]
    [InlineData("proxy.example", "proxy.example")]
    public void Address_in_a_message_has_no_user_and_no_password(string address, string told) =>
        Assert.Equal(told, UserInfo.Without(address));

    /// <summary>The lines of the log, without what differs between two runs.</summary>
    private static async Task<List<string>> LogOfAsync(int level, string server = "https://api.example:6443", string body = Secret)
    {
        var log = new List<string>();
        using var api = new FakeApi().Answer(
            HttpStatusCode.OK,
            body,
            answer => answer.Headers.TryAddWithoutValidation("Set-Cookie", "session=tok3n")
        );
        var target = new ClusterTarget
        {
            Server = new Uri(server),
            Credentials = new Credentials { Token = "tok3n" },
            Impersonation = new Impersonation("jane", null, ["g1", "g2"], []),
        };
        using var client = new KubeClient(target, api)
        {
            RequestLog = level < RequestLog.Lowest ? null : new RequestLog(level, TimeProvider.System, log.Add),
        };
        _ = await client.GetAsync(ResourceType.Secrets, "ns", "x", default);
        // As in Go, the address's own user wins.
        Assert.StartsWith(
            server.Contains('@', StringComparison.Ordinal) ? "Basic " : "Bearer tok3n",
            Assert.Single(api.Sent).Headers["Authorization"],
            StringComparison.Ordinal
        );
        Assert.All(log, entry => Assert.Matches(@"^I\d{4} \d\d:\d\d:\d\d\.\d{6} +\d+ request\] ""Re", entry));
        return
        [
            .. log.SelectMany(entry => entry[(entry.IndexOf(']', StringComparison.Ordinal) + 2)..].Split('\n'))
                .Select(line => Regex.Replace(line, "milliseconds=[0-9]+", "milliseconds=N"))
                .Select(line => Regex.Replace(line, "kubectl-helmstuck/[^\"\t]+", "kubectl-helmstuck/V")),
        ];
    }
}
