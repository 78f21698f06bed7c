using System.Reflection;
using System.Runtime.InteropServices;

namespace Helmstuck.Cli;

/// <summary>
/// What the build wrote into the program about itself. The commit and its date are null if it was not built from a commit.
/// </summary>
internal sealed record BuildFacts(string Version, string? Commit, string? Date)
{
    public static BuildFacts Own { get; } = Read(typeof(BuildFacts).Assembly);

    /// <summary>Operating system and processor in Go's names, as kubectl prints them: <c>linux/amd64</c>.</summary>
    public static string Platform { get; } =
        (OperatingSystem.IsMacOS() ? "darwin" : "linux")
        + (RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "/arm64" : "/amd64");

    private static BuildFacts Read(Assembly assembly)
    {
        var written = assembly.GetCustomAttributes<AssemblyMetadataAttribute>().ToLookup(one => one.Key, one => one.Value);
        return new(
            assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0",
            written["Commit"].FirstOrDefault(),
            written["CommitDate"].FirstOrDefault()
        );
    }
}
