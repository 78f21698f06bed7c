using System.Runtime.InteropServices;
using Helmstuck.Processes;

namespace Helmstuck.Kube.Transport;

/// <summary>
/// Keeps OpenSSL from reading the system's root certificates, which takes some 40 ms, for a cluster whose kubeconfig pins a CA. Child
/// processes and clients that need the roots use the variables of <see cref="StartEnvironment"/>.
/// </summary>
internal static partial class SystemRoots
{
    private const string FileVariable = "SSL_CERT_FILE";
    private const string FoldersVariable = "SSL_CERT_DIR";

    /// <summary>SSL_CERT_FILE as this process was started with it, or null.</summary>
    public static string? OriginalFile => StartEnvironment.Variable(FileVariable);

    /// <summary>SSL_CERT_DIR as this process was started with it (folders joined by colons), or null.</summary>
    public static string? OriginalFolders => StartEnvironment.Variable(FoldersVariable);

    /// <summary>
    /// Makes OpenSSL load no roots. Call it before the first use of TLS. Afterwards the default trust of every client in this process is
    /// empty: a client that needs the system's roots loads them itself. Does nothing on macOS, where the roots are in the keychain.
    /// </summary>
    public static void Hide()
    {
        if (OperatingSystem.IsMacOS())
            return;
        // Read now: afterwards the originals are lost.
        _ = StartEnvironment.Variables;
        // OpenSSL reads libc's environment, which Environment.SetEnvironmentVariable does not change.
        _ = SetVariable(FoldersVariable, "/var/empty", overwrite: 1);
        _ = SetVariable(FileVariable, "/dev/null", overwrite: 1);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
