namespace Helmstuck.Tests.Support;

/// <summary>
/// Keeps the answer to a DELETE that is no dry run to itself until it is told: the request has been carried out, and the program does not
/// know it yet.
/// </summary>
/// <param name="onItsWay">Keeps the request instead: it was not carried out yet.</param>
/// <param name="method">What is held instead of a DELETE.</param>
internal sealed class HoldingProxy(ControlPlane plane, bool onItsWay = false, string method = "DELETE") : RelayProxy(plane)
{
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously),
        _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the request or its answer is being held; fails after five minutes, so that a hang is told.</summary>
    public Task Held => _held.Task.WaitAsync(TimeSpan.FromMinutes(5));

    public override void Release() => _released.TrySetResult();

    protected override Task ArrivedAsync(string request) => onItsWay ? HoldAsync(request) : Task.CompletedTask;

    protected override Task AnsweredAsync(string request) => onItsWay ? Task.CompletedTask : HoldAsync(request);

    private Task HoldAsync(string request)
    {
        if (!request.StartsWith(method + " ", StringComparison.Ordinal) || !Changes(request))
            return Task.CompletedTask;
        _held.TrySetResult();
        return _released.Task;
    }
}
