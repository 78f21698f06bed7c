using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Helmstuck.Tests.Support;

/// <summary>A small HTTPS (or, without a certificate, HTTP) server on loopback that remembers who called how.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private const string Version = """{"gitVersion":"v1.99.0"}""";
    private readonly LoopbackListener listener;

    public LoopbackServer(X509Certificate2? certificate, params X509Certificate2[] intermediates)
    {
        Context = certificate is null ? null : SslStreamCertificateContext.Create(certificate, [.. intermediates], offline: true);
        listener = new LoopbackListener(ServeAsync);
    }

    public int Port => listener.Port;

    public SslStreamCertificateContext? Context { get; }

    public bool AskForClientCertificate { get; init; }

    /// <summary>What the server says to a request: a whole HTTP/1.1 answer, or null to hang up.</summary>
    public Func<string, string?> Reply { get; init; } = _ => Ok(Version);

    /// <summary>Heads of the requests.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public ConcurrentQueue<string> ServerNames { get; } = new();

    public ConcurrentQueue<string> ClientSubjects { get; } = new();

    public static string Ok(string body) =>
        $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}";

    public ValueTask DisposeAsync() => listener.DisposeAsync();

    private async Task ServeAsync(Stream stream, CancellationToken stop)
    {
        if (Context is not null)
        {
            var tls = await LoopbackListener.TlsAsync(stream, Context, AskForClientCertificate, stop);
            ServerNames.Enqueue(tls.TargetHostName);
            if (tls.RemoteCertificate is { } shown)
                ClientSubjects.Enqueue(shown.Subject);
            stream = tls;
        }
        while (await LoopbackListener.HeadAsync(stream, stop) is { } head)
        {
            var length = head.Split("\r\n")
                .Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
                .Select(line => int.Parse(line[15..], System.Globalization.CultureInfo.InvariantCulture))
                .FirstOrDefault();
            await stream.ReadExactlyAsync(new byte[length], stop);
            Requests.Enqueue(head);
            if (Reply(head) is not { } reply)
                return;
            await stream.WriteAsync(Encoding.UTF8.GetBytes(reply), stop);
        }
    }
}
