using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Helmstuck.Kube.Certificates;

namespace Helmstuck.Kube.Transport;

/// <summary>
/// Verifies the server as Go does: a given CA is the only root and need not be self-signed, names are read from
/// SANs alone. Source: Go crypto/x509 verify.go.
/// </summary>
internal sealed class ServerVerifier(ClusterTarget target, TimeProvider time) : IDisposable
{
    private X509Certificate2Collection? anchors;

    /// <summary>Why the last certificate was rejected, in Go's words; null if none was.</summary>
    public string? LastFailure { get; private set; }

    private string Name => target.Tls.ServerName ?? target.Server.IdnHost.Trim('[', ']');

    /// <summary>TLS settings for connections to the target, and to an HTTPS proxy before it.</summary>
    /// <param name="proxy">The proxy's host; it is verified by its own name.</param>
    public SslClientAuthenticationOptions Options(ClientCertificate? certificate, string? proxy)
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (target.Tls.CertificateAuthority is { } pem)
        {
            anchors ??= Pem.Certificates(pem);
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(anchors);
        }
        else if (target.Tls.InsecureSkipVerify)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        }
        else
        {
            SystemTrust.Use(policy);
        }
        return new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CertificateChainPolicy = policy,
            ClientCertificateContext = certificate?.Context,
            RemoteCertificateValidationCallback = (stream, presented, chain, _) =>
                Verify(
                    presented as X509Certificate2,
                    chain,
                    stream is SslStream { TargetHostName: var host } && host == proxy ? proxy : Name
                ),
        };
    }

    public void Dispose()
    {
        foreach (var anchor in anchors ?? [])
            anchor.Dispose();
    }

    private bool Verify(X509Certificate2? leaf, X509Chain? chain, string name)
    {
        if (target.Tls.InsecureSkipVerify)
            return true;
        var failure =
            leaf is null || chain is null
                ? "the server presented no certificate"
                : Expiry(leaf)
                    ?? ServerNames.WhyNot(leaf, name.Trim('[', ']'))
                    ?? (anchors is null ? ToSystemRoot(chain) : ToAnchor(leaf, chain, anchors));
        LastFailure = failure;
        return failure is null;
    }

    private string? Expiry(X509Certificate2 leaf)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var (from, to) = (leaf.NotBefore.ToUniversalTime(), leaf.NotAfter.ToUniversalTime());
        return now < from ? $"certificate has expired or is not yet valid: current time {Rfc3339(now)} is before {Rfc3339(from)}"
            : now > to ? $"certificate has expired or is not yet valid: current time {Rfc3339(now)} is after {Rfc3339(to)}"
            : null;
    }

    private static string Rfc3339(DateTime time) => time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static string? ToSystemRoot(X509Chain chain) =>
        chain.ChainElements.Count > 0 && chain.ChainStatus.Length == 0 ? null : Why(chain.ChainStatus);

    private static string? ToAnchor(X509Certificate2 leaf, X509Chain presented, X509Certificate2Collection anchors)
    {
        if (Reaches(presented, anchors))
            return null;
        // With several anchors of one name and different keys (a CA that is being replaced) the builder can choose the wrong one: try each
        // alone.
        foreach (var anchor in anchors.Count > 1 ? anchors : [])
        {
            using var chain = new X509Chain { ChainPolicy = Alone(anchor, presented) };
            chain.Build(leaf);
            var reached = Reaches(chain, [anchor]);
            foreach (var element in chain.ChainElements)
                element.Certificate.Dispose();
            if (reached)
                return null;
        }
        return Why(presented.ChainStatus);
    }

    private static X509ChainPolicy Alone(X509Certificate2 anchor, X509Chain presented)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.Add(anchor);
        policy.ExtraStore.AddRange(presented.ChainPolicy.ExtraStore);
        foreach (var use in presented.ChainPolicy.ApplicationPolicy)
            policy.ApplicationPolicy.Add(use);
        return policy;
    }

    /// <summary>
    /// Some element of the chain is an anchor, byte for byte, and the chain up to it is valid; it need not end there.
    /// </summary>
    private static bool Reaches(X509Chain chain, X509Certificate2Collection anchors)
    {
        const X509ChainStatusFlags unfinished = X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot;
        foreach (var element in chain.ChainElements)
        {
            if (element.ChainElementStatus.Any(status => (status.Status & ~unfinished) != 0))
                return false;
            if (anchors.Any(anchor => anchor.RawDataMemory.Span.SequenceEqual(element.Certificate.RawDataMemory.Span)))
                return true;
        }
        return false;
    }

    private static string Why(X509ChainStatus[] statuses)
    {
        const X509ChainStatusFlags unknown =
            X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.NotSignatureValid;
        return statuses.FirstOrDefault(status => (status.Status & unknown) == 0 && status.Status != 0) is { Status: not 0 } other
            ? other.Status switch
            {
                X509ChainStatusFlags.NotValidForUsage => "certificate specifies an incompatible key usage",
                X509ChainStatusFlags.NotTimeValid => "certificate has expired or is not yet valid: a certificate of its issuers",
                _ => other.StatusInformation.Trim(),
            }
            : "certificate signed by unknown authority";
    }
}
