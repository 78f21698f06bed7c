using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Helmstuck.Tests.Terminal;

/// <summary>How a screen looks: the characters, their styles and the cursor.</summary>
internal static partial class ScreenLooks
{
    private const int WindowChange = 28;

    /// <summary>
    /// One line for each row, with a mark wherever the style changes, and one for the cursor. Times and ages, which go on, look the same.
    /// </summary>
    public static string[] Of(VirtualScreen screen) =>
        [
            .. Enumerable.Range(0, screen.Rows).Select(row => Digit().Replace(Age().Replace(Row(screen, row), "$1 age"), "9")),
            screen.CursorVisible ? $"cursor {screen.CursorRow} {screen.CursorColumn}" : "no cursor",
        ];

    /// <summary>Waits until the screen looks like that; if it never does, tells in which rows it differs.</summary>
    public static async Task WaitForAsync(PseudoTerminal terminal, string[] expected)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        try
        {
            await terminal.WaitUntilAsync(screen => Of(screen).SequenceEqual(expected), "the screen looks as expected", patience.Token);
        }
        catch (InvalidOperationException) when (patience.IsCancellationRequested)
        {
            AssertSame(expected, terminal);
        }
    }

    /// <summary>Gives the terminal another size, and waits until all is painted again; how it looks then.</summary>
    public static async Task<string[]> ResizedAsync(PseudoTerminal terminal, int columns, int rows)
    {
        var painted = terminal.See(screen => screen.Erasures);
        terminal.Resize(columns, rows);
        await terminal.WaitUntilAsync(screen => screen.Erasures > painted, $"all is painted again at {columns}x{rows}");
        return terminal.See(Of);
    }

    /// <summary>
    /// A complete repaint shows what the frames before it, each the difference to another, left on the screen. To be called when the screen
    /// shows what was done last.
    /// </summary>
    public static async Task AssertPaintedRightAsync(PseudoTerminal terminal)
    {
        var (left, painted) = terminal.See(screen => (Of(screen), screen.Erasures));
        terminal.Signal(WindowChange);
        await terminal.WaitUntilAsync(screen => screen.Erasures > painted, "all is painted again");
        AssertSame(left, terminal);
    }

    private static void AssertSame(string[] expected, PseudoTerminal terminal)
    {
        var seen = terminal.See(Of);
        var differences = Enumerable
            .Range(0, Math.Max(expected.Length, seen.Length))
            .Where(row => expected.ElementAtOrDefault(row) != seen.ElementAtOrDefault(row))
            .Select(row => $"{row}: {seen.ElementAtOrDefault(row)}\nnot {expected.ElementAtOrDefault(row)}");
        Assert.True(expected.SequenceEqual(seen), $"{string.Join('\n', differences)}\n{terminal.Screen}");
    }

    private static string Row(VirtualScreen screen, int row)
    {
        var looks = new StringBuilder();
        var current = CellStyle.Plain;
        for (var column = 0; column < screen.Columns; column++)
        {
            var text = screen.TextAt(row, column);
            var style = screen.StyleAt(row, column);
            // A space without a line under it, and not reversed, shows nothing but its background.
            if (text == " " && style is { Underline: false, Reverse: false })
                style = CellStyle.Plain with { Background = style.Background };
            if (style != current)
                looks.Append(Mark(current = style));
            looks.Append(text);
        }
        return looks.ToString().TrimEnd();
    }

    private static string Mark(CellStyle style) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"⟨{style.Foreground},{style.Background}{(style.Bold ? " bold" : "")}{(style.Dim ? " dim" : "")}"
        ) + $"{(style.Italic ? " italic" : "")}{(style.Underline ? " underline" : "")}{(style.Reverse ? " reverse" : "")}⟩";

    // With the spaces before it: it grows to the left in its column.
    [GeneratedRegex(@" *(⟨[^⟩]*⟩)?\b(\d+[smhd]){1,2}\b")]
    private static partial Regex Age();

    [GeneratedRegex(@"\d")]
    private static partial Regex Digit();
}
