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
