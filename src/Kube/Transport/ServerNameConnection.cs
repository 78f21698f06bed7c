using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Helmstuck.Kube.Transport;

/// <summary>
/// A connection whose SNI is <c>tls-server-name</c>: SocketsHttpHandler always sends the URL's host, so the handshake is made here.
/// </summary>
internal static class ServerNameConnection
{
    public static async ValueTask<Stream> OpenAsync(
        DnsEndPoint endpoint,
        SslClientAuthenticationOptions options,
        string serverName,
        CancellationToken ct
    )
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endpoint, ct).ConfigureAwait(false);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        var tls = new SslStream(new NetworkStream(socket, ownsSocket: true));
        try
        {
            await tls.AuthenticateAsClientAsync(
                    new SslClientAuthenticationOptions
                    {
                        TargetHost = serverName,
                        ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
                        EnabledSslProtocols = options.EnabledSslProtocols,
                        CertificateChainPolicy = options.CertificateChainPolicy,
                        ClientCertificateContext = options.ClientCertificateContext,
                        RemoteCertificateValidationCallback = options.RemoteCertificateValidationCallback,
                    },
                    ct
                )
                .ConfigureAwait(false);
            return tls;
        }
        catch
        {
            await tls.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
