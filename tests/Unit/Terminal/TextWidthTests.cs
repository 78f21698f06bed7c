using System.Globalization;
using Helmstuck.Terminal;

namespace Helmstuck.Tests.Unit.Terminal;

public sealed class TextWidthTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("gitlab", 6)]
    [InlineData("健", 2)]
    [InlineData("a健b", 4)]
    [InlineData("e\u0301", 1)]
    [InlineData("\u0301", 1)]
    [InlineData("👍", 2)]
    [InlineData("👍🏽", 2)]
    [InlineData("❤", 1)]
    [InlineData("❤\ufe0f", 2)]
    [InlineData("1\ufe0f\u20e3", 2)]
    [InlineData("👩‍👩‍👧‍👦", 2)]
    [InlineData("🇩🇪", 2)]
    [InlineData("🇩🇪🇫", 3)]
    [InlineData("\e[0m", 4)]
    [InlineData("\u202e", 1)]
    [InlineData("│─┌●✓→…", 7)]
    [InlineData("ｆｕｌｌ", 8)]
    [InlineData("\u1112\u1161\u11ab", 2)]
    public void Measures_cells(string text, int cells) => Assert.Equal(cells, TextWidth.Measure(text));

    // An attribute cannot carry one.
    [Fact]
    public void A_lone_surrogate_is_one_cell() => Assert.Equal(2, TextWidth.Measure("\ud83dx"));

    [Theory]
    [InlineData("gitlab", 6, "gitlab")]
    [InlineData("gitlab", 5, "gitl…")]
    [InlineData("gitlab", 1, "…")]
    [InlineData("gitlab", 0, "")]
    [InlineData("gitlab", -3, "")]
    [InlineData("健康診断", 5, "健康…")]
    [InlineData("健康診断", 4, "健…")]
    [InlineData("健康診断", 1, "…")]
    [InlineData("e\u0301e\u0301e\u0301", 2, "e\u0301…")]
    public void Cuts_by_cells(string text, int cells, string expected) => Assert.Equal(expected, TextWidth.Cut(text, cells));

    [Theory]
    [InlineData("another operation is in progress", 12, "another|operation is|in progress")]
    [InlineData("abcdefgh", 3, "abc|def|gh")]
    [InlineData(" abcd健", 5, "abcd|健")]
    [InlineData("one\n\ntwo", 10, "one||two")]
    [InlineData("trailing   \nx", 20, "trailing|x")]
    [InlineData("健康診断", 3, "健|康|診|断")]
    [InlineData("", 5, "")]
    public void Wraps_at_words(string text, int cells, string expected) =>
        Assert.Equal(expected, string.Join('|', TextWidth.Wrap(text, cells)));

    [Fact]
    public void Nothing_is_wrapped_into_no_width()
    {
        Assert.Empty(TextWidth.Wrap("text", 0));
        Assert.Empty(TextWidth.Wrap("text", -1));
    }

    [Fact]
    public void Cut_and_wrapped_text_is_never_wider_than_asked()
    {
        var random = new Random(11);
        for (var round = 0; round < 4000; round++)
        {
            var text = round < Hostile.Texts.Length ? Hostile.Texts[round] : Hostile.Random(random, 12);
            var cells = random.Next(-1, 30);
            Assert.True(TextWidth.Measure(TextWidth.Cut(text, cells)) <= Math.Max(cells, 0));
            var lines = TextWidth.Wrap(text, cells);
            Assert.True(lines.Count <= text.Length + 1);
            Assert.All(lines, line => Assert.True(TextWidth.Measure(line) <= Math.Max(cells, 0), $"«{Clean.Line(line)}» at {cells}"));
        }
    }

    [Fact]
    public void Wrapping_loses_nothing_but_blanks()
    {
        var random = new Random(12);
        for (var round = 0; round < 2000; round++)
        {
            var text = Hostile.Random(random, 10);
            var cells = random.Next(2, 40);
            Assert.Equal(WithoutBlanks(text), WithoutBlanks(string.Concat(TextWidth.Wrap(text, cells))));
        }
    }

    [Fact]
    public void A_text_measures_as_the_sum_of_its_glyphs()
    {
        var random = new Random(13);
        for (var round = 0; round < 2000; round++)
        {
            var text = Hostile.Random(random, 10);
            int at = 0,
                cells = 0;
            while (at < text.Length)
            {
                var glyph = TextWidth.Next(text.AsSpan(at));
                Assert.InRange(glyph.Cells, 1, 2);
                Assert.InRange(glyph.Kept, 1, glyph.Chars);
                Assert.True(glyph.Kept <= 80);
                at += glyph.Chars;
                cells += glyph.Cells;
            }
            Assert.Equal(text.Length, at);
            Assert.Equal(cells, TextWidth.Measure(text));
        }
    }

    [Fact]
    public void The_table_agrees_with_the_runtime_about_marks_and_controls()
    {
        for (var scalar = 0; scalar < 0x30000; scalar++)
        {
            switch (CharUnicodeInfo.GetUnicodeCategory(scalar))
            {
                case UnicodeCategory.Control
                or UnicodeCategory.Surrogate
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator:
                    Assert.True(TextWidth.IsHidden(scalar), $"U+{scalar:X4}");
                    break;
                case UnicodeCategory.Format:
                    Assert.True(TextWidth.IsHidden(scalar) || scalar is 0x200C or 0x200D, $"U+{scalar:X4}");
                    break;
                case UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.DecimalDigitNumber:
                    Assert.False(TextWidth.IsHidden(scalar) || TextWidth.IsZeroWidth(scalar), $"U+{scalar:X4}");
                    break;
            }
        }
    }

    private static string WithoutBlanks(string text) =>
        text.Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal);
}
