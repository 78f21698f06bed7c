using System.Runtime.CompilerServices;
using Helmstuck.Tui.Keys;

namespace Helmstuck.Tests.Unit.Tui;

/// <summary>The README's table of keys is the one that the program works by.</summary>
public sealed class ReadmeTests
{
    private const string Begin = "<!-- keys -->\n",
        End = "<!-- /keys -->";

    [Fact]
    public void The_table_of_keys_is_made_from_the_key_map()
    {
        var readme = File.ReadAllText(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "README.md"));
        var start = readme.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;

        Assert.Equal(KeyMap.Markdown(), readme[start..readme.IndexOf(End, StringComparison.Ordinal)]);
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
