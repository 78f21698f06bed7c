using System.Collections.Concurrent;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Helmstuck.Tests.Cluster.Kube.Parity;

/// <summary>
/// HTTP proxies, an HTTPS proxy and a SOCKS 5 proxy. All take note of what they are asked for. Whatever the name of the server is, it is
/// the one on loopback at the port that was named; a port that no server has leads to the one with TLS.
/// </summary>
internal sealed class ParityProxies : IAsyncDisposable
{
    private const string Careful = "http proxy with a password";
    private readonly int[] known;
    private readonly int otherwise;
    private readonly SslStreamCertificateContext certificate;
    private readonly LoopbackListener http;
    private readonly LoopbackListener careful;
    private readonly LoopbackListener https;
    private readonly LoopbackListener socks;

    public ParityProxies(X509Certificate2 certificate, int otherwise, params int[] known)
    {
        (this.otherwise, this.known) = (otherwise, known);
        this.certificate = SslStreamCertificateContext.Create(certificate, [], offline: true);
        http = new LoopbackListener((stream, stop) => ServeAsync("http proxy", stream, stop));
        careful = new LoopbackListener((stream, stop) => ServeAsync(Careful, stream, stop));
        https = new LoopbackListener(ServeOverTlsAsync);
        socks = new LoopbackListener(ServeSocksAsync);
    }

    public int Http => http.Port;

    /// <summary>An HTTP proxy that asks for a user name and password.</summary>
    public int CarefulHttp => careful.Port;

    public int Https => https.Port;

    public int Socks => socks.Port;

    public ConcurrentQueue<string> Arrivals { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await http.DisposeAsync();
        await careful.DisposeAsync();
        await https.DisposeAsync();
        await socks.DisposeAsync();
    }

    private async Task ServeOverTlsAsync(Stream plain, CancellationToken stop)
    {
        await using var tls = new SslStream(plain);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = certificate }, stop);
        await ServeAsync($"https proxy (sni {tls.TargetHostName})", tls, stop);
    }

    private async Task ServeAsync(string name, Stream client, CancellationToken stop)
    {
        while (await LoopbackListener.HeadAsync(client, stop) is { } head)
        {
            if (name == Careful && !head.Contains("Proxy-Authorization", StringComparison.OrdinalIgnoreCase))
            {
                await client.WriteAsync(
                    "HTTP/1.1 407 Who?\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n"u8.ToArray(),
                    stop
                );
                continue;
            }
            Arrivals.Enqueue(Arrival.Of(name, head));
            if (head.Split(' ') is ["CONNECT", var target, ..])
            {
                await client.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), stop);
                await RelayAsync(client, int.Parse(target[(target.LastIndexOf(':') + 1)..]), stop);
                return;
            }
            await client.WriteAsync(Encoding.UTF8.GetBytes(LoopbackServer.Ok(ParityServer.EmptyList)), stop);
        }
    }

    private async Task ServeSocksAsync(Stream client, CancellationToken stop)
    {
        var methods = await ReadAsync(client, (await ReadAsync(client, 2, stop))[1], stop);
        var login = "";
        if (methods.Contains((byte)2))
        {
            await client.WriteAsync(new byte[] { 5, 2 }, stop);
            var user = await ReadAsync(client, (await ReadAsync(client, 2, stop))[1], stop);
            var password = await ReadAsync(client, (await ReadAsync(client, 1, stop))[0], stop);
            login = $" as {Encoding.UTF8.GetString(user)}:{Encoding.UTF8.GetString(password)}";
            await client.WriteAsync(new byte[] { 1, 0 }, stop);
        }
        else
        {
            await client.WriteAsync(new byte[] { 5, 0 }, stop);
        }
        var kind = (await ReadAsync(client, 4, stop))[3];
        var host = kind switch
        {
            1 => new System.Net.IPAddress(await ReadAsync(client, 4, stop)).ToString(),
            4 => new System.Net.IPAddress(await ReadAsync(client, 16, stop)).ToString(),
            _ => Encoding.ASCII.GetString(await ReadAsync(client, (await ReadAsync(client, 1, stop))[0], stop)),
        };
        var port = await ReadAsync(client, 2, stop);
        var number = (port[0] << 8) | port[1];
        Arrivals.Enqueue($"socks proxy asked for {host}:{number}{login}");
        await client.WriteAsync(new byte[] { 5, 0, 0, 1, 0, 0, 0, 0, 0, 0 }, stop);
        await RelayAsync(client, number, stop);
    }

    private async Task RelayAsync(Stream client, int port, CancellationToken stop)
    {
        using var upstream = new TcpClient();
        await upstream.ConnectAsync(System.Net.IPAddress.Loopback, known.Contains(port) ? port : otherwise, stop);
        var server = upstream.GetStream();
        await Task.WhenAny(client.CopyToAsync(server, stop), server.CopyToAsync(client, stop));
    }

    private static async Task<byte[]> ReadAsync(Stream stream, int count, CancellationToken stop)
    {
        var read = new byte[count];
        await stream.ReadExactlyAsync(read, stop);
        return read;
    }
}
