using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Tests.Unit.Kube;

/// <summary>
/// Rules 18 and 24: who is believed to be the server, and what the client shows. Refusals are held against real kubectl's words.
/// </summary>
public sealed partial class TlsTests
{
    private static readonly X509Certificate2 Root = TestCertificates.Authority("root");
    private static readonly X509Certificate2 Middle = TestCertificates.Authority("middle", Root);

    private static ClusterTarget Target(LoopbackServer server, byte[]? ca, string host = "127.0.0.1") =>
        new()
        {
            Server = new Uri($"https://{host}:{server.Port}"),
            Tls = new TlsSettings { CertificateAuthority = ca },
            Credentials = new Credentials { Token = "t" },
        };

    private static async Task<KubeResult<string>> AskAsync(ClusterTarget target)
    {
        using var client = new KubeClient(target);
        return await client.ServerVersionAsync(default);
    }

    private static async Task AcceptsAsync(byte[] ca, X509Certificate2 leaf, params X509Certificate2[] sent)
    {
        await using var server = new LoopbackServer(leaf, sent);
        var answer = await AskAsync(Target(server, ca));
        Assert.True(answer.Error is null, answer.Error?.Message);
        Assert.Null((await KubectlAsync(server, ca, "127.0.0.1")).Complaint);
    }

