using System.Security.Cryptography.X509Certificates;
using Helmstuck.Go;
using Helmstuck.Kube.Certificates;

namespace Helmstuck.Kube.Transport;

/// <summary>The system's root certificates, read only if they are needed.</summary>
internal static class SystemTrust
{
    private static readonly Lock Gate = new();
    private static bool hidden;
    private static X509Certificate2Collection? loaded;

    /// <summary>
    /// From now on no connection of this process reads the system's roots by itself (some 45 ms): for a target with its own CA.
    /// </summary>
    public static void Spare()
    {
        lock (Gate)
        {
            if (!hidden)
                SystemRoots.Hide();
            hidden = true;
        }
    }

    /// <summary>
    /// Makes a chain policy trust the system's roots, even after <see cref="Spare"/>: they are then read here, once. For any client of a
    /// server with a public certificate: <c>new SslClientAuthenticationOptions { CertificateChainPolicy = policy }</c>.
    /// </summary>
    public static void Use(X509ChainPolicy policy)
    {
        lock (Gate)
        {
            if (!hidden || OperatingSystem.IsMacOS())
                return;
            loaded ??= Read();
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(loaded);
        }
    }

    private static X509Certificate2Collection Read()
    {
        var roots = new X509Certificate2Collection();
        if (
            (string.IsNullOrEmpty(SystemRoots.OriginalFile) ? CertificateBundles.Paths : [SystemRoots.OriginalFile]).FirstOrDefault(
                File.Exists
            ) is
            { } bundle
        )
            roots.AddRange(Pem.Certificates(File.ReadAllBytes(bundle)));
        foreach (
            var folder in (SystemRoots.OriginalFolders ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Where(Directory.Exists)
        )
        {
            foreach (var file in Directory.EnumerateFiles(folder))
                roots.AddRange(Pem.Certificates(File.ReadAllBytes(file)));
        }
        return roots;
    }
}
