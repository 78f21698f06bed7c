namespace Helmstuck.Kube.Exec;

/// <summary>When the plugin runs: once for all requests that wait for it, and not again right after it failed.</summary>
internal sealed partial class ExecCredentials
{
    /// <summary>There is one terminal for all clusters.</summary>
    private static readonly SemaphoreSlim Lending = new(1, 1);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(30);

    private readonly SemaphoreSlim one = new(1, 1);
    private readonly CancellationTokenSource ending = new();
    private CancellationTokenSource? running;
    private Task<KubeResult<ExecCredential>>? run;
    private ExecCredential? held;
    private KubeError? failure;
    private int failures;
    private int rejections;
    private bool wanted;
    private DateTimeOffset pausedUntil;

    /// <summary>Receives the plugin's name when it starts, and null when it has ended. On any thread.</summary>
    public Action<string?>? Runs { get; set; }

    /// <summary>
    /// Lends the terminal to the plugin (true) and takes it back (false), if the full screen is open; false if that is not possible. Only a
    /// plugin that must ask gets it, and one that may ask when its user runs it again after it has failed.
    /// </summary>
    public Func<bool, bool>? LendTerminal { get; set; }

    /// <param name="notice">Receives each line that the plugin writes to its standard error (a device code, an error).</param>
    /// <param name="stdinUnavailable">
    /// Why the plugin cannot use standard input; null: it can, if that is a terminal. With a reason the full screen is open: then a run
    /// outlives the request that started it, and a plugin that failed is not run again by itself before a growing pause is over, because it
    /// may open a browser or lock an account.
    /// </param>
    public async Task<KubeResult<ExecCredential>> GetAsync(Action<string>? notice, string? stdinUnavailable, CancellationToken ct)
    {
        await one.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            var isPaused = stdinUnavailable is not null && time.GetUtcNow() < pausedUntil;
            if (held is { } cached && (isPaused || (rejections < 2 && !IsOver(cached))))
                return cached;
            if (isPaused && failure is { } told)
                return told;
            if (stdinUnavailable is null)
                return Keep(await AskAsync(notice, null, ct).ConfigureAwait(false));
            run ??= RunAsync(notice, stdinUnavailable);
            var answer = await run.WaitAsync(ct).ConfigureAwait(false);
            run = null;
            return Keep(answer);
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>
    /// The server rejected the credential with this token: the next request runs the plugin again. If it rejects the new one too, that is
    /// kept for a pause.
    /// </summary>
    public void Forget(string? token)
    {
        if (held is not { } rejected || (rejected.Token ?? "") != (token ?? "") || time.GetUtcNow() < pausedUntil)
            return;
        if (++rejections < 2)
            held = null;
        else
            Pause(++failures);
    }

    /// <summary>The server accepted the credential.</summary>
    public void Accepted() => (rejections, failures) = (0, 0);

    /// <summary>The user wants it to run again now, whatever it did before.</summary>
    public void EndPause() => (pausedUntil, failures, wanted) = (default, 0, failure is not null);

    /// <summary>Ends a run in the full screen; it is not repeated until the user wants it.</summary>
    public void Cancel() => running?.Cancel();

    public void Dispose()
    {
        ending.Cancel();
        ending.Dispose();
        one.Dispose();
    }

    private bool IsOver(ExecCredential credential) => credential.Expires is { } end && time.GetUtcNow() >= end;

    private KubeResult<ExecCredential> Keep(KubeResult<ExecCredential> answer)
    {
        held = answer.ValueOrDefault;
        failure = answer.Error;
        if (failure is null)
            rejections = Math.Min(rejections, 1);
        else if (pausedUntil != DateTimeOffset.MaxValue)
            Pause(++failures);
        return answer;
    }

    private void Pause(int after) => pausedUntil = time.GetUtcNow() + GrowingPause.After(after, FirstPause, LongestPause, jitter: 0);

    private async Task<KubeResult<ExecCredential>> RunAsync(Action<string>? notice, string stdinUnavailable)
    {
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(ending.Token);
        running = cancelled;
        Runs?.Invoke(Path.GetFileName(plugin.Command));
        try
        {
            var asks = plugin.InteractiveMode == InteractiveMode.Always || (wanted && plugin.InteractiveMode != InteractiveMode.Never);
            wanted = false;
            return asks && LendTerminal is { } lend
                ? await AskOnTheTerminalAsync(lend, notice, stdinUnavailable, cancelled.Token).ConfigureAwait(false)
                : await AskAsync(notice, stdinUnavailable, cancelled.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!ending.IsCancellationRequested)
        {
            pausedUntil = DateTimeOffset.MaxValue;
            return Failed($"exec: executable {plugin.Command} was cancelled");
        }
        finally
        {
            running = null;
            Runs?.Invoke(null);
        }
    }

    private async Task<KubeResult<ExecCredential>> AskOnTheTerminalAsync(
        Func<bool, bool> lend,
        Action<string>? notice,
        string stdinUnavailable,
        CancellationToken ct
    )
    {
        await Lending.WaitAsync(ct).ConfigureAwait(false);
        var lent = false;
        try
        {
            lent = lend(true);
            return await AskAsync(notice, lent ? null : stdinUnavailable, ct).ConfigureAwait(false);
        }
        finally
        {
            if (lent)
                lend(false);
            Lending.Release();
        }
    }
}
