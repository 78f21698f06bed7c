using System.Runtime.InteropServices;
using Helmstuck.Recovery;

namespace Helmstuck.Hosting;

/// <summary>
/// SIGINT, SIGTERM and SIGHUP as a cancelled token. What must not be cut off (a delete that may have been sent) ignores the token and runs
/// to its end, and the process ends only when <c>Main</c> returns, or at a second SIGINT or SIGTERM: whoever asks twice does not want to
/// wait for a server that does not answer. The next start finds the intent without a result.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private const int Unverified = 6;

    private readonly CancellationTokenSource source = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private readonly WriteUnderWay underWay;

    public Interruption(WriteUnderWay underWay)
    {
        this.underWay = underWay;
        foreach (var signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
            registrations.Add(PosixSignalRegistration.Create(signal, Received));
    }

    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        source.Dispose();
    }

    private void Received(PosixSignalContext context)
    {
        context.Cancel = true;
        if (source.IsCancellationRequested && context.Signal != PosixSignal.SIGHUP && underWay.Lines is { } lastWords)
        {
            foreach (var line in lastWords)
                Streams.Complain(line);
            Environment.Exit(Unverified);
        }
        source.Cancel();
    }
}
