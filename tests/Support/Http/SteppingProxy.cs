namespace Helmstuck.Tests.Support;

/// <summary>
/// Counts the moments of a run as they can be seen between the program and the API server: each request as it arrives, and each as it has
/// been answered. One of them is held until it is told how to go on.
/// </summary>
/// <param name="stopAt">The number of the moment that is held, from 0; -1: none.</param>
internal sealed class SteppingProxy(ControlPlane plane, int stopAt = -1) : RelayProxy(plane)
{
    private readonly List<string> _moments = [];
    private readonly TaskCompletionSource<string> _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the moment's name when it is being held.</summary>
    public Task<string> Reached => _reached.Task;

    /// <summary>What was seen so far, for example <c>before DELETE /api/v1/…</c>; a change that is no dry run ends with <c>!</c>.</summary>
    public IReadOnlyList<string> Moments
    {
        get
        {
            lock (_moments)
                return [.. _moments];
        }
    }

    /// <summary>Lets the held request or answer go on, whether or not its caller still lives.</summary>
    public override void Release() => _goOn.TrySetResult();

    /// <summary>The held request is lost on its way.</summary>
    public void Drop() => _goOn.TrySetException(new IOException("lost on its way"));

    protected override Task ArrivedAsync(string request) => PassAsync("before", request);

    protected override Task AnsweredAsync(string request) => PassAsync("after", request);

    private Task PassAsync(string when, string request)
    {
        var moment = $"{when} {request[..request.LastIndexOf(' ')]}{(Changes(request) ? "!" : "")}";
        lock (_moments)
        {
            _moments.Add(moment);
            if (_moments.Count - 1 != stopAt)
                return Task.CompletedTask;
        }
        _reached.TrySetResult(moment);
        return _goOn.Task;
    }
}
