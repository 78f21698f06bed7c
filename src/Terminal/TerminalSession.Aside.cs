namespace Helmstuck.Terminal;

/// <summary>Another program that needs the terminal for a while.</summary>
internal sealed partial class TerminalSession
{
    private volatile bool _aside;

    /// <summary>
    /// Lends the terminal to a program that asks its user something, until <see cref="StepBack"/>. Ctrl-C ends both
    /// then, and Ctrl-Z stops both. False if the terminal is not this program's now.
    /// </summary>
    public bool StepAside()
    {
        lock (_gate)
        {
            if (_state != State.Active || _gone)
                return false;
            _reader.Park();
            (_state, _aside) = (State.Suspended, true);
            GiveBack();
            return true;
        }
    }

    /// <summary>Takes the terminal again; a <see cref="ResizeEvent"/> comes.</summary>
    public void StepBack()
    {
        _aside = false;
        Resume();
    }
}
