using System.Runtime.InteropServices;

namespace Helmstuck.Kube.Transport;

/// <summary>.NET ends the process without an exception if OpenSSL is missing; this checks first.</summary>
internal static class OpenSsl
{
    // The names, newest first, that dotnet/runtime opensslshim.c tries.
    private static readonly string[] Names = ["libssl.so.3", "libssl.so.1.1", "libssl.so.1.0.2", "libssl.so.1.0.0", "libssl.so.10"];

    /// <summary>
    /// Null if TLS works; else one sentence that says what is missing and how to install it. Call it before anything else uses
    /// TLS.
    /// </summary>
    public static string? Missing() =>
        OperatingSystem.IsLinux() ? Missing(Environment.GetEnvironmentVariable("CLR_OPENSSL_VERSION_OVERRIDE"), Names) : null;

    internal static string? Missing(string? version, IReadOnlyList<string> names)
    {
        if (!string.IsNullOrEmpty(version))
            names = ["libssl.so." + version, .. names];
        return names.Any(name => NativeLibrary.TryLoad(name, out _))
            ? null
            : "error: OpenSSL is missing: no libssl.so.3 (or 1.1) can be loaded. Install it, for example with: apt-get install libssl3, "
                + "dnf install openssl-libs, or apk add libssl3";
    }
}
