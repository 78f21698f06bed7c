using System.Net;
using System.Net.Sockets;

namespace Helmstuck.Tests.Terminal;

/// <summary>Ports on loopback.</summary>
internal static class BadInputPorts
{
    /// <summary>A port that refuses connections: one below the range that the kernel gives out, where nobody listens.</summary>
    public static async Task<int> ClosedAsync()
    {
        for (var port = 1; port < 1024; port++)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port);
            }
            catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionRefused)
            {
                return port;
            }
        }
        throw new InvalidOperationException("every low port of this machine is taken.");
    }
}
