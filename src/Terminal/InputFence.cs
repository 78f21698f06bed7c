namespace Helmstuck.Terminal;

/// <summary>
/// Discards type-ahead: after a frame the terminal is asked for its cursor position, and until it answers nobody can have seen that
/// frame, so no key is passed on. Terminals answer in order: keys after the answer were typed later. If there is no answer
/// in time, the fence is lifted, too.
/// </summary>
internal sealed class InputFence(TimeProvider time)
{
    /// <summary>How long to wait for the answer.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private bool _requested;
    private long? _raisedAt;
    private int _asked,
        _answered;

    /// <summary>True while input is discarded.</summary>
    public bool IsUp
    {
        get
        {
            lock (_gate)
                return _raisedAt is not null;
        }
    }

    /// <summary>How long until it is lifted without an answer; null if it is not up.</summary>
    public TimeSpan? Remaining
    {
        get
        {
            lock (_gate)
                return _raisedAt is { } since ? Patience - time.GetElapsedTime(since) : null;
        }
    }

    /// <summary>Fences the next frame.</summary>
    public void Request()
    {
        lock (_gate)
            _requested = true;
    }

    /// <summary>Call it just before a frame is written: true if the question must follow the frame. The fence is up from now on.</summary>
    public bool Raise()
    {
        lock (_gate)
        {
            if (!_requested)
                return false;
            _requested = false;
            _raisedAt = time.GetTimestamp();
            _asked++;
            return true;
        }
    }

    /// <summary>What to pass on for an event: itself, nothing, or for the awaited answer <see cref="FenceLifted"/>.</summary>
    public TerminalEvent? Filter(TerminalEvent item)
    {
        lock (_gate)
        {
            if (item is not CursorReport)
                return _raisedAt is not null && item is KeyEvent or PasteEvent or MouseEvent ? null : item;
            // A late answer to an earlier question is not the one to the last.
            _answered = Math.Min(_answered + 1, _asked);
            if (_raisedAt is null || _answered < _asked)
                return null;
            _raisedAt = null;
            return new FenceLifted(Answered: true);
        }
    }

    /// <summary>Returns <see cref="FenceLifted"/> once when the time is over.</summary>
    public FenceLifted? Expire()
    {
        lock (_gate)
        {
            if (_raisedAt is not { } since || time.GetElapsedTime(since) < Patience)
                return null;
            _raisedAt = null;
            return new FenceLifted(Answered: false);
        }
    }
}
