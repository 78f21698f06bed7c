namespace Helmstuck.Cli;

/// <summary>A session, or the one-line reason why there is none.</summary>
internal abstract record SessionResult
{
    public sealed record Ok(Session Session) : SessionResult;

    public sealed record Failed(string Message) : SessionResult;
}
