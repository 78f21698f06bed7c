namespace Helmstuck.Recovery;

/// <summary>
/// The message if the process ends now: set while a write may have been sent whose result is not journalled yet, else null. Read at
/// the end of the process.
/// </summary>
internal sealed class WriteUnderWay
{
    private volatile IReadOnlyList<string>? lines;

    public IReadOnlyList<string>? Lines => lines;

    /// <summary>Sets the message; disposing the result removes it.</summary>
    public IDisposable Begin(IReadOnlyList<string> lastWords)
    {
        lines = lastWords;
        return new End(this);
    }

    private sealed class End(WriteUnderWay owner) : IDisposable
    {
        public void Dispose() => owner.lines = null;
    }
}
