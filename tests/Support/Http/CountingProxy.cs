using System.Net;
using System.Net.Sockets;

namespace Helmstuck.Tests.Support;

/// <summary>
/// Passes TCP bytes on to the API server and counts those that come back: what really crossed the wire, TLS and headers included.
/// </summary>
internal sealed class CountingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private long _received;

    public CountingProxy(int targetPort)
    {
        _target = targetPort;
        _listener.Start();
        Run(Accept);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Bytes from the API server since the last call.</summary>
    public long TakeReceived() => Interlocked.Exchange(ref _received, 0);

    public void Dispose() => _listener.Dispose();

    private void Accept()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = _listener.AcceptSocket();
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return; // Disposed: the measurement is over.
            }
            var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            server.Connect(IPAddress.Loopback, _target);
            (client.NoDelay, server.NoDelay) = (true, true);
            Run(() => Copy(client, server, _ => { }));
            Run(() => Copy(server, client, count => Interlocked.Add(ref _received, count)));
        }
    }

    private static void Copy(Socket from, Socket to, Action<int> count)
    {
        var buffer = new byte[65536];
        try
        {
            for (int read; (read = from.Receive(buffer)) > 0; )
            {
                count(read);
                to.Send(buffer.AsSpan(0, read));
            }
            to.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // One side is gone, in the middle or at the end: so must be the other.
            from.Dispose();
            to.Dispose();
        }
        catch (ObjectDisposedException)
        {
            // The other direction has closed both.
        }
    }

    private static void Run(Action work) => new Thread(() => work()) { IsBackground = true }.Start();
}
