using System.Text.RegularExpressions;

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

    [GeneratedRegex(@"\*UND\*.*\(?GLIBC_(?<version>[0-9.]+)\)?\s+(?<name>\w+)")]
    private static partial Regex Taken();
}
