using Helmstuck.Terminal;
using Helmstuck.Tui.Keys;
using Helmstuck.Tui.Pages;
using Helmstuck.Tui.State;

namespace Helmstuck.Tests.Unit.Tui;

public sealed class KeyMapTests
{
    [Fact]
    public void No_key_means_two_things_in_one_place()
    {
        var twice = KeyMap
            .All.SelectMany(binding => binding.Keys.Select(key => (binding.Scene, key)))
            .GroupBy(pair => pair)
            .Where(group => group.Count() > 1);
        Assert.Empty(twice);
    }

    [Fact]
    public void All_keys_of_the_contract_are_there()
    {
        string[] keys =
        [
            "j",
            "k",
            "Down",
            "Up",
            "g",
            "G",
            "Home",
            "End",
            "PgUp",
            "PgDn",
            "Tab",
            "Shift-Tab",
            "Enter",
            "Esc",
            "1",
            "2",
            "3",
            "4",
            "5",
            "/",
            "a",
            "n",
            "s",
            "d",
            "f",
            "u",
            "w",
            "y",
            "r",
            "Ctrl-L",
            "Ctrl-F",
            "Ctrl-B",
            ":",
            "S",
            "?",
            "q",
            "Ctrl-C",
        ];
        Assert.All(keys, key => Assert.NotNull(KeyMap.Find(Scene.Main, key)));
    }

    [Theory]
    [InlineData(Key.Enter, Modifiers.None, "Enter")]
    [InlineData(Key.Escape, Modifiers.None, "Esc")]
    [InlineData(Key.Tab, Modifiers.Shift, "Shift-Tab")]
    [InlineData(Key.PageDown, Modifiers.None, "PgDn")]
    [InlineData(Key.F1, Modifiers.None, "")]
    [InlineData(Key.Up, Modifiers.Alt, "")]
    internal void Keys_have_the_names_of_the_list(Key key, Modifiers modifiers, string name) =>
        Assert.Equal(name, KeyNames.Of(new KeyEvent(key, null, modifiers)));

    [Fact]
    public void Characters_are_their_own_names()
    {
        Assert.Equal("G", KeyNames.Of(KeyEvent.Of('G')));
        Assert.Equal("Ctrl-L", KeyNames.Of(KeyEvent.Control('l')));
        Assert.Equal("", KeyNames.Of(KeyEvent.Of('d', Modifiers.Alt)));
    }

    [Fact]
    public void The_footer_shows_only_keys_that_work_now()
    {
        var nothing = Footer(Fixtures.Model() with { Listing = Fixtures.Listing([]) });
        Assert.DoesNotContain("delete", nothing, StringComparison.Ordinal);
        Assert.DoesNotContain("restore", nothing, StringComparison.Ordinal);
        Assert.Contains("search deeper", nothing, StringComparison.Ordinal);

        var stuck = Footer(Fixtures.Screen(Fixtures.Healthy()) with { Undo = [Fixtures.Backup()] });
        Assert.StartsWith("d delete  f mark failed  u restore", stuck, StringComparison.Ordinal);
        Assert.EndsWith("? help  q quit  ", stuck, StringComparison.Ordinal);

        var readOnly = Footer(Fixtures.Screen(Fixtures.Healthy()) with { ReadOnly = true, Undo = [Fixtures.Backup()] });
        Assert.DoesNotContain("delete", readOnly, StringComparison.Ordinal);
        Assert.DoesNotContain("mark failed", readOnly, StringComparison.Ordinal);
        Assert.DoesNotContain("restore", readOnly, StringComparison.Ordinal);
    }

    /// <summary>The README's table is this list; <c>ACCEPT_SNAPSHOTS=1</c> writes it there.</summary>
    [Fact]
    public void The_readme_has_this_list_of_keys()
    {
        const string begin = "<!-- keys -->\n",
            end = "<!-- /keys -->";
        var readme = File.ReadAllText(Path.Combine(Repository(), "README.md"));
        var from = readme.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var to = readme.IndexOf(end, StringComparison.Ordinal);
        Assert.True(from >= begin.Length && to > from, "README.md has no place marked by <!-- keys --> and <!-- /keys -->");
        if (Environment.GetEnvironmentVariable("ACCEPT_SNAPSHOTS") == "1")
            File.WriteAllText(Path.Combine(Repository(), "README.md"), readme[..from] + KeyMap.Markdown() + readme[to..]);
        else
            Assert.Equal(KeyMap.Markdown(), readme[from..to]);
    }

    private static string Repository([System.Runtime.CompilerServices.CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));

    private static string Footer(Model model) => KeyLine.Of(model, Theme.Default, 200, scrolls: false).Text;
}
