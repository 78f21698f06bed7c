using System.Runtime.InteropServices;

namespace Helmstuck.Recovery;

internal sealed partial class StateFolder
{
    private const int Shared = 1,
        Exclusive = 2,
        DoNotWait = 4,
        Unlock = 8;

    private string Runs => Path.Combine(Root, "runs.lock");

    /// <summary>
    /// Shows other processes, until it is disposed or this process ends, that a run is between its intent and its result. Throws
    /// <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.
    /// </summary>
    public IDisposable HoldRun() => RunLock.Take(OpenRuns(), Shared)!;

    /// <summary>Makes new runs wait until it is disposed; null if one is active now.</summary>
    public IDisposable? ReserveRuns() => RunLock.Take(OpenRuns(), Exclusive | DoNotWait);

    private int OpenRuns()
    {
        Tighten(Runs);
        MakeFolder(Root);
        MakeFile(Runs);
        var descriptor = Open(Runs, AppendFlags);
        return descriptor >= 0 ? descriptor : throw new IOException($"cannot open {Runs} (errno {Marshal.GetLastPInvokeError()})");
    }

    private sealed class RunLock(int descriptor) : IDisposable
    {
        private int held = descriptor;

        public static RunLock? Take(int descriptor, int operation)
        {
            int failed;
            while ((failed = Lock(descriptor, operation)) != 0 && Marshal.GetLastPInvokeError() == 4) // EINTR
            { }
            // A file system without locks cannot show other runs: it is better to check than to skip it.
            if (failed == 0 || Marshal.GetLastPInvokeError() is not (11 or 35)) // EWOULDBLOCK
                return new RunLock(descriptor);
            _ = Close(descriptor);
            return null;
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref held, -1) is not (>= 0 and var descriptor))
                return;
            _ = Lock(descriptor, Unlock);
            _ = Close(descriptor);
        }
    }
}
