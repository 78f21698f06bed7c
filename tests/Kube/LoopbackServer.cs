using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Helmstuck.Tests.Kube;

/// <summary>A small HTTPS (or, without a certificate, HTTP) server on loopback that remembers who called how.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private const string Version = """{"gitVersion":"v1.99.0"}""";
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task accepting;

    public LoopbackServer(X509Certificate2? certificate, params X509Certificate2[] intermediates)
    {
        Context = certificate is null ? null : SslStreamCertificateContext.Create(certificate, [.. intermediates], offline: true);
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public SslStreamCertificateContext? Context { get; }

    public bool AskForClientCertificate { get; init; }

    /// <summary>What the server says to a request: a whole HTTP/1.1 answer, or null to hang up.</summary>
    public Func<string, string?> Reply { get; init; } = _ => Ok(Version);

    /// <summary>Heads of the requests.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public ConcurrentQueue<string> ServerNames { get; } = new();

    public ConcurrentQueue<string> ClientSubjects { get; } = new();

    public static string Ok(string body) => $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}";

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
                serving.Add(ServeAsync(await listener.AcceptTcpClientAsync(stop.Token)));
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                Stream stream = client.GetStream();
                if (Context is not null)
                {
                    var tls = new SslStream(stream);
                    await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
                    {
                        ServerCertificateContext = Context,
                        ClientCertificateRequired = AskForClientCertificate,
#pragma warning disable CA5359 // The server takes note of whoever comes; whom the client believes is what is tested.
                        RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
                    }, stop.Token);
                    ServerNames.Enqueue(tls.TargetHostName);
                    if (tls.RemoteCertificate is { } shown)
                        ClientSubjects.Enqueue(shown.Subject);
                    stream = tls;
                }
                while (await HeadAsync(stream) is { } head)
                {
                    Requests.Enqueue(head);
                    if (Reply(head) is not { } reply)
                        return;
                    await stream.WriteAsync(Encoding.UTF8.GetBytes(reply), stop.Token);
                }
            }
            catch (Exception error) when (error is IOException or System.Security.Authentication.AuthenticationException or OperationCanceledException)
            {
                // The client went away: that is what many of the tests are about.
            }
        }
    }

    private async Task<string?> HeadAsync(Stream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!(head.Count > 3 && head[^1] == '\n' && head[^2] == '\r' && head[^3] == '\n'))
        {
            if (await stream.ReadAsync(one, stop.Token) == 0)
                return null;
            head.Add(one[0]);
        }
        var text = Encoding.UTF8.GetString([.. head]);
        var length = text.Split("\r\n").Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Select(line => int.Parse(line[15..], System.Globalization.CultureInfo.InvariantCulture)).FirstOrDefault();
        await stream.ReadExactlyAsync(new byte[length], stop.Token);
        return text;
    }
}
