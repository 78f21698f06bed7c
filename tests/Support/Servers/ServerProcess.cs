using System.Collections.Concurrent;
using System.Diagnostics;

namespace Helmstuck.Tests.Support;

/// <summary>
/// A server that dies with the tests: killed by its process id on dispose, when this process exits, and (by the kernel, where
/// setpriv is to be had) when this process is killed.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly BlockingCollection<Action> Starts = [];
    private static readonly ConcurrentDictionary<ServerProcess, bool> Running = new();
    private readonly Process _process;
    private readonly Task _logging;
    private readonly string _log;

    static ServerProcess()
    {
        // The kernel's parent-death signal follows the *thread* that started the child: that one must live as long as the process.
        new Thread(() =>
        {
            foreach (var start in Starts.GetConsumingEnumerable())
                start();
        })
        {
            IsBackground = true,
            Name = "server starter",
        }.Start();
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            foreach (var server in Running.Keys)
                server.Kill();
        };
    }

    private ServerProcess(Process process, string log)
    {
        _process = process;
        _log = log;
        var file = new StreamWriter(log) { AutoFlush = true };
        _logging = Task.WhenAll(CopyAsync(process.StandardOutput, file), CopyAsync(process.StandardError, file))
            .ContinueWith(_ => file.Dispose(), TaskScheduler.Default);
        Running[this] = true;
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Starts a server whose output goes to the file <paramref name="log"/>.</summary>
    public static Task<ServerProcess> StartAsync(string program, IEnumerable<string> arguments, string log)
    {
        var setpriv = TestPrograms.OnPath("setpriv");
        var (file, all) = setpriv is null ? (program, arguments) : (setpriv, ["--pdeathsig", "KILL", "--", program, .. arguments]);
        var started = new TaskCompletionSource<ServerProcess>(TaskCreationOptions.RunContinuationsAsynchronously);
        Starts.Add(() =>
        {
            try
            {
                var process = ExternalCommand.Start(file, all);
                process.StandardInput.Close();
                started.SetResult(new ServerProcess(process, log));
            }
            catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or IOException)
            {
                started.SetException(exception);
            }
        });
        return started.Task;
    }

    /// <summary>What the server said last: for the message of a start that failed.</summary>
    public async Task<string> LastWordsAsync()
    {
        if (HasExited)
            await _logging;
        await using var stream = new FileStream(_log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        var lines = (await reader.ReadToEndAsync()).Split('\n');
        return string.Join('\n', lines.TakeLast(40));
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await _process.WaitForExitAsync();
        await _logging;
        Running.TryRemove(this, out _);
        _process.Dispose();
    }

    private static async Task CopyAsync(StreamReader from, StreamWriter to)
    {
        while (await from.ReadLineAsync() is { } line)
            lock (to)
                to.WriteLine(line);
    }

    private void Kill()
    {
        if (!_process.HasExited)
            _process.Kill();
    }
}
