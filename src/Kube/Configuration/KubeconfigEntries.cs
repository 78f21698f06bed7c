namespace Helmstuck.Kube.Configuration;

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
