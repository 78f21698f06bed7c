using System.Runtime.InteropServices;

namespace Helmstuck.Tests.Terminal.Release;

/// <summary>
/// Another machine's C library and OpenSSL, unpacked into a folder, and its processor if need be: the native binary runs with these alone.
/// </summary>
/// <param name="Root">The folder.</param>
/// <param name="Program">What runs the binary there: the C library's own loader, or the emulator of the processor.</param>
/// <param name="Arguments">What <paramref name="Program"/> is told before the binary's own arguments.</param>
/// <param name="Telling">The variable that makes the binary's loader tell, on standard error, which libraries it takes.</param>
internal sealed record OtherMachine(string Root, string Program, IReadOnlyList<string> Arguments, (string Name, string Value) Telling)
{
    private static bool IsX64 => RuntimeInformation.ProcessArchitecture == Architecture.X64;

    /// <summary>The binary for arm64, which tests/run.sh publishes where the cross compiler is installed.</summary>
    public static string Arm64Binary =>
        Environment.GetEnvironmentVariable("TEST_BINARY_ARM64") is { Length: > 0 } set
            ? set
            : Path.Combine(TestPrograms.RepositoryRoot, "artifacts/linux-arm64/kubectl-helmstuck");

    /// <summary>Whether the cross compiler is here that makes the binary for arm64.</summary>
    public static bool BuildsArm64 => IsX64 && TestPrograms.OnPath("aarch64-linux-gnu-gcc") is not null;

    /// <summary>
    /// With the libraries of a Debian release, for this processor or for arm64. Null where Debian's tools are missing, or the cross
    /// compiler that makes the binary for arm64; where both are there, so must the binary and the emulator be.
    /// </summary>
    public static async Task<OtherMachine?> FindAsync(string suite, bool arm64)
    {
        if (TestPrograms.OnPath("apt-get") is null || TestPrograms.OnPath("dpkg-deb") is null)
            return null;
        if (!arm64)
            return await OfThisProcessorAsync(suite);
        return BuildsArm64 ? await Arm64Async(suite) : null;
    }

    private static async Task<OtherMachine> OfThisProcessorAsync(string suite)
    {
        var (debian, triplet) = IsX64 ? ("amd64", "x86_64-linux-gnu") : ("arm64", "aarch64-linux-gnu");
        var root = await ProvideAsync(suite, debian);
        var folders = new[] { "lib", "usr/lib" }.Select(folder => Path.Combine(root, folder, triplet)).ToList();
        return new(
            root,
            Directory.GetFiles(folders[0], "ld-linux-*.so.*").Single(),
            // Without the cache, which names this machine's libraries.
            ["--inhibit-cache", "--library-path", string.Join(':', folders), Path.GetFullPath(PseudoTerminal.Product)],
            ("LD_DEBUG", "files")
        );
    }

    private static async Task<OtherMachine> Arm64Async(string suite)
    {
        var root = await ProvideAsync(suite, "arm64");
        Assert.True(File.Exists(Arm64Binary), $"{Arm64Binary} is not there: run tests/run.sh, which publishes it.");
        return new(
            root,
            TestPrograms.OnPath("qemu-aarch64")!,
            ["-L", root, Path.GetFullPath(Arm64Binary)],
            ("QEMU_SET_ENV", "LD_DEBUG=files")
        );
    }

    private static async Task<string> ProvideAsync(string suite, string processor) =>
        (await ExternalCommand.RunAsync(Path.Combine(TestPrograms.RepositoryRoot, "tests/tools/userspace.sh"), [suite, processor]))
            .MustSucceed()
            .Output.TrimEnd()
            .Split('\n')[^1];
}
