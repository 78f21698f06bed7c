using System.Runtime.InteropServices;

namespace Helmstuck.Hosting;

/// <summary>
/// SIGINT, SIGTERM and SIGHUP as a cancelled token. What must not be cut off (a delete that may have been sent) ignores the token and runs
/// to its end, and the process ends only when <c>Main</c> returns.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly List<PosixSignalRegistration> registrations = [];

    public Interruption()
    {
        foreach (var signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
            registrations.Add(
                PosixSignalRegistration.Create(
                    signal,
                    context =>
                    {
                        context.Cancel = true;
                        source.Cancel();
                    }
                )
            );
    }

    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        source.Dispose();
    }
}
