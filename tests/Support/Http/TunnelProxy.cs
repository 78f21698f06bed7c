using System.Globalization;
using System.Net.Sockets;

namespace Helmstuck.Tests.Support;

/// <summary>
/// Stands before the API server and passes bytes on without reading them: TLS and HTTP/2 are between the caller and the API server.
/// </summary>
/// <param name="cutAt">After so many bytes from the server the connection ends.</param>
/// <param name="ending">How it ends.</param>
/// <param name="bytesPerSecond">How fast the server's bytes arrive.</param>
/// <param name="firstOnly">The fault happens to the first connection only.</param>
internal sealed class TunnelProxy(
    ControlPlane plane,
    long cutAt = long.MaxValue,
    TunnelProxy.Ending ending = TunnelProxy.Ending.Reset,
    int bytesPerSecond = int.MaxValue,
    bool firstOnly = false
) : IAsyncDisposable
{
    private readonly List<NetworkStream> _open = [];
    private readonly TaskCompletionSource _thawed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LoopbackListener? _listener;
    private int _connections;
    private volatile bool _frozen;

    public enum Ending
    {
        Reset,
        Close,

        /// <summary>Nothing comes any more, and nobody says so.</summary>
        Silence,
    }

    /// <summary>A kubeconfig that leads the user here.</summary>
    public string KubeconfigOf(ClusterUser user)
    {
        _listener ??= new LoopbackListener(ServeAsync);
        return plane.WriteKubeconfig(
            user,
            null,
            $"https://127.0.0.1:{_listener.Port.ToString(CultureInfo.InvariantCulture)}",
            File.ReadAllText(plane.AuthorityFile)
        );
    }

    /// <summary>How many connections were made so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>From now on nothing passes on the connections that are open; new ones are not touched.</summary>
    public void Freeze() => _frozen = true;

    /// <summary>Resets every open connection.</summary>
    public void Reset()
    {
        lock (_open)
        {
            foreach (var stream in _open)
                Abort(stream);
            _open.Clear();
        }
    }

    /// <summary>Ends a connection with a TCP reset.</summary>
    public static void Abort(NetworkStream stream)
    {
        stream.Socket.LingerState = new LingerOption(true, 0);
        stream.Socket.Close();
    }

    public async ValueTask DisposeAsync()
    {
        _thawed.TrySetResult();
        if (Interlocked.Exchange(ref _listener, null) is { } listener)
            await listener.DisposeAsync();
    }

    private async Task ServeAsync(NetworkStream caller, CancellationToken stop)
    {
        var spoiled = Interlocked.Increment(ref _connections) == 1 || !firstOnly;
        var bornFrozen = _frozen;
        using var server = new TcpClient();
        await server.ConnectAsync(plane.Server.Host, plane.Server.Port, stop);
        lock (_open)
            _open.Add(caller);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var up = PumpAsync(caller, server.GetStream(), long.MaxValue, int.MaxValue, bornFrozen, over.Token);
        var down = PumpAsync(
            server.GetStream(),
            caller,
            spoiled ? cutAt : long.MaxValue,
            spoiled ? bytesPerSecond : int.MaxValue,
            bornFrozen,
            over.Token
        );
        var first = await Task.WhenAny(up, down);
        if (first == down && await down)
        {
            if (ending == Ending.Reset)
                Abort(caller);
            else if (ending == Ending.Silence)
                await Task.WhenAny(up, Task.Delay(Timeout.Infinite, stop));
        }
        await over.CancelAsync();
        await ((Task)Task.WhenAll(up, down)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>True if the limit was reached; false at the end of the stream.</summary>
    private async Task<bool> PumpAsync(
        NetworkStream from,
        NetworkStream to,
        long limit,
        int perSecond,
        bool bornFrozen,
        CancellationToken stop
    )
    {
        var buffer = new byte[perSecond < int.MaxValue ? Math.Max(perSecond / 10, 1) : 16 * 1024];
        for (var left = limit; left > 0; )
        {
            var read = await from.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), stop);
            if (read == 0)
                return false;
            if (_frozen && !bornFrozen)
                await _thawed.Task.WaitAsync(stop);
            await to.WriteAsync(buffer.AsMemory(0, read), stop);
            left -= read;
            if (perSecond < int.MaxValue)
                await Task.Delay(100, stop);
        }
        return true;
    }
}
