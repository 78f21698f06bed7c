using System.Threading.Channels;

namespace Helmstuck.Terminal;

/// <summary>
/// The thread that reads the terminal, decodes, and passes on what the fence allows. Ends when the terminal is gone or the session
/// ends.
/// </summary>
internal sealed class InputReader : IDisposable
{
    private readonly Tty _tty;
    private readonly InputFence _fence;
    private readonly TimeProvider _time;
    private readonly TimeSpan _escapeDelay;
    private readonly ChannelWriter<TerminalEvent> _events;
    private readonly Action _lost;
    private readonly InputDecoder _decoder = new();
    private readonly PasteTail _pasteTail = new();
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _isParked = new(),
        _mayRun = new(initialState: true);
    private volatile bool _stopping;
    private readonly long _begun;
    private long _lastRead;

    /// <summary>Counts the reads; without a pause in between the next one is part of the same.</summary>
    private long _reads;
    private bool _paused = true;

    public InputReader(Tty tty, InputFence fence, TimeProvider time, TimeSpan escapeDelay, ChannelWriter<TerminalEvent> events, Action lost)
    {
        (_tty, _fence, _time, _escapeDelay, _events, _lost) = (tty, fence, time, escapeDelay, events, lost);
        _begun = time.GetTimestamp();
        _thread = new Thread(Run) { IsBackground = true, Name = "terminal input" };
    }

    public void Start() => _thread.Start();

    /// <summary>Call it when the fence goes up, so that its time is watched.</summary>
    public void Notice() => _tty.Wake();

    /// <summary>Stops reading; returns when nothing is being read, until <see cref="Unpark"/>.</summary>
    public void Park()
    {
        _mayRun.Reset();
        _tty.Wake();
        while (_thread.IsAlive && !_isParked.Wait(50))
            _tty.Wake();
    }

    public void Unpark()
    {
        _isParked.Reset();
        _mayRun.Set();
    }

    public void Dispose()
    {
        _stopping = true;
        _mayRun.Set();
        _tty.Wake();
        if (_thread.IsAlive)
            _thread.Join();
        _isParked.Dispose();
        _mayRun.Dispose();
    }

    private void Run()
    {
        var buffer = new byte[4096];
        while (!_stopping)
        {
            if (!_mayRun.IsSet)
            {
                _isParked.Set();
                _mayRun.Wait();
                continue;
            }
            switch (_tty.Read(buffer, out var count))
            {
                case TtyResult.Gone:
                    _lost();
                    return;
                case TtyResult.Done:
                    _lastRead = _time.GetTimestamp();
                    _reads += _paused ? 1 : 0;
                    _paused = false;
                    Pass(_decoder.Feed(buffer.AsSpan(0, count)));
                    break;
                default:
                    _paused = true;
                    if (_decoder.AwaitsTimeout && _time.GetElapsedTime(_lastRead) >= _escapeDelay)
                        Pass(_decoder.Timeout());
                    if (_fence.Expire() is { } lifted)
                        _events.TryWrite(lifted);
                    if (!_stopping && _mayRun.IsSet)
                        _tty.Wait(Patience());
                    break;
            }
        }
    }

    private void Pass(IReadOnlyList<TerminalEvent> events)
    {
        var arrival = new Arrival(_reads, _time.GetElapsedTime(_begun, _lastRead));
        foreach (var item in events)
        {
            if (_fence.Expire() is { } lifted)
                _events.TryWrite(lifted);
            if (_pasteTail.Filter(item with { Arrival = arrival }) is { } typed && _fence.Filter(typed) is { } passed)
                _events.TryWrite(passed);
        }
    }

    /// <summary>Milliseconds until something is due without input; -1 if nothing is.</summary>
    private int Patience()
    {
        var due = _fence.Remaining;
        if (_decoder.AwaitsTimeout && _escapeDelay - _time.GetElapsedTime(_lastRead) is var escape && (due is null || escape < due))
            due = escape;
        return due is { } wait ? (int)Math.Clamp(Math.Ceiling(wait.TotalMilliseconds), 0, 60_000) : -1;
    }
}
