using System.Runtime.CompilerServices;
using Helmstuck.Terminal;

namespace Helmstuck.Tests.Unit.Terminal;

public sealed class GridTests
{
    private static readonly Style Red = Style.Of(Color.Red);

    [Fact]
    public void A_cell_is_eight_bytes() => Assert.Equal(8, Unsafe.SizeOf<Cell>());

    [Fact]
    public void Text_is_clipped_on_every_side()
    {
        var grid = new Grid(6, 2);
        Assert.Equal(4, grid.Put(2, 0, "abcdefgh", Red));
        Assert.Equal(5, grid.Put(-3, 1, "uvwxy", Red));
        Assert.Equal(0, grid.Put(0, 5, "below", Red));
        Assert.Equal(0, grid.Put(0, -1, "above", Red));
        Assert.Equal(0, grid.Put(9, 0, "right", Red));
        Assert.Equal("  abcd\nxy", grid.ToText());
    }

    [Fact]
    public void No_more_than_the_maximum_is_written()
    {
        var grid = new Grid(10, 1);
        Assert.Equal(3, grid.Put(0, 0, "abcdef", Red, 3));
        Assert.Equal(3, grid.Put(4, 0, "健康診", Red, 3));
        Assert.Equal("abc 健", grid.ToText());
        Assert.Equal(0, grid.Put(0, 0, "x", Red, 0));
    }

    [Fact]
    public void Half_of_a_wide_glyph_never_remains()
    {
        var grid = new Grid(6, 1);
        grid.Put(0, 0, "健康診", Red);
        grid.Put(1, 0, "x", Red);
        Assert.Equal(" x康診", grid.ToText());
        grid.Put(3, 0, "健", Red);
        Assert.Equal(" x 健", grid.ToText());
        grid.Fill(new Rect(4, 0, 1, 1), Style.Default);
        Assert.Equal(" x", grid.ToText());
        grid.Put(5, 0, "健", Red);
        Assert.Equal(" x", grid.ToText());
        grid.Put(-1, 0, "健x", Red);
        Assert.Equal(" x", grid.ToText());
    }

    [Fact]
    public void Controls_are_never_stored()
    {
        var grid = new Grid(12, 1);
        grid.Put(0, 0, "a\e[2J\r\n\u009b\u202e\ud83d", Style.Default);
        Assert.Equal("a\ufffd[2J\ufffd\ufffd\ufffd\ufffd\ufffd", grid.ToText());
    }

    [Fact]
    public void A_cluster_is_kept_whole_until_it_is_overwritten()
    {
        var grid = new Grid(6, 1);
        grid.Put(0, 0, "e\u0301❤\ufe0fx", Style.Default);
        Assert.Equal("e\u0301❤\ufe0fx", grid.ToText());
        grid.Put(0, 0, "a", Style.Default);
        grid.Put(2, 0, "b", Style.Default);
        Assert.Equal("a bx", grid.ToText());
    }

    [Fact]
    public void Styles_are_written_and_patched()
    {
        var grid = new Grid(8, 1);
        grid.Put(0, 0, "ab", Red);
        grid.Put(2, 0, "健", Red.On(Color.Blue).With(Attributes.Bold));
        grid.SetStyle(new Rect(1, 0, 2, 1), Style.Of(Attributes.Reverse));
        Assert.Equal("⟨red⟩a⟨/⟩⟨red reverse⟩b⟨/⟩⟨red on blue bold reverse⟩健⟨/⟩", grid.ToStyledText());
    }

    [Fact]
    public void Boxes_have_titles_and_keep_their_inside()
    {
        var grid = new Grid(16, 3);
        grid.Put(1, 1, "inside", Style.Default);
        grid.Box(grid.Area, "Health", Style.Default, BorderSet.Light);
        Assert.Equal("┌ Health ──────┐\n│inside        │\n└──────────────┘", grid.ToText());
        grid.Box(new Rect(0, 0, 9, 3), "Workloads", Style.Default, BorderSet.Ascii);
        Assert.Equal("+ Work… +──────┐\n|inside |      │\n+-------+──────┘", grid.ToText());
    }

