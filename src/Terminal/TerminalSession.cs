using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace Helmstuck.Terminal;

/// <summary>
/// The full screen: from <see cref="Open"/> to its disposal the program owns the terminal; then the terminal is restored,
/// also after an unhandled exception. Signals that would end the program become events; the program ends itself. One session per process.
/// </summary>
internal sealed partial class TerminalSession : IAsyncDisposable
{
    private static ReadOnlySpan<byte> Enter => "\e[?1049h\e[?2004h\e[?25l"u8;

    // Where there is no other screen (GNU screen without altscreen, old consoles), the shell's prompt must not land inside the last frame.
    // A frame that was cut off may have left its scrolling region.
    private static ReadOnlySpan<byte> Leave => "\e[?2026l\e[?7h\e[m\e[r\e[H\e[J\e[?25h\e[?2004l\e[?1049l"u8;

    private static ReadOnlySpan<byte> EnterMouse => "\e[?1000h\e[?1006h"u8;

    private static ReadOnlySpan<byte> LeaveMouse => "\e[?1006l\e[?1000l"u8;

    private static ReadOnlySpan<byte> AskForCursor => "\e[6n"u8;

    private readonly Lock _gate = new();
    private readonly Channel<TerminalEvent> _events = Channel.CreateUnbounded<TerminalEvent>();
    private readonly ByteBuffer _output = new();
    private readonly Tty _tty;
    private readonly FrameWriter _frames;
    private readonly InputFence _fence;
    private readonly InputReader _reader;
    private readonly TimeProvider _time;
    private readonly bool _mouse;
    private readonly List<PosixSignalRegistration> _signals = [];
    private State _state = State.Active;
    private bool _gone,
        _released;

    private TerminalSession(Tty tty, TerminalOptions options, TimeProvider time)
    {
        _tty = tty;
        _time = time;
        _mouse = options.Mouse;
        _fence = new(time);
        _frames = new(TerminalCapabilities.Of(options.Term, options.Colors, options.ColorTerm));
        _reader = new(tty, _fence, time, options.EscapeDelay, _events.Writer, Lose);
    }

    private enum State
    {
        Active,
        Suspended,
        Closed,
    }

    /// <summary>The events, in order. Never completes.</summary>
    public ChannelReader<TerminalEvent> Events => _events.Reader;

    /// <summary>The terminal's size now, in cells.</summary>
    public (int Width, int Height) Size => _tty.Size;

    /// <summary>Prepares the terminal: raw, alternate screen, cursor hidden. Nothing is drawn yet.</summary>
    public static TerminalOpening Open(TerminalOptions options, TimeProvider time)
    {
        if (options.Term is null or "" or "dumb")
            return new TerminalOpening.Refused(
                $"a full screen needs a terminal that can address its cursor, and TERM is {(options.Term is "dumb" ? "dumb" : "not set")}"
            );
        if (Tty.Open(options.Device, out var error) is not { } tty)
            return new TerminalOpening.Refused(error!);
        var session = new TerminalSession(tty, options, time);
        if (session.Begin())
            return new TerminalOpening.Opened(session);
        var reason = LibC.ErrorText;
        session.Release();
        return new TerminalOpening.Refused($"the terminal cannot be set to raw mode: {reason}");
    }

    /// <summary>
    /// Shows the grid, and writes only the differences to the last one. Do not draw on the grid afterwards. Does nothing while the
    /// program does not own the terminal.
    /// </summary>
    public void Draw(Grid grid)
    {
        lock (_gate)
        {
            if (_state != State.Active || _gone)
                return;
            _output.Clear();
            _output.Add(_frames.Write(grid).Span);
            var fenced = _fence.Raise();
            if (fenced)
                _output.Add(AskForCursor);
            Write(_output.Written.Span);
            if (fenced)
                _reader.Notice();
        }
    }

    /// <summary>The next frame repaints everything.</summary>
    public void Invalidate()
    {
        lock (_gate)
            _frames.Invalidate();
    }

    /// <summary>
    /// From the next frame on, keys and pastes are discarded until the terminal shows that frame (500 ms at most); then
    /// <see cref="FenceLifted"/> comes. Input from before that frame precedes it in <see cref="Events"/>: ignore keys until it comes.
    /// </summary>
    public void Fence() => _fence.Request();

