using System.Formats.Tar;
using System.IO.Compression;

namespace Helmstuck.Tests.Terminal.Release;

/// <summary>What <c>release/build.sh</c> makes of the published binary, packaged once, when the first test asks for it.</summary>
public sealed class BuiltRelease : IDisposable
{
    internal const string Version = "0.1.0";

    private readonly string folder = Directory.CreateTempSubdirectory("helmstuck-release-").FullName;
    private readonly Lazy<Task<CommandResult>> build;

    public BuiltRelease() => build = new(() => PackageAsync(folder));

    /// <summary>The archive for this machine.</summary>
    internal static string Archive => ArchiveFor(Processor);

    internal static string ArchiveFor(string processor) => $"helmstuck_linux_{processor}.tar.gz";

    /// <summary>The processors that the release is for: this machine's, and arm64 where its binary is built beside.</summary>
    internal static IReadOnlyList<string> Processors =>
        OtherMachine.BuildsArm64 && File.Exists(OtherMachine.Arm64Binary) ? [Processor, "arm64"] : [Processor];

    internal static string Processor =>
        System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64
            ? "arm64"
            : "amd64";

    /// <summary>The folder that holds the release.</summary>
    internal async Task<string> FolderAsync()
    {
        (await build.Value).MustSucceed();
        return folder;
    }

    /// <summary>What the script said.</summary>
    internal async Task<string> SaidAsync() => (await build.Value).MustSucceed().Error;

    /// <summary>Packages the published binary into a folder.</summary>
    internal static Task<CommandResult> PackageAsync(string into) =>
        ExternalCommand.RunAsync(
            Path.Combine(TestPrograms.RepositoryRoot, "release/build.sh"),
            [
                Version,
                "--binary",
                PseudoTerminal.Product,
                .. Processors.Skip(1).SelectMany(_ => new[] { "--binary", OtherMachine.Arm64Binary }),
                "--out",
                into,
            ],
            new Dictionary<string, string?> { ["SOURCE_DATE_EPOCH"] = "1700000000" }
        );

    /// <summary>The entries of the archive, in their order.</summary>
    internal async Task<IReadOnlyList<TarEntry>> EntriesAsync()
    {
        await using var file = File.OpenRead(Path.Combine(await FolderAsync(), Archive));
        await using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        await using var reader = new TarReader(unpacked);
        var entries = new List<TarEntry>();
        while (await reader.GetNextEntryAsync(copyData: true) is { } entry)
            entries.Add(entry);
        return entries;
    }

    /// <summary>Unpacks the archive into a folder.</summary>
    internal async Task UnpackAsync(string into) =>
        (await ExternalCommand.RunAsync("tar", ["-xzf", Path.Combine(await FolderAsync(), Archive), "-C", into])).MustSucceed();

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
