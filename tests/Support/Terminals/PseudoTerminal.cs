using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Helmstuck.Terminal;

namespace Helmstuck.Tests.Support;

/// <summary>
/// A program in a real pseudo-terminal of the kernel's, with somebody at the keyboard (<see cref="Send(string)"/>) and a screen to look at
/// (<see cref="WaitUntilAsync"/>). It is the session leader and the terminal its controlling one, as under a terminal emulator.
/// </summary>
internal sealed class PseudoTerminal : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Process _process;
    private readonly int _master;
    private readonly int _slave;
    private readonly VirtualScreen _screen;
    private readonly MemoryStream _log = new();
    private readonly Thread _reader;
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<string> _startErrors;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _heldReplies = "";
    private bool _holdReplies;
    private volatile bool _closing;
    private volatile bool _reads = true;

    private PseudoTerminal(Process process, int master, int slave, VirtualScreen screen, TerminalModes modes)
    {
        (_process, _master, _slave, _screen, ModesAtStart) = (process, master, slave, screen, modes);
        process.StandardInput.Close();
        _startErrors = process.StandardError.ReadToEndAsync();
        _reader = new Thread(ReadLoop) { IsBackground = true, Name = "terminal" };
        _reader.Start();
    }

    /// <summary>The published product: TEST_BINARY, else artifacts/kubectl-helmstuck. Throws if it is not there.</summary>
    public static string Product
    {
        get
        {
            var path = Environment.GetEnvironmentVariable("TEST_BINARY") is { Length: > 0 } set
                ? set
                : Path.Combine(TestPrograms.RepositoryRoot, "artifacts/kubectl-helmstuck");
            return File.Exists(path)
                ? path
                : throw new InvalidOperationException($"{path} is not there: run tests/run.sh, which publishes it, or set TEST_BINARY.");
        }
    }

    /// <summary>The program's process id.</summary>
    public int Id => _process.Id;

    /// <summary>The terminal's settings before the program started.</summary>
    public TerminalModes ModesAtStart { get; }

    /// <summary>The terminal's settings now.</summary>
    public TerminalModes Modes => TerminalModes.Read(_slave);

    /// <summary>Every byte that the program wrote so far.</summary>
    public byte[] Written
    {
        get
        {
            lock (_gate)
                return _log.ToArray();
        }
    }

    /// <summary>How many pieces came in: one for each write of the program, unless two came at once.</summary>
    public int Pieces { get; private set; }

    /// <summary>
    /// Whether the terminal keeps its answers to the program's questions (such as ESC[6n) to itself. Answers that were kept are given once
    /// this is set to false: a slow link, at will. A terminal that never answers keeps it true.
    /// </summary>
    public bool HoldReplies
    {
        get => _holdReplies;
        set
        {
            lock (_gate)
            {
                _holdReplies = value;
                if (!value)
                    Flush();
            }
        }
    }

    /// <summary>
    /// Whether somebody reads what the program writes. If not, the kernel keeps as much as it can, and then takes no more; all of it is
    /// read once this is true again.
    /// </summary>
    public bool Reads
    {
        get => _reads;
        set => _reads = value;
    }

    /// <summary>Whether the kernel takes no more output of the program.</summary>
    public unsafe bool IsFull
    {
        get
        {
            var target = new LibC.PollTarget { Descriptor = _slave, Events = LibC.Writable };
            return LibC.Poll(&target, 1, 0) == 0;
        }
    }

    /// <summary>The most memory that the program had at any time, in bytes.</summary>
    public long PeakMemory
    {
        get
        {
            var line = File.ReadLines($"/proc/{Id}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
    }

    /// <summary>
    /// Starts a program in a terminal of the given size. <paramref name="environment"/> is laid over the tests' own; null removes a
    /// variable.
    /// </summary>
    public static unsafe PseudoTerminal Start(
        string program,
        IEnumerable<string> arguments,
        int columns = 120,
        int rows = 40,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? folder = null
    )
    {
        var master = PseudoTerminalCalls.Checked(
            PseudoTerminalCalls.OpenMaster(
                PseudoTerminalCalls.ReadWrite | PseudoTerminalCalls.NoControllingTerminal | PseudoTerminalCalls.CloseOnExec
            ),
            "posix_openpt"
        );
        PseudoTerminalCalls.Checked(PseudoTerminalCalls.Grant(master), "grantpt");
        PseudoTerminalCalls.Checked(PseudoTerminalCalls.Unlock(master), "unlockpt");
        var name = stackalloc byte[128];
        PseudoTerminalCalls.Checked(-PseudoTerminalCalls.SlaveName(master, name, 128), "ptsname_r");
        var path = Marshal.PtrToStringUTF8((nint)name)!;
        // Held open to the end, or the kernel resets the terminal's settings with the program's own last close.
        var slave = PseudoTerminalCalls.Checked(
            PseudoTerminalCalls.Open(
                path,
                PseudoTerminalCalls.ReadWrite | PseudoTerminalCalls.NoControllingTerminal | PseudoTerminalCalls.CloseOnExec
            ),
            "open"
        );
        SetSize(master, columns, rows);
        var modes = TerminalModes.Read(slave);

        // sh only lays the terminal on the three streams: setsid makes it the controlling one and becomes the program, under the same
        // process id. Signals that are ignored (by nohup, or in the background) are inherited; at a terminal none is.
        var start = new ProcessStartInfo(
            "/bin/sh",
            [
                "-c",
                "tty=$1; shift; exec env --default-signal setsid -c \"$@\" <\"$tty\" >\"$tty\" 2>\"$tty\"",
                "sh",
                path,
                program,
                .. arguments,
            ]
        )
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        start.Environment["TERM"] = "xterm-256color";
        foreach (var variable in (string[])["COLUMNS", "LINES", "NO_COLOR", .. TestPrograms.OwnVariables])
            start.Environment.Remove(variable);
        foreach (var (variable, value) in environment ?? new Dictionary<string, string?>())
            start.Environment[variable] = value;
        return new PseudoTerminal(Process.Start(start)!, master, slave, new VirtualScreen(columns, rows), modes);
    }

    /// <summary>Types keys, as UTF-8.</summary>
    public void Send(string keys) => Send(Encoding.UTF8.GetBytes(keys));

    /// <summary>Types bytes.</summary>
    public unsafe void Send(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
            fixed (byte* start = bytes)
                bytes = bytes[PseudoTerminalCalls.Checked((int)LibC.Write(_master, start, (nuint)bytes.Length), "write")..];
    }

    /// <summary>
    /// Waits as a person does, who first looks at what was typed or pasted: keys that come together are not taken for a person's. To be
    /// called when the screen shows what was sent before.
    /// </summary>
    public static Task PauseAsync() => Task.Delay(TimeSpan.FromMilliseconds(300));

    /// <summary>Presses Enter after a pause: one that comes with other keys confirms nothing.</summary>
    public async Task EnterAsync()
    {
        await PauseAsync();
        Send("\r");
    }

    /// <summary>Pastes text as a terminal does: bracketed if the program asked for it.</summary>
    public void Paste(string text) => Send(See(screen => screen.BracketedPaste) ? $"\e[200~{text}\e[201~" : text);

    /// <summary>Changes the terminal's size; the kernel sends SIGWINCH.</summary>
    public void Resize(int columns, int rows)
    {
        lock (_gate)
        {
            _screen.Resize(columns, rows);
            SetSize(_master, columns, rows);
        }
    }

    /// <summary>Sends a signal by its number to the program (15 SIGTERM, 1 SIGHUP, 2 SIGINT, 18 SIGCONT, 20 SIGTSTP).</summary>
    public void Signal(int number) => PseudoTerminalCalls.Checked(LibC.Kill(_process.Id, number), "kill");

    /// <summary>
    /// Closes the terminal under the program, as when a connection is lost: the kernel sends SIGHUP, reads and writes fail.
    /// </summary>
    public void HangUp()
    {
        if (_closing)
            return;
        _closing = true;
        _reader.Join();
        LibC.Close(_slave);
        LibC.Close(_master);
    }

    /// <summary>Looks at the screen; nothing is drawn meanwhile.</summary>
    public T See<T>(Func<VirtualScreen, T> look)
    {
        lock (_gate)
            return look(_screen);
    }

    /// <summary>The screen as text now.</summary>
    public string Screen => See(screen => screen.Text);

    /// <summary>
    /// Waits until the screen, between two frames, is as wanted. Throws with the screen in the message if the program ends first or
    /// <paramref name="cancel"/> is cancelled (by default after five minutes, so that a hang is told with its screen).
    /// </summary>
    public async Task WaitUntilAsync(Func<VirtualScreen, bool> wanted, string what, CancellationToken cancel = default)
    {
        using var patience = cancel.CanBeCanceled ? null : new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (!_screen.InSynchronizedUpdate && wanted(_screen))
                    return;
                changed = _changed.Task;
            }
            if (_drained.Task.IsCompleted)
                throw new InvalidOperationException(
                    $"the program ended (exit code {_process.ExitCode}) before {what}:\n{Screen}\n{await _startErrors}"
                );
            try
            {
                await changed.WaitAsync(patience?.Token ?? cancel);
            }
            catch (OperationCanceledException)
            {
                throw new InvalidOperationException($"still not {what}:\n{Screen}");
            }
        }
    }

    /// <summary>Waits until some row of the screen contains the text.</summary>
    public Task WaitForAsync(string text, CancellationToken cancel = default) =>
        WaitUntilAsync(screen => screen.Contains(text), $"the screen says '{text}'", cancel);

    /// <summary>
    /// Waits until the program has ended and all that it wrote is on the screen; its exit code (128 + n if signal n killed it).
    /// </summary>
    public async Task<int> WaitForExitAsync(CancellationToken cancel = default)
    {
        await WaitForEndAsync(cancel);
        await _drained.Task;
        return _process.ExitCode;
    }

    /// <summary>Waits until the program has ended, also where nobody reads what it wrote.</summary>
    public async Task WaitForEndAsync(CancellationToken cancel = default)
    {
        using var patience = cancel.CanBeCanceled ? null : new CancellationTokenSource(TimeSpan.FromMinutes(5));
        try
        {
            await _process.WaitForExitAsync(patience?.Token ?? cancel);
        }
        catch (OperationCanceledException)
        {
            throw new InvalidOperationException($"the program does not end:\n{Screen}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        HangUp();
        _process.Dispose();
    }

    private static unsafe void SetSize(int master, int columns, int rows)
    {
        var size = new LibC.WindowSize { Rows = (ushort)rows, Columns = (ushort)columns };
        PseudoTerminalCalls.Checked(PseudoTerminalCalls.Control(master, PseudoTerminalCalls.SetWindowSize, &size), "ioctl TIOCSWINSZ");
    }

    private unsafe void ReadLoop()
    {
        const int size = 65536;
        var buffer = (byte*)NativeMemory.Alloc(size);
        while (!_closing)
        {
            if (!_reads)
            {
                Thread.Sleep(5);
                continue;
            }
            var ended = _process.HasExited;
            var target = new LibC.PollTarget { Descriptor = _master, Events = LibC.Readable };
            if (LibC.Poll(&target, 1, ended ? 0 : 20) > 0 && (target.Result & LibC.Readable) != 0)
                Take(new ReadOnlySpan<byte>(buffer, PseudoTerminalCalls.Checked((int)LibC.Read(_master, buffer, size), "read")));
            else if (ended)
                break;
        }
        NativeMemory.Free(buffer);
        _drained.TrySetResult();
        lock (_gate)
            _changed.TrySetResult();
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            _log.Write(bytes);
            Pieces++;
            _heldReplies += _screen.Feed(bytes);
            if (!_holdReplies)
                Flush();
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private void Flush()
    {
        if (_heldReplies.Length > 0)
            Send(_heldReplies);
        _heldReplies = "";
    }
}
