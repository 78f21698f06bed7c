using System.Text;
using Helmstuck.Terminal;

namespace Helmstuck.Tests.Unit.Terminal;

public sealed class CleanTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("sh.helm.release.v1.web.v3", "sh.helm.release.v1.web.v3")]
    [InlineData("\e[31mred\e[0m", "^[[31mred^[[0m")]
    [InlineData("\u009b31m", "\\u009b31m")]
    [InlineData("ok\rBAD", "ok^MBAD")]
    [InlineData("bell\a del\u007f nul\0", "bell^G del^? nul^@")]
    [InlineData("\u202etxt.exe\u202c", "\\u202etxt.exe\\u202c")]
    [InlineData("\u2066a\u2069 \u200e\u200f\u061c", "\\u2066a\\u2069 \\u200e\\u200f\\u061c")]
    [InlineData("zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff")]
    [InlineData("a\tb", "a       b")]
    [InlineData("健\tb", "健      b")]
    [InlineData("one\ntwo\r\nthree", "one two three")]
    [InlineData("\U000e0041", "\\U000e0041")]
    [InlineData("\u0301x", "\\u0301x")]
    [InlineData("e\u0301 ❤\ufe0f 👩‍👧 健康", "e\u0301 ❤\ufe0f 👩‍👧 健康")]
    [InlineData("a\ufe0fb\u200dc", "a\\ufe0fb\\u200dc")]
    [InlineData("\u2028", "\\u2028")]
    public void Spells_out_what_a_terminal_would_act_on(string? text, string expected) => Assert.Equal(expected, Clean.Line(text));

    // An attribute cannot carry one.
    [Fact]
    public void A_lone_surrogate_is_spelled_out() => Assert.Equal("lone \\ud83d!", Clean.Line("lone \ud83d!"));

    [Fact]
    public void A_block_keeps_its_lines() => Assert.Equal("one\ntwo\n  x^[", Clean.Block("one\r\ntwo\n  x\e"));

    [Fact]
    public void Tabs_count_from_the_start_of_their_line() => Assert.Equal("long line\n        b", Clean.Block("long line\n\tb"));

    [Fact]
    public void Nothing_hidden_is_left_whatever_comes_in()
    {
        var random = new Random(5);
        for (var round = 0; round < 5000; round++)
        {
            var clean = Clean.Line(Hostile.Random(random, 10));
            foreach (var rune in clean.EnumerateRunes())
                Assert.False(rune.Value != 0x200D && TextWidth.IsHidden(rune.Value), $"U+{rune.Value:X4}");
            Assert.True(IsWellFormed(clean));
            Assert.Equal(clean, Clean.Line(clean));
        }
    }

    [Fact]
    public void Text_that_needs_nothing_is_handed_back_as_it_is()
    {
        const string text = "gitlab-cny";
        Assert.Same(text, Clean.Line(text));
    }

    private static bool IsWellFormed(string text) => new UTF8Encoding(false, true).GetByteCount(text) >= 0;
}
