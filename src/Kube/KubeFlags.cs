namespace Helmstuck.Kube;

/// <summary>kubectl's global flags as given. Null: not given, so that the kubeconfig decides.</summary>
internal sealed record KubeFlags
{
    public string? Kubeconfig { get; init; }
    public string? Context { get; init; }
    public string? Cluster { get; init; }
    public string? User { get; init; }

    public string? Namespace { get; init; }

    public string? Server { get; init; }
    public string? TlsServerName { get; init; }
    public bool? InsecureSkipTlsVerify { get; init; }
    public string? CertificateAuthority { get; init; }
    public string? ClientCertificate { get; init; }
    public string? ClientKey { get; init; }
    public string? Token { get; init; }
    public string? Username { get; init; }
    public string? Password { get; init; }
    public string? As { get; init; }
    public string? AsUid { get; init; }
    public IReadOnlyList<string> AsGroups { get; init; } = [];

    /// <summary>Each <c>key=value</c>.</summary>
    public IReadOnlyList<string> AsUserExtra { get; init; } = [];

    /// <summary>Whole seconds or a Go duration (<c>1m30s</c>); <c>0</c> means none.</summary>
    public string? RequestTimeout { get; init; }

    public bool DisableCompression { get; init; }
    public int Verbosity { get; init; }

    /// <summary>The namespace that the flag names, else <paramref name="otherwise"/>, else <c>default</c>.</summary>
    public string NamespaceOr(string? otherwise) =>
        !string.IsNullOrEmpty(Namespace) ? Namespace
        : string.IsNullOrEmpty(otherwise) ? "default"
        : otherwise;
}
