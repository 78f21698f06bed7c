namespace Helmstuck.Cli;

/// <summary>One of the contexts that the full screen shows: its session, or why it could not be opened.</summary>
/// <param name="Context">Its name; empty where only one is shown.</param>
internal sealed record ContextSession(string Context, SessionResult Opened);
