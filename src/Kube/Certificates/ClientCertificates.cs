using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Helmstuck.Kube.Certificates;

/// <summary>
/// Reads the client's certificate and key. Source: client-go transport/transport.go, cert_rotation.go; Go crypto/tls X509KeyPair.
/// </summary>
internal static class ClientCertificates
{
    /// <summary>The certificate from the settings; <paramref name="current"/> itself while its files are unchanged.</summary>
    public static KubeResult<ClientCertificate> Load(TlsSettings tls, ClientCertificate? current)
    {
        try
        {
            var stamp = Stamp(tls.ClientCertificate, tls.ClientCertificateFile) + Stamp(tls.ClientKey, tls.ClientKeyFile);
            if (current?.Stamp == stamp)
                return current;
            var read = FromPem(
                tls.ClientCertificate ?? File.ReadAllBytes(tls.ClientCertificateFile!),
                tls.ClientKey ?? File.ReadAllBytes(tls.ClientKeyFile!),
                stamp
            );
            // kubectl reads files only when it connects.
            return read.Error is { } wrong && tls.ClientCertificate is null && tls.ClientKey is null
                ? wrong with
                {
                    Message = "Unable to connect to the server: " + wrong.Message["error: ".Length..],
                }
                : read;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new KubeError(KubeErrorKind.Configuration, $"error: {error.Message}");
        }
    }

    public static KubeResult<ClientCertificate> FromPem(ReadOnlySpan<byte> certificate, ReadOnlySpan<byte> key, string stamp)
    {
        var found = Pem.Certificates(certificate);
        if (found.Count == 0)
            return new KubeError(KubeErrorKind.Configuration, "error: tls: failed to find any PEM data in certificate input");
        if (!PemEncoding.TryFindUtf8(key, out _))
            return new KubeError(KubeErrorKind.Configuration, "error: tls: failed to find any PEM data in key input");
        try
        {
            var leaf = WithKey(found[0], Encoding.UTF8.GetString(key));
            var others = new X509Certificate2Collection();
            others.AddRange(found.Skip(1).ToArray());
            return new ClientCertificate(leaf, SslStreamCertificateContext.Create(leaf, others, offline: true), stamp);
        }
        catch (ArgumentException)
        {
            return new KubeError(KubeErrorKind.Configuration, "error: tls: private key does not match public key");
        }
        catch (CryptographicException error)
        {
            return new KubeError(KubeErrorKind.Configuration, $"error: tls: failed to parse private key: {error.Message}");
        }
    }

    /// <summary>
    /// The certificate with its key, RSA or ECDSA. <see cref="X509Certificate2.CreateFromPem(ReadOnlySpan{char}, ReadOnlySpan{char})"/>
    /// knows all algorithms, and carries them into the program.
    /// </summary>
    private static X509Certificate2 WithKey(X509Certificate2 certificate, string pem)
    {
        using var rsa = certificate.GetRSAPublicKey();
        using AsymmetricAlgorithm key = rsa is null ? ECDsa.Create() : RSA.Create();
        try
        {
            key.ImportFromPem(pem);
        }
        catch (ArgumentException wrong)
        {
            throw new CryptographicException(wrong.Message, wrong);
        }
        return key is RSA theirs ? certificate.CopyWithPrivateKey(theirs) : certificate.CopyWithPrivateKey((ECDsa)key);
    }

    /// <summary>The subject's common name, which the API server uses as the user name; null if there is no readable certificate.</summary>
    public static string? CommonName(TlsSettings tls)
    {
        if (!tls.HasClientCertificate || Load(tls, null).ValueOrDefault is not { } certificate)
            return null;
        using (certificate.Leaf)
            return certificate.Leaf.GetNameInfo(X509NameType.SimpleName, forIssuer: false) is { Length: > 0 } name ? name : null;
    }

    private static string Stamp(byte[]? data, string? file) =>
        data is not null || file is null ? "data;" : $"{new FileInfo(file).LastWriteTimeUtc.Ticks}/{new FileInfo(file).Length};";
}
