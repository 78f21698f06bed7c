using System.Text;
using Helmstuck.Tests.Terminal.EndToEnd;

namespace Helmstuck.Tests.Terminal;

/// <summary>
/// Ten kilobytes that would open the dialog, attest and confirm, had a person typed them: pasted, and as the bare bytes that a terminal
/// sends which does not mark pastes; at once, and in pieces that end anywhere.
/// </summary>
public sealed class LongPasteTests
{
    private const string Marked = "marked",
        Bare = "bare",
        Done = "✓ done";

    private static readonly string Text = string.Concat(Enumerable.Repeat("dc1234\r", 1500));

    [Theory]
    [InlineData("", Marked, 0)]
    [InlineData("", Bare, 0)]
    [InlineData("", Bare, 1)]
    [InlineData("/", Marked, 0)]
    [InlineData("/", Marked, 2)]
    [InlineData("/", Bare, 0)]
    [InlineData("/", Bare, 3)]
    [InlineData(":", Marked, 4)]
    [InlineData(":", Bare, 5)]
    [InlineData("d", Marked, 0)]
    [InlineData("d", Marked, 6)]
    [InlineData("d", Bare, 0)]
    [InlineData("d", Bare, 7)]
    [InlineData("f", Marked, 8)]
    [InlineData("f", Bare, 9)]
    public async Task Changes_nothing(string key, string how, int seed)
    {
        await using var terminal = await DemoScreen.OpenAsync(100, 30);
        var start = terminal.See(ScreenLooks.Of);
        var isDialog = key is "d" or "f";
        await PseudoTerminal.PauseAsync();
        terminal.Send(key);
        await terminal.WaitUntilAsync(
            screen => screen.Contains(Place(key)) && Screens.Questions(terminal) == (isDialog ? 1 : 0),
            $"the place where the text goes says {Place(key)}"
        );
        // Bare text attests by itself.
        if (isDialog && how == Marked)
            await EndToEndScene.AttestAsync(terminal);
        await PseudoTerminal.PauseAsync();

        foreach (var piece in Pieces(Encoding.UTF8.GetBytes(how == Marked ? $"\e[200~{Text}\e[201~" : Text), seed))
            terminal.Send(piece);
        await PseudoTerminal.PauseAsync();
        if (how == Marked)
            await terminal.WaitUntilAsync(
                screen => screen.Contains(key is "/" or ":" ? "dc1234 dc1234" : "Pasted text is ignored") || screen.Contains(Done),
                "the text is taken"
            );
        Assert.DoesNotContain(Done, terminal.Screen, StringComparison.Ordinal);
        await ScreenLooks.AssertPaintedRightAsync(terminal);
        // Esc leaves what is open now, one place after the other.
        for (var places = 0; !terminal.See(screen => screen.Contains("This is the first page.")); places++)
        {
            Assert.InRange(places, 0, 5);
            Assert.DoesNotContain(Done, terminal.Screen, StringComparison.Ordinal);
            terminal.Send("\e");
            await PseudoTerminal.PauseAsync();
        }
        // A digit that was a key has opened another page.
        terminal.Send("1");
        await terminal.WaitForAsync("[1 Health]");
        terminal.Send("\e");
        await ScreenLooks.WaitForAsync(terminal, start);
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());
        Screens.AssertGivenBack(terminal);
    }

    private static string Place(string key) =>
        key switch
        {
            "/" => "filter /",
            ":" => "Enter accept",
            "d" => "Type 1234 to delete",
            "f" => "Type 1234 to mark",
            _ => "[1 Health]",
        };

    /// <summary>
    /// All of it, or pieces of any length. An Enter stays with the key before it: where the two come apart, and the machine is busy between
    /// them, it is a person's.
    /// </summary>
    private static IEnumerable<byte[]> Pieces(byte[] bytes, int seed)
    {
        var random = new Random(seed);
        for (int from = 0, to; from < bytes.Length; from = to)
        {
            to = seed == 0 ? bytes.Length : Math.Min(bytes.Length, from + random.Next(1, 300));
            while (to < bytes.Length && bytes[to] == '\r')
                to++;
            yield return bytes[from..to];
        }
    }
}
