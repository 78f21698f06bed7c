namespace Helmstuck.Kube.Configuration;

/// <summary>One entry of <c>clusters</c>, with its paths resolved. Empty: not set.</summary>
internal sealed record ClusterEntry
{
    public string Server { get; init; } = "";
    public string TlsServerName { get; init; } = "";
    public bool InsecureSkipTlsVerify { get; init; }
    public string CertificateAuthority { get; init; } = "";
    public byte[] CertificateAuthorityData { get; init; } = [];
    public string ProxyUrl { get; init; } = "";
    public bool DisableCompression { get; init; }

    /// <summary>The extension named <c>client.authentication.k8s.io/exec</c>, as JSON.</summary>
    public string? ExecConfigJson { get; init; }
}

/// <summary>One entry of <c>users</c>, with its paths resolved. Empty: not set.</summary>
internal sealed record UserEntry
{
    public string ClientCertificate { get; init; } = "";
    public byte[] ClientCertificateData { get; init; } = [];
    public string ClientKey { get; init; } = "";
    public byte[] ClientKeyData { get; init; } = [];
    public string Token { get; init; } = "";
    public string TokenFile { get; init; } = "";
    public string Username { get; init; } = "";
    public string Password { get; init; } = "";
    public string As { get; init; } = "";
    public string AsUid { get; init; } = "";
    public IReadOnlyList<string> AsGroups { get; init; } = [];
    public IReadOnlyList<KeyValuePair<string, string>> AsUserExtra { get; init; } = [];

    /// <summary>Name of a legacy auth-provider.</summary>
    public string AuthProvider { get; init; } = "";

    public ExecEntry? Exec { get; init; }
}

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

/// <summary>One entry of <c>contexts</c>.</summary>
internal sealed record ContextEntry(string Cluster, string User, string Namespace);

/// <summary>One kubeconfig file, or several merged.</summary>
internal sealed record KubeconfigEntries
{
    public string CurrentContext { get; init; } = "";
    public IReadOnlyDictionary<string, ClusterEntry> Clusters { get; init; } = new Dictionary<string, ClusterEntry>();
    public IReadOnlyDictionary<string, UserEntry> Users { get; init; } = new Dictionary<string, UserEntry>();
    public IReadOnlyDictionary<string, ContextEntry> Contexts { get; init; } = new Dictionary<string, ContextEntry>();

    public bool IsEmpty => CurrentContext.Length == 0 && Clusters.Count == 0 && Users.Count == 0 && Contexts.Count == 0;

    /// <summary>
    /// Rule 4: the first file to name an entry gives the whole entry; the first current-context wins. client-go: tools/clientcmd/loader.go
    /// Load.
    /// </summary>
    public KubeconfigEntries Under(KubeconfigEntries earlier) =>
        new()
        {
            CurrentContext = earlier.CurrentContext.Length > 0 ? earlier.CurrentContext : CurrentContext,
            Clusters = Merge(earlier.Clusters, Clusters),
            Users = Merge(earlier.Users, Users),
            Contexts = Merge(earlier.Contexts, Contexts),
        };

    private static Dictionary<string, T> Merge<T>(IReadOnlyDictionary<string, T> first, IReadOnlyDictionary<string, T> second)
    {
        var merged = new Dictionary<string, T>(first, StringComparer.Ordinal);
        foreach (var (name, entry) in second)
            merged.TryAdd(name, entry);
        return merged;
    }
}
