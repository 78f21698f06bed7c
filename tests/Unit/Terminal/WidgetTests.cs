using Helmstuck.Terminal;

namespace Helmstuck.Tests.Unit.Terminal;

public sealed class WidgetTests
{
    private static readonly Table Releases = new(
        [new("RELEASE", 7, 14), Column.Fixed("REV", 4, alignRight: true), new("STATUS", 6, Flex: 1), new("UPDATED", 8, Drop: 1)],
        [
            ["gitlab-cny", "1234", new Piece("pending-upgrade", Style.Of(Color.Yellow)), "14:02:11"],
            ["健康診断レポート", "7", "deployed", "13:00:00"],
            ["web", "3", "uninstalling"],
        ]
    );

    [Fact]
    public void A_table_fits_its_columns_to_their_content() =>
        Assert.Equal(
            """
            RELEASE          REV  STATUS              UPDATED
            gitlab-cny      1234  pending-upgrade     14:02:11
            健康診断レポ…      7  deployed            13:00:00
            web                3  uninstalling
            """,
            Drawn(Releases, 50, 4)
        );

    [Fact]
    public void A_narrow_table_drops_and_cuts_columns() =>
        Assert.Equal(
            """
            RELEASE     REV  STATUS
            gitlab-c…  1234  pendi…
            健康診断…     7  deplo…
            """,
            Drawn(Releases, 23, 3)
        );

    [Fact]
    public void The_selected_row_stays_in_view_and_is_marked()
    {
        var grid = new Grid(12, 2);
        var view = (Releases with { Selected = 2, ShowHeader = false }).Draw(grid, grid.Area);
        Assert.Equal(new Scroll(1, 2), view);
        Assert.Contains("⟨reverse⟩web", grid.ToStyledText(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_keeps_its_shape_at_every_size()
    {
        for (var width = 0; width < 70; width++)
        {
            for (var height = 0; height < 6; height++)
            {
                var grid = new Grid(width, height);
                Releases.Draw(grid, grid.Area.Inset(1, 0));
                GridTests.AssertInShape(grid);
                Assert.All(Enumerable.Range(0, grid.Height), y => Assert.Equal(Cell.Blank, grid[width - 1, y]));
            }
        }
    }

    [Theory]
    [InlineData(10, 0, 5, 0, 0, 5)]
    [InlineData(10, 7, 5, 0, 3, 5)]
    [InlineData(10, 2, 5, 4, 2, 5)]
    [InlineData(10, 9, 5, 99, 5, 5)]
    [InlineData(3, 99, 5, 9, 0, 3)]
    [InlineData(0, 0, 5, 3, 0, 0)]
    [InlineData(10, 4, 0, 3, 3, 0)]
    [InlineData(10, -1, 5, 3, 3, 5)]
    public void A_list_scrolls_as_little_as_it_can(int count, int selected, int height, int offset, int first, int shown) =>
        Assert.Equal(new Scroll(first, shown), Scroll.Window(count, selected, height, offset));

    [Fact]
    public void A_paragraph_wraps_styled_text_and_scrolls()
    {
        var grid = new Grid(10, 2);
        var (lines, view) = Paragraph.Draw(
            grid,
            grid.Area,
            [new Spans("Helm says ", new Piece("another operation", Style.Of(Color.Red)))],
            1
        );
        Assert.Equal((3, new Scroll(1, 2)), (lines, view));
        Assert.Equal("⟨red⟩another⟨/⟩\n⟨red⟩operation⟨/⟩", grid.ToStyledText());
    }

    [Fact]
    public void Spans_are_cut_in_the_style_of_what_is_missing()
    {
        var grid = new Grid(12, 1);
        new Spans("rev ", new Piece("1234567", Style.Of(Color.Green))).Cut(8).Draw(grid, 0, 0, 12);
        Assert.Equal("rev ⟨green⟩123…⟨/⟩", grid.ToStyledText());
    }

    private static string Drawn(Table table, int width, int height)
    {
        var grid = new Grid(width, height);
        table.Draw(grid, grid.Area);
        return grid.ToText();
    }
}
