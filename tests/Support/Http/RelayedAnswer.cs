using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Helmstuck.Tests.Support;

/// <summary>A request that a proxy has read.</summary>
/// <param name="Line">Its first line, for example <c>DELETE /api/v1/… HTTP/1.1</c>.</param>
/// <param name="Accept">Its Accept header.</param>
internal sealed record RelayedRequest(string Line, string Accept);

/// <summary>The connection of a caller: encrypted, and as it goes over the wire.</summary>
internal sealed record RelayCaller(SslStream Stream, NetworkStream Plain);

/// <summary>A whole answer in HTTP/1.1.</summary>
/// <param name="Bytes">As it goes over the wire.</param>
/// <param name="Head">How many of them are the head.</param>
internal sealed record RelayedAnswer(byte[] Bytes, int Head)
{
    public ReadOnlyMemory<byte> Body => Bytes.AsMemory(Head);

    /// <param name="status">Code and reason.</param>
    /// <param name="headers">Each with its line end.</param>
    public static RelayedAnswer Of(string status, string headers, byte[] body)
    {
        var length = body.Length.ToString(CultureInfo.InvariantCulture);
        var head = Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\n\r\n");
        return new RelayedAnswer([.. head, .. body], head.Length);
    }

    public static RelayedAnswer Of(string status, string headers, string body) => Of(status, headers, Encoding.UTF8.GetBytes(body));
}
