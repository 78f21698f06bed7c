using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Helmstuck.Kube.Transport;

/// <summary>Connections that SocketsHttpHandler cannot make by itself, without a proxy.</summary>
internal static class DirectConnection
{
    /// <summary>k3d writes such a server: the system connects to this machine, and .NET refuses.</summary>
    public static bool IsUnspecified(string host) => Trimmed(host) is "0.0.0.0" or "::";

    public static async ValueTask<Stream> OpenAsync(DnsEndPoint endpoint, CancellationToken ct)
    {
        if (IsUnspecified(endpoint.Host))
            endpoint = new DnsEndPoint(Trimmed(endpoint.Host) == "::" ? "::1" : "127.0.0.1", endpoint.Port);
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
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>With <c>tls-server-name</c> as its SNI: SocketsHttpHandler sends the URL's host, so the handshake is made here.</summary>
    public static async ValueTask<Stream> OpenTlsAsync(
        DnsEndPoint endpoint,
        SslClientAuthenticationOptions options,
        string serverName,
        bool http2,
        CancellationToken ct
    )
    {
        var tls = new SslStream(await OpenAsync(endpoint, ct).ConfigureAwait(false));
        try
        {
            await tls.AuthenticateAsClientAsync(
                    new SslClientAuthenticationOptions
                    {
                        TargetHost = serverName,
                        ApplicationProtocols = http2
                            ? [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11]
                            : [SslApplicationProtocol.Http11],
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

    private static string Trimmed(string host) => host.Trim('[', ']');
}
