using System.Text;
using Helmstuck.Terminal;

namespace Helmstuck.Tests.Unit.Terminal;

public sealed class ClipboardTests
{
    private const string Set = "\x1b]52;c;";

    [Fact]
    public void The_text_is_sent_in_base64()
    {
        var sequence = Clipboard.Sequence("# Report\x1b]0;x\a ü\n", inTmux: false)!;
        Assert.StartsWith(Set, sequence, StringComparison.Ordinal);
        Assert.EndsWith("\a", sequence, StringComparison.Ordinal);
        Assert.Equal("# Report\x1b]0;x\a ü\n", Encoding.UTF8.GetString(Convert.FromBase64String(sequence[Set.Length..^1])));
    }

    [Fact]
    public void Tmux_hands_it_on_to_its_terminal()
    {
        var plain = Clipboard.Sequence("x", inTmux: false)!;
        Assert.Equal($"{plain}\x1bPtmux;\x1b{plain}\x1b\\", Clipboard.Sequence("x", inTmux: true));
    }

    [Fact]
    public void What_terminals_throw_away_is_not_sent()
    {
        Assert.NotNull(Clipboard.Sequence(new string('x', 75_000), inTmux: false));
        Assert.Null(Clipboard.Sequence(new string('x', 75_001), inTmux: false));
    }
}
