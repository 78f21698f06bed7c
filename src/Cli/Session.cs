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
    public required Reporter Reporter { get; init; }
    public required Aftermath Aftermath { get; init; }
    public required NoticeBoard Notices { get; init; }
    public required TimeProvider Time { get; init; }

    /// <summary><c>-A</c>: look in all namespaces.</summary>
    public bool AllNamespaces { get; init; }

    /// <summary>The namespace to look in; null for all.</summary>
    public string? Namespace => AllNamespaces ? null : OneNamespace;

    /// <summary>By flag or by setting.</summary>
    public required bool ReadOnly { get; init; }

    /// <summary>How the full screen looks.</summary>
    public required DisplayOptions Display { get; init; }

    /// <summary>Now by the server's clock where an answer told it, else by ours.</summary>
    public DateTimeOffset ServerNow => Time.GetUtcNow() + (Client.ClockSkew ?? TimeSpan.Zero);

    /// <summary>The namespace of a single release; with -A there is none to name.</summary>
    public string OneNamespace => Client.Target.Namespace;

    /// <summary>A folder that goes with the session (the demo's state); null where there is none.</summary>
    public string? Temporary { get; init; }

    public void Dispose()
    {
        Client.Dispose();
        if (Temporary is { } folder && Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
