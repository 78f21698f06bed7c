namespace Helmstuck.Kube;

/// <summary>How the server is verified, and the client's certificate. Data wins over files.</summary>
internal sealed record TlsSettings
{
    public bool InsecureSkipVerify { get; init; }

    /// <summary>PEM; if given, the only roots. Null: the system's roots.</summary>
    public byte[]? CertificateAuthority { get; init; }

    /// <summary>The source of <see cref="CertificateAuthority"/>, for messages.</summary>
    public string CertificateAuthoritySource { get; init; } = "";

    /// <summary>Sent as SNI and verified instead of the URL's host.</summary>
    public string? ServerName { get; init; }

    public byte[]? ClientCertificate { get; init; }
    public byte[]? ClientKey { get; init; }
    public string? ClientCertificateFile { get; init; }
    public string? ClientKeyFile { get; init; }

    public bool HasClientCertificate => ClientCertificate is not null || ClientCertificateFile is not null;

    /// <summary>True if the system's roots are not used, so that they need not be read.</summary>
    public bool PinsRoots => InsecureSkipVerify || CertificateAuthority is not null;
}
