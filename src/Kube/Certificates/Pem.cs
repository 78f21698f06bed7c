using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Helmstuck.Kube.Certificates;

internal static class Pem
{
    /// <summary>
    /// All certificates of a PEM text; empty if the text has no certificates. A certificate that cannot be read is skipped, as Go's
    /// AppendCertsFromPEM does.
    /// </summary>
    public static X509Certificate2Collection Certificates(ReadOnlySpan<byte> pem)
    {
        var found = new X509Certificate2Collection();
        var text = Encoding.UTF8.GetString(pem).AsSpan();
        while (PemEncoding.TryFind(text, out var fields))
        {
            if (text[fields.Label] is "CERTIFICATE")
            {
                var bytes = new byte[fields.DecodedDataLength];
                if (Convert.TryFromBase64Chars(text[fields.Base64Data], bytes, out _))
                {
                    try
                    {
                        found.Add(X509CertificateLoader.LoadCertificate(bytes));
                    }
                    catch (CryptographicException)
                    {
                        // One unreadable certificate does not make the whole bundle unusable.
                    }
                }
            }
            text = text[fields.Location.End..];
        }
        return found;
    }
}
