using Helmstuck.Kube;
using Helmstuck.Recovery;

namespace Helmstuck.Cli;

/// <summary>What the composition root gives to the command line. Only the root knows the settings, the demo and the full screen.</summary>
internal sealed record CliRoot
{
    public required CliStreams Streams { get; init; }
    public required Func<GlobalValues, SessionResult> Open { get; init; }

    /// <summary>Where the backups and the journal of this machine are.</summary>
    public required StateFolder State { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Whether the flag or the settings forbid every change; settings that cannot be read do not.</summary>
    public required Func<GlobalValues, bool> IsReadOnly { get; init; }

    /// <summary>The names in the kubeconfig files that the flags choose.</summary>
    public required Func<GlobalValues, KubeconfigNames> Names { get; init; }

    /// <summary>Sends text to the clipboard of the terminal; returns why that cannot be done, else null.</summary>
    public required Func<string, string?> Copy { get; init; }

    /// <summary>Runs the full-screen program; returns the exit code.</summary>
    public required Func<IReadOnlyList<ContextSession>, GlobalValues, CancellationToken, Task<int>> FullScreen { get; init; }

    /// <summary>Prints one frame of the full-screen program; returns the exit code.</summary>
    public required Func<IReadOnlyList<ContextSession>, GlobalValues, ScreenRequest, CancellationToken, Task<int>> Screen { get; init; }

    /// <summary>The names that <c>screen --view</c> takes.</summary>
    public required IReadOnlyList<string> Views { get; init; }

    /// <summary>Prints the effective settings; returns the exit code.</summary>
    public required Func<GlobalValues, int> ConfigView { get; init; }
}
