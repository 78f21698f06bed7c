using Helmstuck.Go;

namespace Helmstuck.Kube.Configuration;

/// <summary>
/// Makes one <see cref="ClusterTarget"/> from files, flags and environment, by kubectl's rules. Source: client-go tools/clientcmd.
/// </summary>
internal static class Kubeconfig
{
    /// <summary>
    /// Reads the kubeconfig files and applies the flags. Errors (<see cref="KubeErrorKind.Configuration"/>) name the file, context, cluster
    /// or user that is wrong. Reads certificate and token files; uses no network.
    /// </summary>
    public static KubeResult<ClusterTarget> Load(KubeFlags flags, KubeEnvironment environment)
    {
        // As in kubectl, an empty flag counts as not given.
        flags = flags with
        {
            Context = Given(flags.Context),
            Cluster = Given(flags.Cluster),
            User = Given(flags.User),
            Server = Given(flags.Server),
        };
        var loaded = KubeconfigFiles.Load(flags.Kubeconfig, environment);
        if (loaded is not KubeResult<KubeconfigEntries>.Ok { Value: var config })
            return loaded.Error!;

        TimeSpan? timeout = null;
        if (flags.RequestTimeout is { Length: > 0 } text)
        {
            if (GoDuration.ParseTimeout(text) is not { } parsed)
                return Wrong(
                    "Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time "
                        + "unit (e.g. 1s | 2m | 3h)"
                );
            timeout = parsed == TimeSpan.Zero ? null : parsed;
        }
        if (UserOverrides.Extra(flags.AsUserExtra) is not { } extra)
            return Wrong(
                $"invalid --as-user-extra \"{flags.AsUserExtra.First(pair => !pair.Contains('=', StringComparison.Ordinal))}\": "
                    + $"expected key=value"
            );

        if (
            config.IsEmpty
            && flags.Server is null
            && flags.Context is null
            && flags.Cluster is null
            && flags.User is null
            && InCluster.Load(flags, environment) is { } pod
        )
            return Settled(pod, timeout);
        return Settled(Choose(config, flags, extra, environment), timeout);
    }

    private static KubeResult<ClusterTarget> Settled(KubeResult<ClusterTarget> chosen, TimeSpan? timeout) =>
        chosen.ValueOrDefault is { } target && PathSegment.WhyNot("namespace", target.Namespace) is { } why
            ? Wrong(why)
            : chosen.Select(target => target with { RequestTimeout = timeout });

    /// <summary>The names in the files that kubectl would read; no names if a file cannot be read. Uses no network.</summary>
    public static KubeconfigNames Names(KubeFlags flags, KubeEnvironment environment)
    {
        if (KubeconfigFiles.Load(flags.Kubeconfig, environment) is not KubeResult<KubeconfigEntries>.Ok { Value: var config })
            return KubeconfigNames.None;
        var context = string.IsNullOrEmpty(flags.Context) ? config.CurrentContext : flags.Context;
        var cluster = config.Contexts.TryGetValue(context, out var chosen) ? chosen.Cluster : null;
        return new KubeconfigNames(
            Ordered(config.Contexts.Keys),
            Ordered(config.Clusters.Keys),
            Ordered(config.Users.Keys),
            Ordered(config.Contexts.Values.Where(entry => entry.Cluster == cluster).Select(entry => entry.Namespace))
        );
    }

    private static List<string> Ordered(IEnumerable<string> names) =>
        [.. names.Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static KubeResult<ClusterTarget> Choose(
        KubeconfigEntries config,
        KubeFlags flags,
        IReadOnlyList<KeyValuePair<string, string>> extra,
        KubeEnvironment environment
    )
    {
        var contextName = flags.Context ?? config.CurrentContext;
        ContextEntry? context = null;
        // No name at all is a name as well: client-go looks an unnamed context, user and cluster up like any other (getContext).
        if (!config.Contexts.TryGetValue(contextName, out context) && contextName.Length > 0)
            return flags.Context is not null
                ? Wrong($"context \"{contextName}\" does not exist")
                : new KubeError(
                    KubeErrorKind.Configuration,
                    KubeError.OneLine($"Error in configuration: context was not found for specified context: {contextName}")
                );

        var userName = flags.User ?? context?.User ?? "";
        UserEntry? user = null;
        if (!config.Users.TryGetValue(userName, out user) && userName.Length > 0 && flags.User is not null)
            return Wrong($"auth info \"{userName}\" does not exist");

        var master = environment.NonEmpty("KUBERNETES_MASTER");
        var clusterName = flags.Cluster ?? context?.Cluster ?? "";
        ClusterEntry? cluster = null;
        if (
            !config.Clusters.TryGetValue(clusterName, out cluster)
            && clusterName.Length > 0
            && (flags.Cluster is not null || (flags.Server is null && master is null))
        )
            return Wrong(
                flags.Cluster is not null
                    ? $"cluster \"{clusterName}\" does not exist"
                    : $"cluster \"{clusterName}\" was not found for context \"{contextName}\""
            );

        if (cluster is null && flags.Server is null && master is null)
            return Nothing(config, contextName, environment, flags);

        cluster = ClusterOverrides.Apply(cluster ?? new ClusterEntry { Server = master ?? "" }, flags);
        var missing = user is null && userName.Length > 0;
        user = UserOverrides.Apply(user ?? new UserEntry(), flags, extra);
        // kubectl asks for a name and a password here; over plain HTTP no credentials are needed, and with flags they are given.
        if (missing && !user.IsAnybody && cluster.Server.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
            return Wrong($"user \"{userName}\" was not found for context \"{contextName}\"");
        if (KubeconfigRules.Check(userName, user, clusterName, cluster) is { } wrong)
            return wrong;
        return TargetBuilder
            .Build(cluster, user, environment)
            .Select(target =>
                target with
                {
                    Context = contextName,
                    Cluster = clusterName,
                    User = userName,
                    Namespace = flags.NamespaceOr(context?.Namespace),
                    DisableCompression = cluster.DisableCompression || flags.DisableCompression,
                    Notices =
                    [
                        .. config
                            .Contradictions.Where(one =>
                                (one.List, one.Name) == ("contexts", contextName)
                                || (one.List, one.Name) == ("clusters", clusterName)
                                || (one.List, one.Name) == ("users", userName)
                            )
                            .Select(one => KubeError.OneLine(one.Notice)),
                    ],
                }
            );
    }

    // kubectl tries localhost:8080 here and reports a refused connection; client-go's own message says what is missing.
    private static KubeError Nothing(KubeconfigEntries config, string contextName, KubeEnvironment environment, KubeFlags flags)
    {
        var files = string.Join(", ", KubeconfigFiles.Paths(flags.Kubeconfig, environment));
        if (contextName.Length > 0)
            return Wrong($"context \"{contextName}\" names no cluster");
        return config.IsEmpty
            ? Wrong(
                $"invalid configuration: no configuration has been provided, try setting KUBERNETES_MASTER environment variable (looked "
                    + $"for {files})"
            )
            : Wrong($"current-context is not set in {files}: choose one with --context");
    }

    private static string? Given(string? flag) => string.IsNullOrEmpty(flag) ? null : flag;

    private static KubeError Wrong(string message) => new(KubeErrorKind.Configuration, KubeError.OneLine("error: " + message));
}
