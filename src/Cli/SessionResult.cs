namespace Helmstuck.Cli;

/// <summary>A session, or one line that says why it could not be opened.</summary>
internal abstract record SessionResult
{
    public sealed record Ok(Session Session) : SessionResult;

    public sealed record Failed(string Message) : SessionResult;
}
