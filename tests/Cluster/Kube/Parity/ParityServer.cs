using System.Collections.Concurrent;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Helmstuck.Tests.Cluster.Kube.Parity;

/// <summary>An API server that has no object, and takes note of each request and of its connection.</summary>
internal sealed class ParityServer : IAsyncDisposable
{
    private const byte Handshake = 0x16;
    private readonly string name;
    private readonly SslStreamCertificateContext? certificate;
    private readonly LoopbackListener listener;

    public ParityServer(string name, X509Certificate2? certificate)
    {
        this.name = name;
        this.certificate = certificate is null ? null : SslStreamCertificateContext.Create(certificate, [], offline: true);
        listener = new LoopbackListener(ServeAsync);
    }

    public int Port => listener.Port;

    /// <summary>What has arrived since it was last emptied.</summary>
    public ConcurrentQueue<string> Arrivals { get; } = new();

    /// <summary>The whole answer to each request; null: an empty list.</summary>
    public string? Answer { get; set; }

    public ValueTask DisposeAsync() => listener.DisposeAsync();

    private async Task ServeAsync(NetworkStream network, CancellationToken stop)
    {
        var connection = "";
        Stream stream = network;
        var first = new byte[1];
        if (await network.Socket.ReceiveAsync(first, SocketFlags.Peek, stop) == 0)
            return;
        if (first[0] == Handshake != certificate is not null)
        {
            // As Go's servers do.
            _ = await stream.ReadAsync(new byte[16384], stop);
            await stream.WriteAsync("HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n"u8.ToArray(), stop);
            return;
        }
        if (certificate is not null)
        {
            var tls = await LoopbackListener.TlsAsync(stream, certificate, asksForCertificate: true, stop);
            connection = $"\nsni: {tls.TargetHostName}\nclient certificate: {tls.RemoteCertificate?.Subject}";
            stream = tls;
        }
        while (await LoopbackListener.HeadAsync(stream, stop) is { } head)
        {
            Arrivals.Enqueue(Arrival.Of(name, head) + connection);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(Answer ?? LoopbackServer.Ok(EmptyList)), stop);
            if (Answer is not null)
                return;
        }
    }

    public const string EmptyList = """{"kind":"EventList","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":[]}""";
}
