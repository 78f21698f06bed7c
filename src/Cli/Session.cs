using Helmstuck.Kube;
using Helmstuck.Recovery;
using Helmstuck.Survey;

namespace Helmstuck.Cli;

/// <summary>Everything that a command needs, wired by the composition root.</summary>
internal sealed record Session : IDisposable
{
    public required CliStreams Streams { get; init; }
    public required KubeClient Client { get; init; }
    public required Surveyor Surveyor { get; init; }
    public required Recoverer Recoverer { get; init; }
    public required Restorer Restorer { get; init; }
    public required NoticeBoard Notices { get; init; }
    public required TimeProvider Time { get; init; }

    /// <summary>The namespace to look in; null for all.</summary>
    public required string? Namespace { get; init; }

    /// <summary>By flag or by setting.</summary>
    public required bool ReadOnly { get; init; }

    /// <summary>How the full screen looks.</summary>
    public required DisplayOptions Display { get; init; }

    /// <summary>Now by the server's clock where an answer told it, else by ours.</summary>
    public DateTimeOffset ServerNow => Time.GetUtcNow() + (Client.ClockSkew ?? TimeSpan.Zero);

    /// <summary>The namespace of a single release; with -A there is none to name.</summary>
    public string OneNamespace => Namespace ?? Client.Target.Namespace;

    /// <summary>A folder that goes with the session (the demo's state); null where there is none.</summary>
    public string? Temporary { get; init; }

    public void Dispose()
    {
        Client.Dispose();
        if (Temporary is { } folder && Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}

/// <summary>
/// Flags over settings. <paramref name="Theme"/>: as it was named, not yet checked. <paramref name="Refresh"/>: between two looks at the
/// cluster. <paramref name="Production"/>: the settings call the context so.
/// </summary>
internal sealed record DisplayOptions(string Theme, bool NoColor, bool Ascii, TimeSpan Refresh, bool Production = false);

/// <summary>A session, or the one line that says why there is none.</summary>
internal abstract record SessionResult
{
    public sealed record Ok(Session Session) : SessionResult;

    public sealed record Failed(string Message) : SessionResult;
}

/// <summary>What <c>screen</c> is to print.</summary>
internal sealed record ScreenRequest(string? Release, string Size, string? View);

/// <summary>What the composition root lends to the command line: it alone knows settings, demo and the full screen.</summary>
internal sealed record CliRoot
{
    public required CliStreams Streams { get; init; }
    public required Func<GlobalValues, SessionResult> Open { get; init; }

    /// <summary>Runs the full-screen program; gives the exit code.</summary>
    public required Func<Session, GlobalValues, CancellationToken, Task<int>> FullScreen { get; init; }

    /// <summary>Prints one frame of the full-screen program; gives the exit code.</summary>
    public required Func<Session, GlobalValues, ScreenRequest, CancellationToken, Task<int>> Screen { get; init; }

    /// <summary>Prints the effective settings; gives the exit code.</summary>
    public required Func<GlobalValues, int> ConfigView { get; init; }
}
