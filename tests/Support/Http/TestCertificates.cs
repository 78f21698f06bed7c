using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Helmstuck.Tests.Support;

/// <summary>Certificates of every sort that a server may show.</summary>
internal static class TestCertificates
{
    public const string ServerUse = "1.3.6.1.5.5.7.3.1";
    public const string ClientUse = "1.3.6.1.5.5.7.3.2";

    public static X509Certificate2 Authority(string name, X509Certificate2? issuer = null)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        return issuer is null
            ? request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(2))
            : request
                .Create(issuer, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), RandomNumberGenerator.GetBytes(8))
                .CopyWithPrivateKey(key);
    }

    /// <summary>A leaf; self-signed without an issuer. A host that is an address becomes an IP SAN; no host at all, no SAN.</summary>
    public static X509Certificate2 Leaf(
        X509Certificate2? issuer,
        string name = "server",
        string[]? hosts = null,
        double fromDays = -1,
        double toDays = 1,
        string use = ServerUse
    )
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts ?? ["127.0.0.1"])
        {
            if (IPAddress.TryParse(host, out var address))
                names.AddIpAddress(address);
            else
                names.AddDnsName(host);
        }
        if (hosts is not [])
            request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], false));
        var (from, to) = (DateTimeOffset.UtcNow.AddDays(fromDays), DateTimeOffset.UtcNow.AddDays(toDays));
        return issuer is null
            ? request.CreateSelfSigned(from, to)
            : request
                .Create(
                    issuer.SubjectName,
                    X509SignatureGenerator.CreateForECDsa(issuer.GetECDsaPrivateKey()!),
                    from,
                    to,
                    RandomNumberGenerator.GetBytes(8)
                )
                .CopyWithPrivateKey(key);
    }

    public static byte[] Pem(params X509Certificate2[] certificates) =>
        System.Text.Encoding.UTF8.GetBytes(string.Join('\n', certificates.Select(certificate => certificate.ExportCertificatePem())));

    public static byte[] KeyPem(X509Certificate2 certificate) =>
        System.Text.Encoding.UTF8.GetBytes(certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
}
