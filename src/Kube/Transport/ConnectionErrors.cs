using System.Net.Sockets;
using System.Security.Authentication;

namespace Helmstuck.Kube.Transport;

/// <summary>
/// Failed and broken connections, in the words of kubectl (kubectl pkg/cmd/util/helpers.go StandardErrorMessage) and Go's
/// net package.
/// </summary>
internal static class ConnectionErrors
{
    private const string Malformed = "net/http: HTTP/1.x transport connection broken: malformed HTTP response";

    /// <param name="error">What the handler threw.</param>
    /// <param name="target">The target of the request.</param>
    /// <param name="certificateFailure">Why the verifier rejected the server's certificate, if it did.</param>
    public static KubeError Explain(Exception error, ClusterTarget target, string? certificateFailure)
    {
        var host = target.ServerHost;
        var socket = Find<SocketException>(error);
        if (socket?.SocketErrorCode == SocketError.ConnectionRefused)
            return new KubeError(
                KubeErrorKind.Refused,
                $"The connection to the server {host} was refused - did you specify the right host or port?"
            );
        var tls = Find<AuthenticationException>(error);
        if (tls is not null && certificateFailure is not null)
            return Unreachable($"tls: failed to verify certificate: x509: {certificateFailure}");
        return Unreachable(
            (error as HttpRequestException)?.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => $"dial tcp: lookup {target.Server.IdnHost}: "
                    + $"{(socket?.SocketErrorCode == SocketError.TryAgain ? "server misbehaving" : "no such host")}",
                HttpRequestError.ProxyTunnelError => $"proxyconnect tcp: {error.Message}",
                // The only error of SslStream without an inner exception: the answer is not TLS.
                HttpRequestError.SecureConnectionError when tls is { InnerException: null } =>
                    "http: server gave HTTP response to HTTPS client",
                HttpRequestError.SecureConnectionError when tls is not null => $"tls: {tls.InnerException!.Message}",
                HttpRequestError.SecureConnectionError when socket is null => "EOF",
                _ when IsEndOfStream(error) => "EOF",
                _ when socket is null && IsLost(error) => "http2: client connection lost",
                HttpRequestError.InvalidResponse => Malformed,
                _ when error is HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse } => Malformed,
                _ => socket?.SocketErrorCode switch
                {
                    null => error.Message,
                    SocketError.TimedOut => $"dial tcp {host}: i/o timeout",
                    SocketError.HostUnreachable => $"dial tcp {host}: connect: no route to host",
                    SocketError.NetworkUnreachable => $"dial tcp {host}: connect: network is unreachable",
                    SocketError.ConnectionReset or SocketError.NotConnected => $"read tcp {host}: read: connection reset by peer",
                    SocketError.Shutdown => $"write tcp {host}: write: broken pipe",
                    _ => $"dial tcp {host}: {socket.Message}",
                },
            }
        );
    }

    /// <summary>The connection itself failed, so nothing of the request was sent.</summary>
    public static bool IsBeforeSending(Exception error) =>
        (error as HttpRequestException)?.HttpRequestError
            is HttpRequestError.NameResolutionError
                or HttpRequestError.ConnectionError
                or HttpRequestError.SecureConnectionError
                or HttpRequestError.ProxyTunnelError
                or HttpRequestError.VersionNegotiationError
                or HttpRequestError.UserAuthenticationError
        || error is SocketException;

    /// <summary>A connection broke, also while it was made: a read may try again. client-go: rest/request.go IsRetryableError.</summary>
    public static bool IsBroken(Exception error) =>
        IsEndOfStream(error)
        || (error as HttpRequestException)?.HttpRequestError == HttpRequestError.SecureConnectionError
            && Find<AuthenticationException>(error) is null
        || Find<SocketException>(error)?.SocketErrorCode is SocketError.ConnectionReset or SocketError.NotConnected or SocketError.Shutdown
        || (IsLost(error) && Find<SocketException>(error) is null);

    private static bool IsEndOfStream(Exception error) =>
        (error as HttpRequestException)?.HttpRequestError == HttpRequestError.ResponseEnded
        || Find<HttpIOException>(error)?.HttpRequestError == HttpRequestError.ResponseEnded;

    /// <summary>A connection ended while HTTP/2 was spoken on it: no more is known.</summary>
    private static bool IsLost(Exception error)
    {
        for (Exception? at = error; at is not null; at = at.InnerException)
        {
            if (at is HttpProtocolException || at.GetType() == typeof(IOException))
                return true;
        }
        return false;
    }

    private static KubeError Unreachable(string why) =>
        new(KubeErrorKind.Unreachable, KubeError.OneLine($"Unable to connect to the server: {why}"));

    private static T? Find<T>(Exception error)
        where T : Exception
    {
        for (Exception? at = error; at is not null; at = at.InnerException)
        {
            if (at is T found)
                return found;
        }
        return null;
    }
}