    private static async Task RefusesAsync(
        byte[] ca,
        X509Certificate2 leaf,
        string why,
        string host = "127.0.0.1",
        params X509Certificate2[] sent
    )
    {
        await using var server = new LoopbackServer(leaf, sent);
        var error = (await AskAsync(Target(server, ca, host))).Error!;
        Assert.Equal(KubeErrorKind.Unreachable, error.Kind);
        Assert.Equal($"Unable to connect to the server: tls: failed to verify certificate: x509: {why}", WithoutTimes(error.Message));
        Assert.Equal(WithoutTimes(error.Message), WithoutTimes((await KubectlAsync(server, ca, host)).Complaint!));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public Task Root_that_signed_it() => AcceptsAsync(TestCertificates.Pem(Root), TestCertificates.Leaf(Root));

    [Fact]
    public Task Root_through_an_intermediate_that_the_server_sends() =>
        AcceptsAsync(TestCertificates.Pem(Root), TestCertificates.Leaf(Middle), Middle);

    [Fact]
    public Task Anchor_that_is_not_self_signed() => AcceptsAsync(TestCertificates.Pem(Middle), TestCertificates.Leaf(Middle));

    [Fact]
    public Task Anchor_that_is_not_self_signed_and_is_sent_too() =>
        AcceptsAsync(TestCertificates.Pem(Middle), TestCertificates.Leaf(Middle), Middle, Root);

    [Fact]
    public async Task The_servers_own_certificate_as_anchor()
    {
        var leaf = TestCertificates.Leaf(null);
        await AcceptsAsync(TestCertificates.Pem(leaf), leaf);
    }

    [Fact]
    public async Task Leaf_of_a_CA_as_anchor()
    {
        var leaf = TestCertificates.Leaf(Root);
        await AcceptsAsync(TestCertificates.Pem(leaf), leaf);
    }

    [Fact]
    public async Task Bundle_with_an_older_key_of_the_same_name()
    {
        var older = TestCertificates.Authority("root");
        await AcceptsAsync(TestCertificates.Pem(older, Root), TestCertificates.Leaf(Root));
        await AcceptsAsync(TestCertificates.Pem(Root, older), TestCertificates.Leaf(Root));
    }

    [Fact]
    public Task Other_CA() =>
        RefusesAsync(
            TestCertificates.Pem(TestCertificates.Authority("other")),
            TestCertificates.Leaf(Root),
            "certificate signed by unknown authority"
        );

    [Fact]
    public Task Intermediate_that_the_server_forgets_to_send() =>
        RefusesAsync(TestCertificates.Pem(Root), TestCertificates.Leaf(Middle), "certificate signed by unknown authority");

    [Fact]
    public async Task Forged_with_the_anchors_name_and_another_key()
    {
        foreach (var (anchor, name) in ((X509Certificate2, string)[])[(Root, "root"), (Middle, "middle")])
        {
            var impostor = TestCertificates.Authority(name);
            foreach (
                var sent in (X509Certificate2[][])
                    [
                        [],
                        [impostor],
                        [anchor],
                    ]
            )
            {
                await using var server = new LoopbackServer(TestCertificates.Leaf(impostor), sent);
                var error = (await AskAsync(Target(server, TestCertificates.Pem(anchor)))).Error!;
                Assert.StartsWith(
                    "Unable to connect to the server: tls: failed to verify certificate: x509: certificate signed by unknown authority",
                    error.Message,
                    StringComparison.Ordinal
                );
                Assert.Empty(server.Requests);
            }
        }
    }

    [Fact]
    public Task Expired() =>
        RefusesAsync(
            TestCertificates.Pem(Root),
            TestCertificates.Leaf(Root, fromDays: -1.5, toDays: -0.1),
            "certificate has expired or is not yet valid: current time T is after T"
        );

    [Fact]
    public Task Not_yet_valid() =>
        RefusesAsync(
            TestCertificates.Pem(Root),
            TestCertificates.Leaf(Root, fromDays: 0.5),
            "certificate has expired or is not yet valid: current time T is before T"
        );

    [Fact]
    public Task Other_address() =>
        RefusesAsync(
            TestCertificates.Pem(Root),
            TestCertificates.Leaf(Root, hosts: ["10.0.0.1", "::1"]),
            "certificate is valid for 10.0.0.1, ::1, not 127.0.0.1"
        );

    [Fact]
    public Task Names_only() =>
        RefusesAsync(
            TestCertificates.Pem(Root),
            TestCertificates.Leaf(Root, hosts: ["localhost"]),
            "cannot validate certificate for 127.0.0.1 because it doesn't contain any IP SANs"
        );

    [Fact]
    public Task Other_name() =>
        RefusesAsync(
            TestCertificates.Pem(Root),
            TestCertificates.Leaf(Root, hosts: ["a.example", "*.b.example"]),
            "certificate is valid for a.example, *.b.example, not localhost",
            "localhost"
        );

    [Fact]
    public Task Common_name_alone() =>
        RefusesAsync(
            TestCertificates.Pem(Root),
            TestCertificates.Leaf(Root, "localhost", hosts: []),
            "certificate relies on legacy Common Name field, use SANs instead",
            "localhost"
        );

    [Fact]
    public Task No_name_at_all() =>
        RefusesAsync(
            TestCertificates.Pem(Root),
            TestCertificates.Leaf(Root, "x", hosts: []),
            "certificate is not valid for any names, but wanted to match localhost",
            "localhost"
        );

    [Fact]
    public Task Certificate_for_clients() =>
        RefusesAsync(
            TestCertificates.Pem(Root),
            TestCertificates.Leaf(Root, use: TestCertificates.ClientUse),
            "certificate specifies an incompatible key usage"
        );

    [Fact]
    public async Task Insecure_asks_nothing()
    {
        await using var server = new LoopbackServer(TestCertificates.Leaf(null, hosts: ["x"], fromDays: -2, toDays: -1));
        Assert.Null((await AskAsync(Target(server, null) with { Tls = new TlsSettings { InsecureSkipVerify = true } })).Error);
    }

    [Fact]
    public async Task Without_a_CA_the_systems_roots_decide()
    {
        await using var server = new LoopbackServer(TestCertificates.Leaf(Root));
        Assert.Equal(
            "Unable to connect to the server: tls: failed to verify certificate: x509: certificate signed by unknown authority",
            (await AskAsync(Target(server, null))).Error!.Message
        );
    }

    [Fact]
    public async Task Tls_server_name_is_sent_and_verified()
    {
        await using var server = new LoopbackServer(TestCertificates.Leaf(Root, hosts: ["inner.example"]));
        var target = Target(server, TestCertificates.Pem(Root));
        Assert.Null((await AskAsync(target with { Tls = target.Tls with { ServerName = "inner.example" } })).Error);
        Assert.Equal("inner.example", server.ServerNames.Single());
        Assert.Contains($"Host: 127.0.0.1:{server.Port}\r\n", server.Requests.Single(), StringComparison.Ordinal);
        Assert.Contains(
            "certificate is valid for inner.example, not other.example",
            (await AskAsync(target with { Tls = target.Tls with { ServerName = "other.example" } })).Error!.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Client_certificate_is_shown_and_its_files_are_read_again_rule_24()
    {
        await using var server = new LoopbackServer(TestCertificates.Leaf(Root)) { AskForClientCertificate = true };
        var (one, two) = (
            TestCertificates.Leaf(Root, "one", [], use: TestCertificates.ClientUse),
            TestCertificates.Leaf(Root, "two", [], use: TestCertificates.ClientUse)
        );
        var target = Target(server, TestCertificates.Pem(Root)) with { Credentials = new Credentials() };
        Assert.Null(
            (
                await AskAsync(
                    target with
                    {
                        Tls = target.Tls with { ClientCertificate = TestCertificates.Pem(one), ClientKey = TestCertificates.KeyPem(one) },
                    }
                )
            ).Error
        );
        Assert.Equal(["CN=one"], server.ClientSubjects);

        var folder = Directory.CreateTempSubdirectory("helmstuck-tls-").FullName;
        var (certificate, key) = (Path.Combine(folder, "tls.crt"), Path.Combine(folder, "tls.key"));
        await File.WriteAllBytesAsync(certificate, TestCertificates.Pem(one));
        await File.WriteAllBytesAsync(key, TestCertificates.KeyPem(one));
        using (
            var client = new KubeClient(target with { Tls = target.Tls with { ClientCertificateFile = certificate, ClientKeyFile = key } })
        )
        {
            Assert.Null((await client.ServerVersionAsync(default)).Error);
            await File.WriteAllBytesAsync(certificate, TestCertificates.Pem(two));
            await File.WriteAllBytesAsync(key, TestCertificates.KeyPem(two));
            File.SetLastWriteTimeUtc(certificate, DateTime.UtcNow.AddSeconds(5));
            Assert.Null((await client.ServerVersionAsync(default)).Error);
            Assert.Null((await client.ServerVersionAsync(default)).Error);
        }
        Assert.Equal(["CN=one", "CN=one", "CN=two"], server.ClientSubjects);
        Assert.Equal(4, server.Requests.Count);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Requests_side_by_side_read_the_certificate_once()
    {
        await using var server = new LoopbackServer(TestCertificates.Leaf(Root)) { AskForClientCertificate = true };
        var one = TestCertificates.Leaf(Root, "one", [], use: TestCertificates.ClientUse);
        var target = Target(server, TestCertificates.Pem(Root));
        using var client = new KubeClient(
            target with
            {
                Tls = target.Tls with { ClientCertificate = TestCertificates.Pem(one), ClientKey = TestCertificates.KeyPem(one) },
            }
        );
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => client.ServerVersionAsync(default))));
        Assert.All(answers, answer => Assert.Equal("v1.99.0", answer.ValueOrDefault));
        Assert.Equal(16, server.Requests.Count);
        Assert.All(server.ClientSubjects, subject => Assert.Equal("CN=one", subject));
    }

    [Fact]
    public async Task Certificate_names_the_user_where_the_server_cannot()
    {
        var jane = TestCertificates.Leaf(Root, "jane", [], use: TestCertificates.ClientUse);
        using var api = new FakeApi();
        for (var i = 0; i < 3; i++)
            api.Answer(System.Net.HttpStatusCode.NotFound, "{}");
        using var client = api.Client(
            new ClusterTarget
            {
                Server = new Uri("https://h"),
                User = "entry",
                Tls = new TlsSettings { ClientCertificate = TestCertificates.Pem(jane), ClientKey = TestCertificates.KeyPem(jane) },
            }
        );
        Assert.Equal(new WhoAmI("jane", false), (await client.WhoAmIAsync(default)).ValueOrDefault);
    }

    [Fact]
    public async Task Delete_over_a_connection_that_breaks_is_sent_once()
    {
        await using var server = new LoopbackServer(TestCertificates.Leaf(Root))
        {
            Reply = head => head.StartsWith("DELETE", StringComparison.Ordinal) ? null : LoopbackServer.Ok("{}"),
        };
        using var client = new KubeClient(Target(server, TestCertificates.Pem(Root)));
        await client.ServerVersionAsync(default);
        var error = (
            await client.DeleteAsync(new ObjectAddress(ResourceType.Secrets, "ns", "x"), new Preconditions("u", "7"), DryRun.None, default)
        ).Error!;
        Assert.Equal((KubeErrorKind.Unreachable, false), (error.Kind, error.CertainlyNotApplied));
        Assert.Single(server.Requests, head => head.StartsWith("DELETE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Plain_server_behind_https_is_told_as_such()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = Task.Run(async () =>
        {
            using var caller = await listener.AcceptTcpClientAsync();
            await caller.GetStream().ReadExactlyAsync(new byte[1]);
            await caller.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
            await caller.GetStream().CopyToAsync(Stream.Null);
        });
        var error = (
            await AskAsync(
                new ClusterTarget
                {
                    Server = new Uri($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"),
                    Tls = new TlsSettings { InsecureSkipVerify = true },
                }
            )
        ).Error!;
        await answering;
        Assert.Equal("Unable to connect to the server: http: server gave HTTP response to HTTPS client", error.Message);
    }

    [Fact]
    public async Task Redirect_is_not_followed_and_the_token_stays()
    {
        await using var elsewhere = new LoopbackServer(TestCertificates.Leaf(Root));
        await using var server = new LoopbackServer(TestCertificates.Leaf(Root))
        {
            Reply = _ => $"HTTP/1.1 302 Found\r\nLocation: https://127.0.0.1:{elsewhere.Port}/\r\nContent-Length: 0\r\n\r\n",
        };
        Assert.Equal(
            $"error: GET /version is redirected to 127.0.0.1 by 127.0.0.1:{server.Port}: a login page or another proxy answers instead of "
                + "the API server",
            (await AskAsync(Target(server, TestCertificates.Pem(Root)))).Error!.Message
        );
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task Token_goes_over_TLS_only_rule_15()
    {
        await using var plain = new LoopbackServer(null);
        await using var tls = new LoopbackServer(TestCertificates.Leaf(Root));
        Assert.Null(
            (
                await AskAsync(
                    new ClusterTarget
                    {
                        Server = new Uri($"http://127.0.0.1:{plain.Port}"),
                        Credentials = new Credentials { Token = "secret" },
                    }
                )
            ).Error
        );
        Assert.Null((await AskAsync(Target(tls, TestCertificates.Pem(Root)))).Error);
        Assert.DoesNotContain("Authorization", plain.Requests.Single(), StringComparison.Ordinal);
        Assert.Contains("Authorization: Bearer t\r\n", tls.Requests.Single(), StringComparison.Ordinal);
    }

    private static async Task<(string? Complaint, string Output)> KubectlAsync(LoopbackServer server, byte[] ca, string host)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            file,
            $$"""
            current-context: a
            clusters: [{name: c, cluster: {server: "https://{{host}}:{{server.Port.ToString(
                CultureInfo.InvariantCulture
            )}}", certificate-authority-data: {{Convert.ToBase64String(ca)}} } }]
            users: [{name: u, user: {token: t} }]
            contexts: [{name: a, context: {cluster: c, user: u} }]
            """
        );
        var result = await ExternalCommand.RunAsync(TestPrograms.Find("kubectl"), ["get", "--raw", "/version", "--kubeconfig", file]);
        File.Delete(file);
        while (result.ExitCode == 0 && server.Requests.TryDequeue(out _)) { }
        return (result.ExitCode == 0 ? null : result.Error.Trim(), result.Output);
    }

    private static string WithoutTimes(string text) => Time().Replace(text, "T");

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[\d:]+(Z|[+-]\d\d:\d\d)")]
    private static partial Regex Time();
}
