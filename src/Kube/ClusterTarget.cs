namespace Helmstuck.Kube;

/// <summary>One cluster, one identity, one namespace: the result of a kubeconfig and the flags.</summary>
internal sealed record ClusterTarget
{
    /// <summary>Name of the context; empty if the flags alone (or the pod's service account) say everything.</summary>
    public string Context { get; init; } = "";

    /// <summary>Name of the cluster entry in the kubeconfig; may be empty.</summary>
    public string Cluster { get; init; } = "";

    /// <summary>The API server with its path prefix; no query, no fragment.</summary>
    public required Uri Server { get; init; }

    /// <summary>
    /// Name of the user entry in the kubeconfig; may be empty. <c>KubeClient.WhoAmIAsync</c> tells who the API server sees.
    /// </summary>
    public string User { get; init; } = "";

    public string Namespace { get; init; } = "default";
    public TlsSettings Tls { get; init; } = new();
    public Credentials Credentials { get; init; } = new();
    public Impersonation? Impersonation { get; init; }

    /// <summary><c>proxy-url</c> of the cluster; null: the environment's proxies by Go's rules.</summary>
    public Uri? ProxyUrl { get; init; }

    /// <summary>Null: none.</summary>
    public TimeSpan? RequestTimeout { get; init; }

    public bool DisableCompression { get; init; }

    /// <summary>What is doubtful about the configuration, a line each, to be said once.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>Proxies and what a credential plugin inherits.</summary>
    public KubeEnvironment Environment { get; init; } = new(static _ => null, "");

    /// <summary><c>host:port</c> as in the kubeconfig, as kubectl names the server in errors.</summary>
    public string ServerHost
    {
        get
        {
            var text = Server.OriginalString;
            var start = text.IndexOf("://", StringComparison.Ordinal) is var at and >= 0 ? at + 3 : 0;
            var end = text.AsSpan(start).IndexOfAny('/', '?', '#');
            var authority = end < 0 ? text[start..] : text.Substring(start, end);
            return authority[(authority.LastIndexOf('@') + 1)..].TrimEnd(':');
        }
    }
}
