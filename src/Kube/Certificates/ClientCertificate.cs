using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Helmstuck.Kube.Certificates;

/// <summary>
/// A certificate with its key and the intermediates that came with it. <paramref name="Stamp"/> shows whether its files have changed.
/// </summary>
internal sealed record ClientCertificate(X509Certificate2 Leaf, SslStreamCertificateContext Context, string Stamp);
