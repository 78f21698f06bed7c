namespace Helmstuck.Kube.Configuration;

/// <summary>One kubeconfig file, or several merged.</summary>
internal sealed record KubeconfigEntries
{
    public string CurrentContext { get; init; } = "";
    public IReadOnlyDictionary<string, ClusterEntry> Clusters { get; init; } = new Dictionary<string, ClusterEntry>();
    public IReadOnlyDictionary<string, UserEntry> Users { get; init; } = new Dictionary<string, UserEntry>();
    public IReadOnlyDictionary<string, ContextEntry> Contexts { get; init; } = new Dictionary<string, ContextEntry>();

    /// <summary>What the entries look like in their files, by the list (<c>clusters</c>) and the name.</summary>
    public IReadOnlyDictionary<(string List, string Name), WrittenEntry> Written { get; init; } =
        new Dictionary<(string List, string Name), WrittenEntry>();

    /// <summary>Entries that two files define differently.</summary>
    public IReadOnlyList<Contradiction> Contradictions { get; init; } = [];

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
            Written = Merge(earlier.Written, Written),
            Contradictions =
            [
                .. earlier.Contradictions,
                .. Written
                    .Where(entry => earlier.Written.TryGetValue(entry.Key, out var first) && !first.SaysTheSameAs(entry.Value))
                    .Select(entry => new Contradiction(entry.Key.List, entry.Key.Name, earlier.Written[entry.Key].Path, entry.Value.Path)),
            ],
        };

    private static Dictionary<TKey, T> Merge<TKey, T>(IReadOnlyDictionary<TKey, T> first, IReadOnlyDictionary<TKey, T> second)
        where TKey : notnull
    {
        var merged = new Dictionary<TKey, T>(first);
        foreach (var (name, entry) in second)
            merged.TryAdd(name, entry);
        return merged;
    }
}
