using System.Buffers;
using System.IO.Pipes;
using System.Text;

namespace Helmstuck.Processes;

/// <summary>
/// The one place that starts other programs. A child has no terminal: its standard input is what it is given, its output is read here, and
/// it runs in a session of its own, so it can neither draw over the screen nor change the terminal's settings, and a key press never
/// signals it.
/// </summary>
internal static class Child
{
    /// <summary>How long to wait for the rest of the output after the child has ended: a grandchild may still hold it open.</summary>
    private static readonly TimeSpan OutputGrace = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Runs a program to its end. Cancelling kills the child's whole process group and throws <see cref="OperationCanceledException"/>;
    /// nothing else does.
    /// </summary>
    public static async Task<ChildResult> RunAsync(ChildCommand command, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var argv = command.Argv;
        if (argv.Count == 0 || argv[0].Length == 0)
            return new ChildResult.NotStarted("", "no program is named");
        var program = ProgramPath.Of(argv[0], StartEnvironment.Variable("PATH"));
        if (program is ProgramPath.Relative { Reason: var reason })
            return new ChildResult.NotStarted(argv[0], reason);
        if (program is not ProgramPath.Found { Path: var path })
            return new ChildResult.NotStarted(argv[0], SpawnedProcess.Describe(SpawnedProcess.NoSuchFile)) { NotFound = true };

        using var outputPipe = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.None);
        using var errorPipe = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.None);
        using var inputPipe = command.Input is null ? null : new AnonymousPipeServerStream(PipeDirection.Out, HandleInheritability.None);
        var (process, errno) = SpawnedProcess.Start(
            path,
            argv,
            EnvironmentWith(command.EnvironmentChanges),
            outputPipe.ClientSafePipeHandle,
            errorPipe.ClientSafePipeHandle,
            command.Terminal?.WithStdin ?? false,
            inputPipe?.ClientSafePipeHandle
        );
        inputPipe?.DisposeLocalCopyOfClientHandle();
        outputPipe.DisposeLocalCopyOfClientHandle();
        errorPipe.DisposeLocalCopyOfClientHandle();
        if (process is null)
            return new ChildResult.NotStarted(argv[0], SpawnedProcess.Describe(errno)) { NotFound = errno == SpawnedProcess.NoSuchFile };

        using var stopReading = new CancellationTokenSource();
        var input = inputPipe is null ? Task.FromResult(true) : FeedAsync(inputPipe, command.Input.GetValueOrDefault());
        var output = new Capture(outputPipe, command.MaxOutputBytes, null, stopReading.Token);
        var errors = new Capture(
            errorPipe,
            command.MaxOutputBytes,
            command.Terminal?.OnErrorLine is { } onLine ? new LineSplitter(onLine) : null,
            stopReading.Token
        );

        var inTime = true;
        using (var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation))
        {
            if (command.Timeout is { } allowed)
                limit.CancelAfter(allowed);
            try
            {
                await process.Ended.WaitAsync(limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                inTime = false;
                process.KillGroup();
            }
        }

        var status = await process.Ended.ConfigureAwait(false);
        stopReading.CancelAfter(OutputGrace);
        await Task.WhenAll(output.Done, errors.Done).ConfigureAwait(false);
        await Task.WhenAny(input, Task.Delay(OutputGrace, CancellationToken.None)).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        if (!inTime)
            return new ChildResult.TimedOut(command.Timeout.GetValueOrDefault(), output.Text, errors.Text);
        return status switch
        {
            { Signal: > 0 and var signal } => new ChildResult.Signalled(signal, output.Text, errors.Text),
            _ => new ChildResult.Exited(status.ExitCode, output.Text, errors.Text, output.Truncated || errors.Truncated)
            {
                Bytes = output.Bytes,
                // If a grandchild holds the other end and does not read, the rest is never taken.
                InputTaken = input.IsCompletedSuccessfully && input.Result,
            },
        };
    }

    /// <summary>Writes the input and closes it; false if the child closed it first.</summary>
    private static async Task<bool> FeedAsync(AnonymousPipeServerStream pipe, ReadOnlyMemory<byte> input)
    {
        // A full pipe blocks its writer.
        await Task.Yield();
        try
        {
            await pipe.WriteAsync(input).ConfigureAwait(false);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
        finally
        {
            await pipe.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static Dictionary<string, string> EnvironmentWith(IReadOnlyDictionary<string, string?> changes)
    {
        var environment = new Dictionary<string, string>(StartEnvironment.Variables, StringComparer.Ordinal);
        foreach (var (name, value) in changes)
        {
            if (value is null)
                environment.Remove(name);
            else
                environment[name] = value;
        }
        return environment;
    }

    /// <summary>Reads a stream to its end, keeping the first bytes.</summary>
    private sealed class Capture
    {
        private readonly ArrayBufferWriter<byte> kept = new();

        public Capture(Stream stream, int limit, LineSplitter? lines, CancellationToken stop) =>
            Done = ReadAsync(stream, limit, lines, stop);

        public Task Done { get; }

        public bool Truncated { get; private set; }

        public string Text => Encoding.UTF8.GetString(kept.WrittenSpan);

        public ReadOnlyMemory<byte> Bytes => kept.WrittenMemory;

        private async Task ReadAsync(Stream stream, int limit, LineSplitter? lines, CancellationToken stop)
        {
            var buffer = new byte[16 * 1024];
            try
            {
                while (await stream.ReadAsync(buffer, stop).ConfigureAwait(false) is > 0 and var count)
                {
                    var room = Math.Min(count, limit - kept.WrittenCount);
                    kept.Write(buffer.AsSpan(0, room));
                    Truncated |= room < count;
                    lines?.Add(buffer.AsSpan(0, count));
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Another process holds the other end; what has been read is the child's output.
                Truncated = true;
            }
            lines?.End();
        }
    }

    /// <summary>
    /// Passes on each line as soon as it is complete; only the first bytes of a long line, and only the first of many lines.
    /// </summary>
    private sealed class LineSplitter(Action<string> onLine)
    {
        private const int MaxLineBytes = 4 * 1024;
        private const int MaxLines = 200;

        private readonly List<byte> pending = [];
        private int lines;

        public void Add(ReadOnlySpan<byte> bytes)
        {
            foreach (var b in bytes)
            {
                if (b == '\n')
                    Pass();
                else if (pending.Count < MaxLineBytes)
                    pending.Add(b);
            }
        }

        public void End()
        {
            if (pending.Count > 0)
                Pass();
        }

        private void Pass()
        {
            if (++lines <= MaxLines)
                onLine(Encoding.UTF8.GetString([.. pending]).TrimEnd('\r'));
            else if (lines == MaxLines + 1)
                onLine($"… more than {MaxLines} lines; the rest is not shown");
            pending.Clear();
        }
    }
}
