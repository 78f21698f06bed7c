namespace Helmstuck.Terminal;

/// <summary>
/// Throws type-ahead away: after a frame the terminal is asked where its cursor is, and until it answers nobody can have seen that
/// frame, so no key is let through. Terminals answer in order: what comes behind the answer was typed later. One that does not answer
/// in time lifts the fence too.
/// </summary>
internal sealed class InputFence(TimeProvider time)
{
    /// <summary>How long the answer is waited for.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private bool _requested;
    private long? _raisedAt;
    private int _asked,
        _answered;

    /// <summary>True while input is thrown away.</summary>
    public bool IsUp
    {
        get
        {
            lock (_gate)
                return _raisedAt is not null;
        }
    }

    /// <summary>How long until it is lifted unanswered; null when it is not up.</summary>
    public TimeSpan? Remaining
    {
        get
        {
            lock (_gate)
                return _raisedAt is { } since ? Patience - time.GetElapsedTime(since) : null;
        }
    }

    /// <summary>The next frame is to be fenced.</summary>
    public void Request()
    {
        lock (_gate)
            _requested = true;
    }

    /// <summary>To be called just before a frame is written: true if the question must follow it. The fence is up from now on.</summary>
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

    /// <summary>What is let through for an event: itself, nothing, or for the awaited answer <see cref="FenceLifted"/>.</summary>
    public TerminalEvent? Filter(TerminalEvent item)
    {
        lock (_gate)
        {
            if (item is not CursorReport)
                return _raisedAt is not null && item is KeyEvent or PasteEvent ? null : item;
            // A late answer to an earlier question is not the one to the last.
            _answered = Math.Min(_answered + 1, _asked);
            if (_raisedAt is null || _answered < _asked)
                return null;
            _raisedAt = null;
            return new FenceLifted(Answered: true);
        }
    }

    /// <summary>Gives <see cref="FenceLifted"/> once when the patience is over.</summary>
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
