namespace Helmstuck.Kube;

/// <summary>A credential plugin (<c>users[].user.exec</c>).</summary>
internal sealed record ExecPlugin
{
    public required string Command { get; init; }
    public IReadOnlyList<string> Arguments { get; init; } = [];
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary><c>client.authentication.k8s.io/v1</c> or <c>/v1beta1</c>.</summary>
    public required string ApiVersion { get; init; }

    public string InstallHint { get; init; } = "";
    public bool ProvideClusterInfo { get; init; }
    public InteractiveMode InteractiveMode { get; init; } = InteractiveMode.IfAvailable;

    /// <summary>What the user's kuberc says; null: every plugin may run.</summary>
    public PluginPolicy? Policy { get; init; }

    /// <summary>The cluster extension named <c>client.authentication.k8s.io/exec</c> as JSON, or null.</summary>
    public string? ClusterConfigJson { get; init; }
}
