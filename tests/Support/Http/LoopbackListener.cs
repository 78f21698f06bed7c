using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Helmstuck.Tests.Support;

/// <summary>
/// Listens on a free loopback port and serves each caller side by side, until disposed. A caller that goes away is what many of the tests
/// are about, and no error.
/// </summary>
internal sealed class LoopbackListener : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Func<NetworkStream, CancellationToken, Task> serve;
    private readonly Task accepting;

    public LoopbackListener(Func<NetworkStream, CancellationToken, Task> serve)
    {
        this.serve = serve;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Bytes up to and with the empty line that ends a head; null where the caller hung up.</summary>
    public static async Task<string?> HeadAsync(Stream stream, CancellationToken ct)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!(head.Count > 3 && head[^1] == '\n' && head[^2] == '\r' && head[^3] == '\n'))
        {
            if (await stream.ReadAsync(one, ct) == 0)
                return null;
            head.Add(one[0]);
        }
        return System.Text.Encoding.UTF8.GetString([.. head]);
    }

    /// <summary>
    /// The caller's stream under TLS. Every client certificate is taken: whom the client believes is what is tested, not whom the server
    /// does.
    /// </summary>
    public static async Task<SslStream> TlsAsync(
        Stream stream,
        SslStreamCertificateContext certificate,
        bool asksForCertificate,
        CancellationToken stop
    )
    {
        var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions
            {
                ServerCertificateContext = certificate,
                ClientCertificateRequired = asksForCertificate,
#pragma warning disable CA5359 // A client certificate is taken note of, not checked.
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
            },
            stop
        );
        return tls;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        // In this order: to accept on a stopped listener is an error of its own.
        await accepting;
        listener.Stop();
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
                await serve(client.GetStream(), stop.Token);
            }
            catch (Exception error)
                when (error
                        is IOException
                            or System.Security.Authentication.AuthenticationException
                            or OperationCanceledException
                            or SocketException
                            or ObjectDisposedException
                )
            {
                // The caller went away, or would not talk to us.
            }
        }
    }
}
