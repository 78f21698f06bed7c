namespace Helmstuck.Terminal;

/// <summary>
/// Drops what a paste smuggles in behind its own end: text that contains <c>ESC[201~</c> goes on as keys. Nobody types in one read with the
/// end of a paste, nor right behind it: keys count again after a pause in which nothing came.
/// </summary>
internal sealed class PasteTail
{
    private Arrival? _last;

    /// <summary>The event, or null where it is a key that came with a paste.</summary>
    public TerminalEvent? Filter(TerminalEvent item)
    {
        if (item is PasteEvent)
            _last = item.Arrival;
        if (item is not KeyEvent || _last is not { } last)
            return item;
        _last = item.Arrival.IsApartFrom(last) ? null : item.Arrival;
        return _last is null ? item : null;
    }
}
