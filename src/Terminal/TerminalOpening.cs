namespace Helmstuck.Terminal;

/// <summary>An open session, or the sentence that says why there is none.</summary>
internal abstract record TerminalOpening
{
    public sealed record Opened(TerminalSession Session) : TerminalOpening;

    public sealed record Refused(string Why) : TerminalOpening;
}
