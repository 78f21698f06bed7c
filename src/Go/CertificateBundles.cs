namespace Helmstuck.Go;

/// <summary>Where Linux distributions keep all root certificates in one file (Go: crypto/x509/root_linux.go).</summary>
internal static class CertificateBundles
{
    public static readonly IReadOnlyList<string> Paths =
    [
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/ca-bundle.pem",
        "/etc/pki/tls/cacert.pem",
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
        "/etc/ssl/cert.pem",
    ];
}
