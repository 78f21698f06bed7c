using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Helmstuck.Go;

namespace Helmstuck.Pipelines;

/// <summary>
/// The root certificates to trust, loaded explicitly: the default of the process may be empty (see <c>SystemRoots</c> of the
/// cluster's transport).
/// </summary>
internal static class RootCertificates
{
    /// <summary>
    /// The roots of <paramref name="file"/> (SSL_CERT_FILE, else the first bundle that exists) and of <paramref name="folders"/>
    /// (SSL_CERT_DIR, joined by colons). Throws what reading and parsing files throws (<see cref="IOException"/>,
    /// <see cref="UnauthorizedAccessException"/>, <see cref="CryptographicException"/>); a folder's files that hold no certificate are
    /// skipped.
    /// </summary>
    public static X509Certificate2Collection System(string? file, string? folders)
    {
        var roots = new X509Certificate2Collection();
        var bundle = string.IsNullOrEmpty(file) ? CertificateBundles.Paths.FirstOrDefault(File.Exists) : file;
        if (bundle is not null && File.Exists(bundle))
            roots.ImportFromPemFile(bundle);
        foreach (var folder in (folders ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            // A bundle has the same certificates as its folder.
            if (!Directory.Exists(folder) || Path.GetDirectoryName(bundle) == folder.TrimEnd('/'))
                continue;
            foreach (var path in Directory.EnumerateFiles(folder))
                roots.ImportFromPem(File.ReadAllText(path));
        }
        return roots;
    }

    /// <summary>The certificates of one PEM file; throws as <see cref="System"/> does.</summary>
    public static X509Certificate2Collection Of(string pemFile)
    {
        var roots = new X509Certificate2Collection();
        roots.ImportFromPemFile(pemFile);
        return roots;
    }
}
