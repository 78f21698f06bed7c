namespace Helmstuck.Cli;

/// <summary>What the composition root lends to the command line: it alone knows settings, demo and the full screen.</summary>
internal sealed record CliRoot
{
    public required CliStreams Streams { get; init; }
    public required Func<GlobalValues, SessionResult> Open { get; init; }

    /// <summary>Runs the full-screen program; gives the exit code.</summary>
    public required Func<Session, GlobalValues, CancellationToken, Task<int>> FullScreen { get; init; }

    /// <summary>Prints one frame of the full-screen program; gives the exit code.</summary>
    public required Func<Session, GlobalValues, ScreenRequest, CancellationToken, Task<int>> Screen { get; init; }

    /// <summary>The names that <c>screen --view</c> takes.</summary>
    public required IReadOnlyList<string> Views { get; init; }

    /// <summary>Prints the effective settings; gives the exit code.</summary>
    public required Func<GlobalValues, int> ConfigView { get; init; }
}
