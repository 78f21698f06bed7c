using System.Text.RegularExpressions;
using Helmstuck.Tests.Terminal.Release;

namespace Helmstuck.Tests.Terminal;

/// <summary>The published binary starts on the C libraries of old bastions.</summary>
public sealed partial class GlibcTests
{
    private static readonly Version Oldest = new(2, 28);

    [Fact]
    public async Task Every_symbol_is_one_that_glibc_2_28_has()
    {
        var listed = (await ExternalCommand.RunAsync("objdump", ["-T", PseudoTerminal.Product])).MustSucceed();
        var taken = Taken().Matches(listed.Output);
        Assert.NotEmpty(taken);
        Assert.DoesNotContain(taken, symbol => Version.Parse(symbol.Groups["version"].Value) > Oldest);
    }

    /// <summary>
    /// What the sources take from libc by name, which no link sees: in the libc of glibc 2.31 each is there, and older than 2.29.
    /// Newer ones also have what used to be in libpthread.
    /// </summary>
    [Fact]
    public async Task Every_function_that_is_looked_up_by_name_is_in_libc_of_glibc_2_28()
    {
        if (await OtherMachine.FindAsync("bullseye", arm64: false) is not { } machine)
            return;
        var library = Assert.Single(Directory.GetFiles(machine.Root, "libc.so.6", SearchOption.AllDirectories));
        var offered = Offered()
            .Matches((await ExternalCommand.RunAsync("objdump", ["-T", library])).MustSucceed().Output)
            .Where(symbol => Version.Parse(symbol.Groups["version"].Value) <= Oldest)
            .Select(symbol => symbol.Groups["name"].Value)
            .ToHashSet();
        var sources = Directory.GetFiles(Path.Combine(TestPrograms.RepositoryRoot, "src"), "*.cs", SearchOption.AllDirectories);
        var taken = sources.SelectMany(file => LookedUp().Matches(File.ReadAllText(file))).Select(found => found.Groups["name"].Value);
        Assert.NotEmpty(taken);
        Assert.Empty(taken.Except(offered));
    }

    [GeneratedRegex(@"Import\(""libc"", EntryPoint = ""(?<name>\w+)""")]
    private static partial Regex LookedUp();

    // A version in brackets is kept for old programs and is not found by name alone.
    [GeneratedRegex(@"\.text\s+\w+\s+GLIBC_(?<version>[0-9.]+)\s+(?<name>\w+)$", RegexOptions.Multiline)]
    private static partial Regex Offered();

    [GeneratedRegex(@"\*UND\*.*\(?GLIBC_(?<version>[0-9.]+)\)?\s+(?<name>\w+)")]
    private static partial Regex Taken();
}
