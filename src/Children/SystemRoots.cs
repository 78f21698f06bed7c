using System.Runtime.InteropServices;

namespace Helmstuck.Children;

/// <summary>
/// The two variables that tell OpenSSL where the system's root certificates are. Reading those roots takes some 40 ms, for nothing where the
/// kubeconfig pins a CA, so this process may point them at nothing; children and clients that do need the roots get the original values.
/// </summary>
internal static partial class SystemRoots
{
    private const string FileVariable = "SSL_CERT_FILE";
    private const string FoldersVariable = "SSL_CERT_DIR";
    private const string NoFile = "/dev/null";
    private const string NoFolder = "/var/empty";

    /// <summary>SSL_CERT_FILE as this process was started with it, or null.</summary>
    public static string? OriginalFile { get; } = Environment.GetEnvironmentVariable(FileVariable);

    /// <summary>SSL_CERT_DIR as this process was started with it (folders joined by colons), or null.</summary>
    public static string? OriginalFolders { get; } = Environment.GetEnvironmentVariable(FoldersVariable);

    /// <summary>
    /// Points OpenSSL at no roots at all. To be called before the first use of TLS. Afterwards the default trust of every client in this
    /// process is empty: whoever needs the system's roots loads them by itself. Does nothing on macOS, where the roots are the keychain's.
    /// </summary>
    public static void Hide()
    {
        // The originals are read here, before they are lost: a static field is filled at its first use only.
        if (OperatingSystem.IsMacOS() || (OriginalFile, OriginalFolders) == (NoFile, NoFolder))
            return;
        // OpenSSL asks libc, which Environment.SetEnvironmentVariable does not reach.
        _ = SetVariable(FoldersVariable, NoFolder, overwrite: 1);
        _ = SetVariable(FileVariable, NoFile, overwrite: 1);
    }

    /// <summary>The variables of <paramref name="environment"/> put back as this process was started with them.</summary>
    internal static void Restore(IDictionary<string, string> environment)
    {
        Put(FileVariable, OriginalFile);
        Put(FoldersVariable, OriginalFolders);

        void Put(string name, string? original)
        {
            if (original is null)
                environment.Remove(name);
            else
                environment[name] = original;
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
