using System.Text;
using System.Text.RegularExpressions;
using Helmstuck.Terminal;

namespace Helmstuck.Tests.Unit.Terminal;

public sealed class FrameWriterTests
{
    private const string Begin = "\e[?2026h",
        End = "\e[?2026l";
    private const string BeginAll = Begin + "\e[?25l\x0f\e(B\e[r\e[?6l\e[m\e[H\e[2J";
    private static readonly TerminalCapabilities Plain = new(Colors: true, Repeat: false, Palette256: true);
    private static readonly Style Red = Style.Of(Color.Red);

    [Fact]
    public void The_first_frame_paints_everything() =>
        Assert.Equal(
            $"{BeginAll}ab\e[31mc\n\r\e[mx{End}",
            Frames(Plain, Draw(6, 2, ("ab", default), ("c", Red)).Also(grid => grid.Put(0, 1, "x", default)))[0]
        );

    [Fact]
    public void An_equal_frame_writes_nothing() => Assert.Equal("", Frames(Plain, Draw(6, 1, ("ab", Red)), Draw(6, 1, ("ab", Red)))[1]);

    [Fact]
    public void Only_what_differs_is_written() =>
        Assert.Equal($"{Begin}\bX{End}", Frames(Plain, Draw(9, 1, ("abcdef", default)), Draw(9, 1, ("abcdeX", default)))[1]);

    [Fact]
    public void A_blank_tail_is_erased() =>
        Assert.Equal($"{Begin}\e[2G\e[K{End}", Frames(Plain, Draw(9, 1, ("abcdefghi", default)), Draw(9, 1, ("a", default)))[1]);

    [Fact]
    public void Blanks_in_between_are_erased() =>
        Assert.Equal(
            $"{Begin}\e[2G\e[27X{End}",
            Frames(Plain, Draw(29, 1, ($"a{new string('x', 27)}b", default)), Draw(29, 1, ($"a{new string(' ', 27)}b", default)))[1]
        );

    [Fact]
    public void A_rule_is_repeated_where_the_terminal_can()
    {
        Assert.Equal(
            $"{BeginAll}─\e[19b{End}",
            Frames(TerminalCapabilities.Of("foot", colors: true), Draw(21, 1, (new string('─', 20), default)))[0]
        );
        Assert.Equal(
            $"{BeginAll}{new string('─', 20)}{End}",
            Frames(TerminalCapabilities.Of("xterm-256color", colors: true), Draw(21, 1, (new string('─', 20), default)))[0]
        );
    }

    [Fact]
    public void Without_colours_only_attributes_are_written() =>
        Assert.Equal(
            $"{BeginAll}a\e[1mb\e[m{End}",
            Frames(new(Colors: false, Repeat: false), Draw(6, 1, ("a", Red), ("b", Red.With(Attributes.Bold))))[0]
        );

    [Fact]
    public void The_cursor_comes_last_and_is_hidden_while_painting()
    {
        Grid Typed(string text, int x) => Draw(9, 2, (text, default)).Also(grid => grid.Cursor = new Position(x, 0));
        Assert.Equal([$"{BeginAll}12\e[?25h{End}", $"{Begin}\e[?25l3\e[?25h{End}"], Frames(Plain, Typed("12", 2), Typed("123", 3)));
    }

    [Fact]
    public void A_line_with_a_doubtful_glyph_is_written_anew_from_there() =>
        Assert.Equal(
            $"{Begin}\b\b\b\e[K\e[?7l❤\ufe0f\e[4Gy\e[?7h{End}",
            Frames(Plain, Draw(9, 1, ("a❤\ufe0fx", default)), Draw(9, 1, ("a❤\ufe0fy", default)))[1]
        );