    /// <summary>
    /// Restores the terminal and stops the program and its job, as Ctrl-Z does in a shell; returns at once. When it is continued, the
    /// terminal is taken again and a <see cref="ResizeEvent"/> comes. Does nothing if no shell could continue the program.
    /// </summary>
    public void Suspend()
    {
        lock (_gate)
        {
            if (_state != State.Active || !Tty.CanStop)
                return;
            _reader.Park();
            _state = State.Suspended;
            GiveBack();
        }
        // The whole job, as the kernel does: a script that waits for this program must stop with it, or its shell would keep waiting.
        _ = LibC.Kill(0, LibC.SignalStop);
    }

    /// <summary>Restores the terminal. Safe to call from anywhere and more than once; nothing is drawn afterwards.</summary>
    public void Restore()
    {
        _tty.Hurry = true;
        // A frame that hangs on a dead terminal must not prevent the program from ending.
        var entered = _gate.TryEnter(TimeSpan.FromSeconds(2));
        try
        {
            if (_state == State.Active)
                GiveBack();
            _state = State.Closed;
        }
        finally
        {
            if (entered)
                _gate.Exit();
        }
    }

    /// <summary>
    /// Restores the terminal and closes it. Waits for an outstanding answer of the terminal, so that it does not end up in the
    /// shell.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        while (_fence.Remaining > TimeSpan.Zero && !_gone)
            await Task.Delay(TimeSpan.FromMilliseconds(5), _time).ConfigureAwait(false);
        Restore();
        if (!Interlocked.Exchange(ref _released, true))
            Release();
    }

    private void Release()
    {
        AppDomain.CurrentDomain.UnhandledException -= OnEnd;
        AppDomain.CurrentDomain.ProcessExit -= OnEnd;
        foreach (var signal in _signals)
            signal.Dispose();
        _reader.Dispose();
        _tty.Dispose();
    }

    private bool Begin()
    {
        // Before the terminal is changed: a signal in between must still restore it.
        AppDomain.CurrentDomain.UnhandledException += OnEnd;
        AppDomain.CurrentDomain.ProcessExit += OnEnd;
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGINT, PosixSignal.SIGQUIT])
            On(signal, () => End(new TerminationRequested(signal)));
        On(
            PosixSignal.SIGTSTP,
            () =>
            {
                // The other program has stopped; this one must stop with it, or the shell would keep waiting.
                if (_aside && Tty.CanStop)
                    _ = LibC.Kill(0, LibC.SignalStop);
                else
                    _events.Writer.TryWrite(new SuspendRequested());
            }
        );
        On(PosixSignal.SIGWINCH, AnnounceSize);
        On(PosixSignal.SIGCONT, Resume);
        lock (_gate)
        {
            if (!_tty.MakeRaw())
                return false;
            TakeOver();
        }
        _reader.Start();
        return true;
    }

    private void On(PosixSignal signal, Action action) =>
        _signals.Add(
            PosixSignalRegistration.Create(
                signal,
                context =>
                {
                    context.Cancel = true;
                    action();
                }
            )
        );

    private void End(TerminalEvent why)
    {
        _tty.Hurry = true;
        _events.Writer.TryWrite(why);
    }

    private void Lose()
    {
        if (!Interlocked.Exchange(ref _gone, true))
            End(new TerminalGone());
    }

    private void AnnounceSize()
    {
        var (width, height) = Size;
        _events.Writer.TryWrite(new ResizeEvent(width, height));
    }

    /// <summary>
    /// After a stop by any cause: another program had the terminal. In the background this stops again, until the program is in the
    /// foreground.
    /// </summary>
    private void Resume()
    {
        lock (_gate)
        {
            if (_state == State.Closed || _aside)
                return;
            if (!_tty.MakeRaw())
                return;
            _state = State.Active;
            _frames.Invalidate();
            TakeOver();
            _reader.Unpark();
        }
        AnnounceSize();
    }

    private void OnEnd(object? sender, EventArgs arguments) => Restore();

    private void TakeOver()
    {
        Write(Enter);
        if (_mouse)
            Write(EnterMouse);
    }

    private void GiveBack()
    {
        if (!WriteLeave())
        {
            // Nobody reads, and the program ends: what comes last is what a reader needs, not the frames before it.
            _tty.Discard();
            WriteLeave();
        }
        _tty.Restore();
    }

    private bool WriteLeave() => (!_mouse || Write(LeaveMouse)) && Write(Leave);

    /// <summary>False if the terminal did not take all of it.</summary>
    private bool Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || _gone)
            return true;
        switch (_tty.Write(bytes))
        {
            case TtyResult.Nothing:
                _frames.Invalidate();
                return false;
            case TtyResult.Gone:
                Lose();
                break;
        }
        return true;
    }
}
