using System.Diagnostics;

namespace Helmstuck.Tests.Support;

/// <summary>A Helm that is in the middle of something. Disposing kills it with SIGKILL, as an evicted CI job would be.</summary>
internal sealed class RunningHelm : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    public RunningHelm(Process process)
    {
        _process = process;
        process.StandardInput.Close();
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    /// <summary>The number of its process.</summary>
    public int Pid => _process.Id;

    /// <summary>Waits until Helm ends by itself.</summary>
    public async Task<CommandResult> FinishAsync(CancellationToken cancel = default)
    {
        await _process.WaitForExitAsync(cancel);
        return new CommandResult(
            $"helm {string.Join(' ', _process.StartInfo.ArgumentList)}",
            _process.ExitCode,
            await _output,
            await _error
        );
    }

    /// <summary>Throws what Helm said if it has ended already.</summary>
    public async Task MustStillRunAsync()
    {
        if (_process.HasExited)
            throw new InvalidOperationException($"Helm ended by itself:\n{await FinishAsync()}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        await Task.WhenAll(_output, _error);
        _process.Dispose();
    }
}
