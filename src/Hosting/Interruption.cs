using System.Runtime.InteropServices;
using Helmstuck.Recovery;

namespace Helmstuck.Hosting;

/// <summary>
/// SIGINT, SIGTERM and SIGHUP as a cancelled token. What must not be interrupted (a delete that may have been sent) ignores the token and
/// finishes, and the process ends only when <c>Main</c> returns, or at a second signal: a user who asks twice does not want to wait for a
/// server that does not answer. A lost terminal (SIGHUP) is not such a request. The next start finds the intent without a result.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private readonly WriteUnderWay underWay;
    private readonly TaskCompletionSource<IReadOnlyList<string>> abandoned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool asked;
    private int received;

    public Interruption(WriteUnderWay underWay)
    {
        this.underWay = underWay;
        foreach (var signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
            registrations.Add(PosixSignalRegistration.Create(signal, Received));
    }

    public CancellationToken Token => source.Token;

    /// <summary>Completes at a second signal while a write waits for its answer, with the message to print.</summary>
    public Task<IReadOnlyList<string>> Abandoned => abandoned.Task;

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        source.Dispose();
    }

    private void Received(PosixSignalContext context)
    {
        context.Cancel = true;
        // Handlers may run in parallel, so the second one checks whether one of the two was a request to end.
        if (context.Signal != PosixSignal.SIGHUP)
            asked = true;
        if (Interlocked.Increment(ref received) > 1 && asked && underWay.Lines is { } lastWords)
            abandoned.TrySetResult(lastWords);
        source.Cancel();
    }
}
