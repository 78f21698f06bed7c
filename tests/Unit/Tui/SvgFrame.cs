using System.Globalization;
using System.Net;
using System.Text;
using Helmstuck.Terminal;

namespace Helmstuck.Tests.Unit.Tui;

/// <summary>A frame as an SVG picture: every cell with its colour and weight, as a dark terminal shows it.</summary>
internal static class SvgFrame
{
    private const double CellWidth = 8.4,
        CellHeight = 16.5;

    private const string Background = "#11151c",
        Foreground = "#d6dbe3";

    // The 16 colours of the terminal, then the fixed ones of Color.
    private static readonly string[] Palette =
    [
        "#000000",
        "#e0565b",
        "#7fc77a",
        "#e2b64f",
        "#6a9fe8",
        "#c583d9",
        "#5fc0cf",
        "#c8cdd6",
        "#858d9b",
        "#ff6b70",
        "#98e08f",
        "#ffd36b",
        "#8bb8ff",
        "#e29bf5",
        "#7fdcea",
        "#ffffff",
        "#005f00",
        "#875f00",
        "#af0000",
        "#870087",
        "#005f87",
        "#585858",
    ];

    public static string Of(Grid grid, string title)
    {
        var svg = new StringBuilder();
        var (width, height) = (Number((grid.Width * CellWidth) + 24), Number((grid.Height * CellHeight) + 24));
        svg.Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\" ")
            .Append("font-family=\"ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace\" font-size=\"14\">\n")
            .Append($"<title>{WebUtility.HtmlEncode(title)}</title>\n")
            .Append($"<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{Background}\"/>\n<g xml:space=\"preserve\">\n");
        for (var y = 0; y < grid.Height; y++)
        {
            for (var x = 0; x < grid.Width; )
            {
                var from = x;
                var style = grid[x, y].Style;
                var text = new StringBuilder();
                for (; x < grid.Width && grid[x, y].Style == style; x++)
                    if (!grid[x, y].IsTail)
                        text.Append(new Rune(grid[x, y].Scalar));
                Run(svg, from, y, x - from, text.ToString(), style);
            }
        }
        return svg.Append("</g>\n</svg>\n").ToString();
    }

    private static void Run(StringBuilder svg, int x, int y, int cells, string text, Style style)
    {
        var reverse = (style.Attributes & Attributes.Reverse) != 0;
        var front = Of(style.Foreground, Foreground);
        var back = Of(style.Background, Background);
        if (reverse)
            (front, back) = (back, front);
        var (left, top) = (12 + (x * CellWidth), 12 + (y * CellHeight));
        if (back != Background)
            svg.Append($"<rect x=\"{Number(left)}\" y=\"{Number(top)}\" width=\"{Number(cells * CellWidth)}\" ")
                .Append($"height=\"{Number(CellHeight)}\" fill=\"{back}\"/>\n");
        var start = text.Length - text.TrimStart().Length;
        text = text.Trim();
        if (text.Length == 0)
            return;
        var weight = (style.Attributes & Attributes.Bold) != 0 ? " font-weight=\"bold\"" : "";
        var dim = (style.Attributes & Attributes.Dim) != 0 ? " opacity=\"0.6\"" : "";
        svg.Append($"<text x=\"{Number(left + (start * CellWidth))}\" y=\"{Number(top + 12.7)}\" ")
            .Append($"textLength=\"{Number(TextWidth.Measure(text) * CellWidth)}\" lengthAdjust=\"spacingAndGlyphs\" ")
            .Append($"fill=\"{front}\"{weight}{dim}>{WebUtility.HtmlEncode(text)}</text>\n");
    }

    private static string Of(Color color, string standard) => color == Color.Default ? standard : Palette[color - Color.Black];

    private static string Number(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);
}
