namespace Helmstuck.Kube;

/// <summary>One cluster, one identity, one namespace: what a kubeconfig and the flags come down to.</summary>
internal sealed record ClusterTarget
{
    /// <summary>Name of the context; empty where the flags alone (or the pod's service account) say everything.</summary>
    public string Context { get; init; } = "";

    /// <summary>Name of the cluster entry in the kubeconfig; may be empty.</summary>
    public string Cluster { get; init; } = "";

    /// <summary>The API server with its path prefix; no query, no fragment.</summary>
    public required Uri Server { get; init; }

    /// <summary>
    /// Name of the user entry in the kubeconfig; may be empty. Who the API server sees is <see cref="KubeClient.WhoAmIAsync"/>.
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

    /// <summary>Proxies and what a credential plugin inherits.</summary>
    public KubeEnvironment Environment { get; init; } = new(static _ => null, "");

    /// <summary><c>host:port</c> as it was written, as kubectl names the server in errors.</summary>
    public string ServerHost
    {
        get
        {
            var text = Server.OriginalString;
            var start = text.IndexOf("://", StringComparison.Ordinal) is var at and >= 0 ? at + 3 : 0;
            var end = text.AsSpan(start).IndexOfAny('/', '?', '#');
            var authority = end < 0 ? text[start..] : text.Substring(start, end);
            return authority[(authority.LastIndexOf('@') + 1)..];
        }
    }
}

/// <summary>How the server is verified, and the certificate that the client shows. Data wins over files.</summary>
internal sealed record TlsSettings
{
    public bool InsecureSkipVerify { get; init; }

    /// <summary>PEM; the only roots where given. Null: the system's roots.</summary>
    public byte[]? CertificateAuthority { get; init; }

    /// <summary>Where <see cref="CertificateAuthority"/> came from, for messages.</summary>
    public string CertificateAuthoritySource { get; init; } = "";

    /// <summary>Sent as SNI and verified instead of the URL's host.</summary>
    public string? ServerName { get; init; }

    public byte[]? ClientCertificate { get; init; }
    public byte[]? ClientKey { get; init; }
    public string? ClientCertificateFile { get; init; }
    public string? ClientKeyFile { get; init; }

    public bool HasClientCertificate => ClientCertificate is not null || ClientCertificateFile is not null;

    /// <summary>True where the system's roots are not asked, so that they need not be read.</summary>
    public bool PinsRoots => InsecureSkipVerify || CertificateAuthority is not null;
}

/// <summary>How the client says who it is, besides a client certificate.</summary>
internal sealed record Credentials
{
    public string? Token { get; init; }
    public string? TokenFile { get; init; }
    public string? Username { get; init; }
    public string? Password { get; init; }
    public ExecPlugin? Exec { get; init; }
}

/// <summary>The Impersonate-* headers.</summary>
internal sealed record Impersonation(
    string User,
    string? Uid,
    IReadOnlyList<string> Groups,
    IReadOnlyList<KeyValuePair<string, string>> Extra
);

/// <summary>When a credential plugin gets the standard input.</summary>
internal enum InteractiveMode
{
    Never,
    IfAvailable,
    Always,
}

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

    /// <summary>The cluster extension named <c>client.authentication.k8s.io/exec</c> as JSON, or null.</summary>
    public string? ClusterConfigJson { get; init; }
}
