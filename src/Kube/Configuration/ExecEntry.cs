namespace Helmstuck.Kube.Configuration;

/// <summary><c>users[].user.exec</c> as written; <see cref="KubeconfigRules"/> validates it.</summary>
internal sealed record ExecEntry
{
    public string Command { get; init; } = "";
    public IReadOnlyList<string> Arguments { get; init; } = [];
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];
    public string ApiVersion { get; init; } = "";
    public string InstallHint { get; init; } = "";
    public bool ProvideClusterInfo { get; init; }
    public string InteractiveMode { get; init; } = "";
}
