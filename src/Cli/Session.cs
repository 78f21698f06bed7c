using Helmstuck.Kube.Client;
using Helmstuck.Recovery;
using Helmstuck.Survey;

namespace Helmstuck.Cli;

/// <summary>Everything that a command needs, put together by the composition root.</summary>
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

    /// <summary><c>-A</c>: all namespaces.</summary>
    public bool AllNamespaces { get; init; }

    /// <summary>The namespace to read; null for all.</summary>
    public string? Namespace => AllNamespaces ? null : OneNamespace;

    /// <summary>Every <c>-n</c>, each once.</summary>
    public IReadOnlyList<string> Named { get; init; } = [];

    /// <summary>The namespaces to list; null for all.</summary>
    public IReadOnlyList<string?> Namespaces => !AllNamespaces && Named.Count > 1 ? [.. Named] : [Namespace];

    /// <summary>
    /// The namespaces to list where all may not be: every <c>-n</c>, the settings' and those of the kubeconfig's contexts for this cluster.
    /// </summary>
    public IReadOnlyList<string> Known { get; init; } = [];

    /// <summary>From the flag or the setting.</summary>
    public required bool ReadOnly { get; init; }

    /// <summary>The appearance of the full screen.</summary>
    public required DisplayOptions Display { get; init; }

    /// <summary>The time on the server's clock if an answer contained it, else on ours.</summary>
    public DateTimeOffset ServerNow => Time.GetUtcNow() + (Client.ClockSkew ?? TimeSpan.Zero);

    /// <summary>The namespace of a single release; with -A, the one of the context.</summary>
    public string OneNamespace => Client.Target.Namespace;

    /// <summary>A folder that is removed with the session (the demo's state); null if none exists.</summary>
    public string? Temporary { get; init; }

    public void Dispose()
    {
        Client.Dispose();
        if (Temporary is { } folder && Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