    [Fact]
    public void Grids_are_compared_by_what_they_show()
    {
        Grid Make(string text)
        {
            var grid = new Grid(5, 1);
            grid.Put(0, 0, text, Red);
            return grid;
        }
        Assert.True(Make("e\u0301").LooksLike(Make("e\u0301")));
        Assert.False(Make("e\u0301").LooksLike(Make("e\u0300")));
        Assert.False(Make("a").LooksLike(Make("b")));
        Assert.False(Make("a").LooksLike(new Grid(6, 1)));
        var cursor = Make("a");
        cursor.Cursor = new Position(1, 0);
        Assert.False(Make("a").LooksLike(cursor));
    }

    [Fact]
    public void Any_size_and_any_text_stays_in_shape()
    {
        var random = new Random(21);
        (int, int)[] sizes = [(1, 1), (0, 0), (2, 1), (1, 2), (20, 5), (80, 24), (120, 40), (500, 200), (-5, 3)];
        for (var round = 0; round < 400; round++)
        {
            var (width, height) = round < sizes.Length ? sizes[round] : (random.Next(1, 130), random.Next(1, 50));
            var grid = new Grid(width, height);
            for (var step = 0; step < 40; step++)
            {
                int x = random.Next(-10, grid.Width + 10),
                    y = random.Next(-3, grid.Height + 3);
                var rect = new Rect(x, y, random.Next(-2, grid.Width + 5), random.Next(-2, grid.Height + 5));
                var text = Hostile.Random(random, 8);
                switch (random.Next(6))
                {
                    case 0:
                        grid.Fill(rect, Red);
                        break;
                    case 1:
                        grid.SetStyle(rect, Style.Of(Attributes.Reverse));
                        break;
                    case 2:
                        grid.Box(rect, text, Red, BorderSet.Light);
                        break;
                    case 3:
                        Paragraph.Draw(grid, rect, [text, text], random.Next(-3, 10));
                        break;
                    default:
                        Assert.InRange(grid.Put(x, y, text, Red, random.Next(-2, 200)), 0, Math.Max(grid.Width - x, 0));
                        break;
                }
            }
            AssertInShape(grid);
        }
    }

    [Theory]
    [InlineData(int.MinValue, int.MinValue, int.MaxValue, int.MaxValue)]
    [InlineData(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue)]
    [InlineData(-1, -1, int.MaxValue, int.MaxValue)]
    [InlineData(0, 0, int.MinValue, int.MinValue)]
    public void Extreme_rectangles_do_no_harm(int x, int y, int width, int height)
    {
        var grid = new Grid(10, 4);
        var rect = new Rect(x, y, width, height);
        grid.Fill(rect, Red);
        grid.SetStyle(rect, Red);
        grid.Box(rect, "title", Red, BorderSet.Double);
        grid.Put(x, y, "text", Red, width);
        Paragraph.Draw(grid, rect, ["text"]);
        AssertInShape(grid);
    }

    /// <summary>Each tail follows a wide glyph, each wide glyph has its tail, and the text of each row is as wide as the grid.</summary>
    internal static void AssertInShape(Grid grid)
    {
        for (var y = 0; y < grid.Height; y++)
        {
            for (var x = 0; x < grid.Width; x++)
            {
                Assert.Equal(grid[x, y].IsTail, x > 0 && grid[x - 1, y].IsWide);
                Assert.False(grid[x, y].IsWide && x == grid.Width - 1);
                Assert.Equal(grid[x, y].Scalar == Cell.Several, !grid.TextAt(x, y).IsEmpty);
            }
        }
        Assert.All(grid.ToText().Split('\n'), line => Assert.True(TextWidth.Measure(line) <= grid.Width));
    }
}
