namespace Helmstuck.Recovery;

/// <summary>
/// What must be said if the process ends now: set while a write may have been sent whose result is not journalled yet, else null. Read by
/// whoever ends the process.
/// </summary>
internal sealed class WriteUnderWay
{
    private volatile IReadOnlyList<string>? lines;

    public IReadOnlyList<string>? Lines => lines;

    /// <summary>Sets what is to be said; disposing the answer takes it back.</summary>
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
