using System.Text;

namespace Helmstuck.Tests.Unit.Terminal;

public sealed class VirtualScreenTests
{
    [Theory]
    [InlineData("abc\r\ndef", "abc|def||")]
    [InlineData("0123456789x", "0123456789|x||")] // wraps
    [InlineData("\e[?7l0123456789x", "012345678x|||")] // no wrap
    [InlineData("0123456789\r\nx", "0123456789|x||")] // the wrap is pending, not done
    [InlineData("a\e[2;3Hb", "a|  b||")]
    [InlineData("a\r\nb\r\nc\r\nd\r\ne", "b|c|d|e")] // scrolls
    [InlineData("abcdef\e[3D\e[K", "abc|||")]
    [InlineData("abcdef\e[3D\e[1K", "    ef|||")]
    [InlineData("abcdef\e[2G\e[2X", "a  def|||")]
    [InlineData("abcdef\e[2G\e[2P", "adef|||")]
    [InlineData("abcdef\e[2G\e[2@", "a  bcdef|||")]
    [InlineData("x\e[4b", "xxxxx|||")]
    [InlineData("a\r\nb\r\nc\e[2;1H\e[J", "a|||")]
    [InlineData("a\r\nb\r\nc\e[2J", "|||")]
    [InlineData("a\r\nb\r\nc\e[2;1H\e[L", "a||b|c")]
    [InlineData("a\r\nb\r\nc\e[2;1H\e[M", "a|c||")]
    [InlineData("a\r\nb\r\nc\r\nd\e[2;3r\e[3;1H\nx", "a|c|x|d")] // scrolls inside its region
    [InlineData("健康", "健康|||")]
    [InlineData("健康\e[2Gx", " x康|||")] // half of a wide character takes the other with it
    [InlineData("012345678健", "012345678|健||")] // a wide character does not fit into the last cell
    [InlineData("e\u0301x", "e\u0301x|||")]
    [InlineData("main\e[?1049halt\e[?1049l", "main|||")]
    [InlineData("a\e7\e[4;4Hb\e8c", "ac|||   b")]
    [InlineData("a\tb", "a       b|||")]
    [InlineData("a\e]0;title\ab", "ab|||")]
    public void Bytes_become_the_screen_that_xterm_shows(string bytes, string expected)
    {
        var screen = Fed(bytes);
        Assert.Equal(expected.Split('|'), screen.Lines);
        Assert.Empty(screen.Unknown);
    }

    [Fact]
    public void Bytes_may_come_one_by_one()
    {
        var screen = new VirtualScreen(10, 4);
        foreach (var value in Encoding.UTF8.GetBytes("\e[2;2H\e[1;38;5;42m健é🚀"))
            screen.Feed([value]);
        Assert.Equal(" 健é🚀", screen.Lines[1]);
        Assert.Equal(new CellStyle(42, -1, true, false, false, false, false), screen.StyleAt(1, 1));
    }

    [Fact]
    public void Modes_are_remembered_and_given_back()
    {
        var screen = Fed("\e[?1049h\e[?25l\e[?2004h\e[?2026h\e[7m");
        Assert.True(
            screen.AlternateScreen && !screen.CursorVisible && screen.BracketedPaste && screen.InSynchronizedUpdate && screen.Style.Reverse
        );
        Assert.False(screen.IsGivenBack);
        screen.Feed("\e[m\e[?2026l\e[?2004l\e[?25h\e[?1049l"u8);
        Assert.True(screen.IsGivenBack);
        Assert.Equal(1, screen.Frames);
        Assert.False(Fed("\e[?1000h").IsGivenBack);
        Assert.False(Fed("\e[?1h\e=").IsGivenBack);
    }

    [Fact]
    public void Questions_are_answered_and_unknown_sequences_are_told()
    {
        Assert.Equal("\e[2;3R", new VirtualScreen(10, 4).Feed("\e[2;3H\e[6n"u8));
        Assert.Equal("\e[?2026;2$y", new VirtualScreen(10, 4).Feed("\e[?2026$p"u8));
        Assert.Equal(["CSI 1y"], Fed("\e[1y").Unknown);
        Assert.Equal(["C1 9b"], Fed("\u009b").Unknown);
    }

    [Fact]
    public void Shrinking_keeps_the_upper_left_corner()
    {
        var screen = Fed("0123456789\r\nabc");
        screen.Resize(5, 2);
        Assert.Equal(["01234", "abc"], screen.Lines);
        screen.Resize(8, 3);
        Assert.Equal(["01234", "abc", ""], screen.Lines);
    }

    private static VirtualScreen Fed(string bytes)
    {
        var screen = new VirtualScreen(10, 4);
        screen.Feed(Encoding.UTF8.GetBytes(bytes));
        return screen;
    }
}