    [Fact]
    public void A_new_size_and_a_repaint_begin_anew()
    {
        var writer = new FrameWriter(Plain);
        writer.Write(Draw(5, 1, ("a", default)));
        Assert.Equal($"{BeginAll}a{End}", Encoding.UTF8.GetString(writer.Write(Draw(6, 1, ("a", default))).Span));
        writer.Invalidate();
        Assert.Equal($"{BeginAll}a{End}", Encoding.UTF8.GetString(writer.Write(Draw(6, 1, ("a", default))).Span));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true, true)]
    [InlineData(false, false, true)]
    public void Whatever_is_drawn_is_what_the_terminal_shows(bool colors, bool repeat, bool scrolls = false)
    {
        var random = new Random(colors ? 31 : 32);
        var scrolled = 0;
        for (var round = 0; round < 300; round++)
        {
            int width = random.Next(1, 60),
                height = random.Next(1, scrolls ? 24 : 12);
            var writer = new FrameWriter(new(colors, repeat, Palette256: true, Scrolls: scrolls));
            var screen = new ReplayScreen(width, height);
            var contrary = new ReplayScreen(width, height, contrary: true);
            var grid = new Grid(width, height);
            for (var frame = 0; frame < 6; frame++)
            {
                grid =
                    frame == 0 && scrolls ? Full(grid, random)
                    : frame > 0 && scrolls && random.Next(2) == 0 ? Shifted(grid, random)
                    : Changed(grid, random);
                var bytes = writer.Write(grid);
                if (bytes.IsEmpty)
                    continue;
                scrolled += Regex.IsMatch(Encoding.UTF8.GetString(bytes.Span), @"\e\[\d+;\d+r") ? 1 : 0;
                screen.Write(bytes.Span);
                screen.AssertShows(grid, colors);
                contrary.Write(bytes.Span);
                contrary.AssertShows(grid, colors);
            }
        }
        Assert.True(scrolls ? scrolled > 100 : scrolled == 0, $"{scrolled} frames moved rows");
    }

    [Fact]
    public void Moving_in_a_list_costs_less_than_400_bytes()
    {
        Grid Screen(int selected)
        {
            var grid = new Grid(120, 40);
            grid.Box(new Rect(0, 0, 50, 39), "Releases", Style.Default, BorderSet.Light);
            grid.Box(new Rect(50, 0, 70, 39), "gitlab-cny", Style.Default, BorderSet.Light);
            var rows = Enumerable
                .Range(0, 60)
                .Select(i => (IReadOnlyList<Spans>)[$"release-{i * 7}", $"{i}", new Piece("pending-upgrade", Style.Of(Color.Yellow))])
                .ToArray();
            new Table([new("RELEASE", 8), new("REV", 4, AlignRight: true), new("STATUS", 6, Flex: 1)], rows) { Selected = selected }.Draw(
                grid,
                new Rect(1, 1, 48, 37)
            );
            for (var y = 1; y < 38; y++)
                grid.Put(52, y, $"Deployment webservice-{y} is healthy: 30 of 30 replicas available", y % 2 == 0 ? Red : default);
            return grid;
        }
        foreach (var repeat in (bool[])[true, false])
        {
            var writer = new FrameWriter(new(Colors: true, repeat));
            writer.Write(Screen(3));
            Assert.InRange(writer.Write(Screen(4)).Length, 1, 400);
        }
    }

    [Fact]
    public void Comparing_frames_allocates_nothing()
    {
        Grid[] grids =
        [
            Draw(120, 40, ("健 release ❤\ufe0f", Red), (new string('x', 60), default)),
            Draw(120, 40, ("another ❤\ufe0f", default)),
        ];
        var writer = new FrameWriter(Plain);
        for (var warm = 0; warm < 4; warm++)
            writer.Write(grids[warm % 2]);
        // What the runtime does once (tiers, initialisers) is not the frames'; they would allocate in every round.
        var rounds = Enumerable
            .Range(0, 5)
            .Select(_ =>
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                for (var frame = 0; frame < 100; frame++)
                    writer.Write(grids[frame % 2]);
                return GC.GetAllocatedBytesForCurrentThread() - before;
            });
        Assert.Contains(0, rounds);
    }

    private static Grid Full(Grid blank, Random random)
    {
        for (var y = 0; y < blank.Height; y++)
            blank.Put(random.Next(4), y, random.Next(3) == 0 ? Hostile.Random(random, 30) : $"row {y} has {random.Next()} words", Red);
        return blank;
    }

    /// <summary>A copy with rows that are a few rows higher or lower.</summary>
    private static Grid Shifted(Grid old, Random random)
    {
        var top = random.Next(old.Height);
        return old.Scrolled(top, random.Next(top, old.Height), random.Next(-3, 4));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-2)]
    public void Rows_that_are_higher_or_lower_are_not_written_again(int by)
    {
        Grid Screen(int shift)
        {
            var grid = new Grid(120, 40);
            grid.Box(new Rect(0, 0, 50, 39), "Releases", Style.Default, BorderSet.Light);
            grid.Box(new Rect(50, 0, 70, 39), "gitlab-cny", Style.Default, BorderSet.Light);
            for (var y = 5; y < 30; y++)
                grid.Put(52, y + shift, $"Deployment webservice-{y * y} is healthy: {y} replicas are available", Red);
            return grid;
        }
        var scrolling = new FrameWriter(new(Colors: true, Repeat: false, Scrolls: true));
        var plain = new FrameWriter(new(Colors: true, Repeat: false));
        var screen = new ReplayScreen(120, 40);
        screen.Write(scrolling.Write(Screen(0)).Span);
        plain.Write(Screen(0));
        var written = scrolling.Write(Screen(by));
        screen.Write(written.Span);
        screen.AssertShows(Screen(by));
        Assert.InRange(written.Length, 1, 100);
        Assert.InRange(plain.Write(Screen(by)).Length, 400, 5000);
    }

    private static Grid Changed(Grid old, Random random)
    {
        // A copy, then a few changes: most of the screen stays.
        var grid = new Grid(old.Width, old.Height);
        for (var y = 0; y < grid.Height && random.Next(8) > 0; y++)
        {
            for (var x = 0; x < grid.Width; x += old[x, y].Width)
                grid.Put(
                    x,
                    y,
                    old[x, y].Scalar == Cell.Several ? old.TextAt(x, y) : new Rune(old[x, y].Scalar).ToString(),
                    old[x, y].Style
                );
        }
        for (var step = random.Next(6); step > 0; step--)
        {
            var style = new Style(
                (Color)random.Next(Enum.GetValues<Color>().Length),
                random.Next(3) == 0 ? (Color)random.Next(17) : Color.Default,
                (Attributes)(random.Next(3) == 0 ? random.Next(32) : 0)
            );
            int x = random.Next(-3, grid.Width),
                y = random.Next(grid.Height);
            var rect = new Rect(x, y, random.Next(grid.Width + 1), random.Next(4));
            switch (random.Next(6))
            {
                case 0:
                    grid.Fill(rect, style);
                    break;
                case 1:
                    grid.SetStyle(rect, style);
                    break;
                case 2:
                    grid.Box(rect, "box", style, BorderSet.Light);
                    break;
                case 3:
                    grid.Put(x, y, new string(random.Next(2) == 0 ? '─' : ' ', random.Next(40)), random.Next(2) == 0 ? default : style);
                    break;
                default:
                    grid.Put(x, y, Hostile.Random(random, 6), style);
                    break;
            }
        }
        if (random.Next(2) == 0)
            grid.Cursor = new Position(random.Next(-1, grid.Width + 1), random.Next(grid.Height));
        return grid;
    }

    [Theory]
    [InlineData("vt100")]
    [InlineData("vt102")]
    [InlineData("vt220")]
    [InlineData("vt320")]
    [InlineData("ansi")]
    [InlineData("linux")]
    [InlineData("linux-16color", true)]
    [InlineData("xterm", true)]
    public void Terminal_of_a_serial_console_has_eight_colours(string term, bool bright = false)
    {
        var frame = Frames(
            TerminalCapabilities.Of(term, colors: true),
            Draw(40, 1, ("grey", Style.Of(Color.BrightBlack)), ("red", Style.Of(Color.BrightRed).On(Color.BrightBlue)))
        )[0];
        Assert.Contains(bright ? "\e[90mgrey\e[91;104mred" : "\e[2mgrey\e[0;1;31;44mred", frame, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xterm-256color", null, "\e[38;5;22mgreen\e[38;5;240mgray")]
    [InlineData("xterm-direct", null, "\e[38;2;0;95;0mgreen\e[38;2;88;88;88mgray")]
    [InlineData("foot", null, "\e[38;5;22mgreen\e[38;5;240mgray")]
    [InlineData("xterm", "truecolor", "\e[38;2;0;95;0mgreen\e[38;2;88;88;88mgray")]
    [InlineData("tmux-256color", "24bit", "\e[38;2;0;95;0mgreen\e[38;2;88;88;88mgray")]
    [InlineData("screen", "truecolor", "\e[38;5;22mgreen\e[38;5;240mgray")]
    [InlineData("screen-256color", "truecolor", "\e[38;5;22mgreen\e[38;5;240mgray")]
    [InlineData("linux", "truecolor", "green\e[2mgray")]
    [InlineData("xterm", null, "green\e[90mgray")]
    [InlineData("linux", null, "green\e[2mgray")]
    public void Fixed_colours_are_those_that_the_terminal_has(string term, string? colorTerm, string shown)
    {
        var frame = Frames(
            TerminalCapabilities.Of(term, colors: true, colorTerm),
            Draw(40, 1, ("green", Style.Of(Color.DarkGreen)), ("gray", Style.Of(Color.Gray)))
        )[0];
        Assert.Contains(shown, frame, StringComparison.Ordinal);
    }

    [Fact]
    public void Vt100_gets_only_sequences_that_it_knows()
    {
        var text = new string('x', 30);
        var frames = Frames(
            TerminalCapabilities.Of("vt100", colors: true),
            Draw(60, 1, (text + text, default)),
            Draw(60, 1, ("a" + new string(' ', 28) + "b" + text, default)),
            Draw(60, 1, ("c" + new string(' ', 28) + "d" + text, default))
        );
        Assert.All(frames, frame => Assert.DoesNotMatch(@"\e\[\d*[XGdb]", frame));
        Assert.EndsWith("\rc\e[28Cd\e[?2026l", frames[2], StringComparison.Ordinal);
    }

    private static Grid Draw(int width, int height, params (string Text, Style Style)[] pieces)
    {
        var grid = new Grid(width, height);
        var x = 0;
        foreach (var (text, style) in pieces)
            x += grid.Put(x, 0, text, style);
        return grid;
    }

    private static string[] Frames(TerminalCapabilities capabilities, params Grid[] grids)
    {
        var writer = new FrameWriter(capabilities);
        return [.. grids.Select(grid => Encoding.UTF8.GetString(writer.Write(grid).Span))];
    }
}

internal static class GridTestExtensions
{
    public static Grid Also(this Grid grid, Action<Grid> change)
    {
        change(grid);
        return grid;
    }
}
