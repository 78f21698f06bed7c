using System.Net.Sockets;

namespace Helmstuck.Tests.Support;

/// <summary>Stands before the API server and lets a fault happen to some requests.</summary>
/// <param name="aim">The requests that the fault happens to.</param>
internal sealed class FaultProxy(ControlPlane plane, Fault fault, Func<RelayedRequest, bool> aim) : RelayProxy(plane)
{
    private int _left = fault.Times;
    private int _delivered;
    private int _met;

    /// <summary>How many of these requests were answered as the API server answered them.</summary>
    public int Delivered => Volatile.Read(ref _delivered);

    /// <summary>How often the fault happened.</summary>
    public int Met => Volatile.Read(ref _met);

    public override void Release() { }

    protected override async Task<bool> ConnectedAsync(NetworkStream plain, CancellationToken stop)
    {
        if (fault.Connect is not { } connect || !Take())
            return true;
        await connect(plain, stop);
        return false;
    }

    protected override async Task<bool> AnswerAsync(
        RelayedRequest request,
        Func<Task<RelayedAnswer>> passOn,
        RelayCaller caller,
        CancellationToken stop
    )
    {
        if (!aim(request))
            return await base.AnswerAsync(request, passOn, caller, stop);
        if (fault.Answer is not { } answer || !fault.Concerns(request) || !Take())
        {
            Interlocked.Increment(ref _delivered);
            return await base.AnswerAsync(request, passOn, caller, stop);
        }
        return await answer(fault.IsCarriedOut ? await passOn() : null, caller, stop);
    }

    private bool Take()
    {
        if (Interlocked.Decrement(ref _left) < 0)
            return false;
        Interlocked.Increment(ref _met);
        return true;
    }
}
