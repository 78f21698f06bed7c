namespace Helmstuck.Terminal;

/// <summary>An open session, or a sentence that says why it could not be opened.</summary>
internal abstract record TerminalOpening
{
    public sealed record Opened(TerminalSession Session) : TerminalOpening;

    public sealed record Refused(string Why) : TerminalOpening;
}
