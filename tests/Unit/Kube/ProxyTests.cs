using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Transport;

namespace Helmstuck.Tests.Unit.Kube;

/// <summary>Rule 19.</summary>
public sealed class ProxyTests
{
    [Theory]
    [InlineData("https://api.example:6443", "", "HTTPS_PROXY=http://p:1", "http://p:1/")]
    [InlineData("https://api.example:6443", "", "https_proxy=p:1", "http://p:1/")]
    [InlineData("https://api.example:6443", "", "HTTP_PROXY=http://p:1", null)]
    [InlineData("http://api.example", "", "HTTP_PROXY=http://p:1", "http://p:1/")]
    [InlineData("http://api.example", "", "HTTP_PROXY=http://p:1;REQUEST_METHOD=GET", null)]
    [InlineData("https://api.example:6443", "socks5://given:9", "HTTPS_PROXY=http://p:1;NO_PROXY=*", "socks5://given:9/")]
    [InlineData("https://localhost:6443", "", "HTTPS_PROXY=http://p:1", null)]
    [InlineData("https://127.0.0.5:6443", "", "HTTPS_PROXY=http://p:1", null)]
    [InlineData("https://[::1]:6443", "", "HTTPS_PROXY=http://p:1", null)]
    [InlineData("https://api.example:6443", "", "HTTPS_PROXY=http://p:1;NO_PROXY=*", null)]
    [InlineData("https://api.example:6443", "", "HTTPS_PROXY=http://p:1;NO_PROXY=example", null)]
    [InlineData("https://api.example:6443", "", "HTTPS_PROXY=http://p:1;NO_PROXY=other, .example ", null)]
    [InlineData("https://api.example:6443", "", "HTTPS_PROXY=http://p:1;NO_PROXY=*.example", null)]
    [InlineData("https://example:6443", "", "HTTPS_PROXY=http://p:1;NO_PROXY=.example", "http://p:1/")]
    [InlineData("https://example:6443", "", "HTTPS_PROXY=http://p:1;NO_PROXY=example", null)]
    [InlineData("https://badexample:6443", "", "HTTPS_PROXY=http://p:1;NO_PROXY=example", "http://p:1/")]
    [InlineData("https://api.example:6443", "", "HTTPS_PROXY=http://p:1;NO_PROXY=api.example:443", "http://p:1/")]
    [InlineData("https://api.example:6443", "", "HTTPS_PROXY=http://p:1;NO_PROXY=api.example:6443", null)]
    [InlineData("https://10.1.2.3", "", "HTTPS_PROXY=http://p:1;NO_PROXY=10.0.0.0/8", null)]
    [InlineData("https://11.1.2.3", "", "HTTPS_PROXY=http://p:1;NO_PROXY=10.0.0.0/8", "http://p:1/")]
    [InlineData("https://10.1.2.3", "", "HTTPS_PROXY=http://p:1;NO_PROXY=10.1.2.3:443", null)]
    [InlineData("https://[fd00::1]", "", "HTTPS_PROXY=http://p:1;NO_PROXY=fd00::/16", null)]
    [InlineData("https://[fd00::1]", "", "HTTPS_PROXY=http://p:1;NO_PROXY=fd00::1", null)]
    [InlineData("https://API.Example:6443", "", "HTTPS_PROXY=http://p:1;NO_PROXY=api.EXAMPLE", null)]
    public void Proxy_is_chosen_as_in_Go(string server, string proxyUrl, string variables, string? expected)
    {
        var environment = variables.Split(';').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        var target = new ClusterTarget
        {
            Server = new Uri(server),
            ProxyUrl = proxyUrl.Length == 0 ? null : new Uri(proxyUrl),
            Environment = new KubeEnvironment(environment.GetValueOrDefault, ""),
        };
        var rules = new ProxyRules(target);
        Assert.Equal(expected, rules.GetProxy(target.Server)?.AbsoluteUri);
        Assert.Equal(expected is null, rules.IsBypassed(target.Server));
    }

    [Fact]
    public async Task Request_goes_through_an_HTTP_proxy_that_wants_a_password()
    {
        var root = TestCertificates.Authority("root");
        await using var server = new LoopbackServer(TestCertificates.Leaf(root, hosts: ["inner.example"]));
        await using var proxy = new Tunnel(server.Port, "Proxy-Authorization: Basic dTpwIHc=");
        var target = new ClusterTarget
        {
            Server = new Uri("https://inner.example:6443"),
            ProxyUrl = new Uri($"http://u:p%20w@127.0.0.1:{proxy.Port}"),
            Tls = new TlsSettings { CertificateAuthority = TestCertificates.Pem(root) },
            Credentials = new Credentials { Token = "secret" },
        };
        using (var client = new KubeClient(target))
            Assert.Equal("v1.99.0", (await client.ServerVersionAsync(default)).ValueOrDefault);
        Assert.All(proxy.Heads, head => Assert.StartsWith("CONNECT inner.example:6443 HTTP/1.1", head, StringComparison.Ordinal));
        Assert.All(proxy.Heads, head => Assert.DoesNotContain("secret", head, StringComparison.Ordinal));
        Assert.Equal("inner.example", server.ServerNames.Single());

        using var refused = new KubeClient(target with { ProxyUrl = new Uri($"http://u:wrong@127.0.0.1:{proxy.Port}") });
        var error = (await refused.ServerVersionAsync(default)).Error!;
        Assert.Equal(KubeErrorKind.Unreachable, error.Kind);
        Assert.StartsWith("Unable to connect to the server: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_proxy_is_told_in_kubectls_words()
    {
        using var client = new KubeClient(
            new ClusterTarget { Server = new Uri("https://inner.example:6443"), ProxyUrl = new Uri("http://127.0.0.1:1") }
        );
        Assert.Equal(
            "The connection to the server inner.example:6443 was refused - did you specify the right host or port?",
            (await client.ServerVersionAsync(default)).Error!.Message
        );
    }

    /// <summary>A CONNECT proxy that leads every tunnel to one port and lets in who shows the right header.</summary>
    private sealed class Tunnel : IAsyncDisposable
    {
        private readonly LoopbackListener listener;

        public Tunnel(int port, string pass) =>
            listener = new LoopbackListener(
                async (stream, stop) =>
                {
                    while (true)
                    {
                        if (await LoopbackListener.HeadAsync(stream, stop) is not { } head)
                            return;
                        Heads.Enqueue(head);
                        if (head.Contains(pass + "\r\n", StringComparison.Ordinal))
                            break;
                        await stream.WriteAsync(
                            "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"u8.ToArray(),
                            stop
                        );
                        await stream.WriteAsync("Content-Length: 0\r\n\r\n"u8.ToArray(), stop);
                    }
                    using var inner = new TcpClient();
                    await inner.ConnectAsync(IPAddress.Loopback, port, stop);
                    await stream.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), stop);
                    await Task.WhenAny(stream.CopyToAsync(inner.GetStream(), stop), inner.GetStream().CopyToAsync(stream, stop));
                }
            );

        public int Port => listener.Port;

        public ConcurrentQueue<string> Heads { get; } = new();

        public ValueTask DisposeAsync() => listener.DisposeAsync();
    }
}
