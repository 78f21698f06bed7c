using System.Reflection;
using Helmstuck.Terminal;
using Helmstuck.Tui.Pages;
using Helmstuck.Tui.State;

namespace Helmstuck.Tests.Unit.Tui;

/// <summary>
/// Every style of a theme can be read on the background that the theme is for: a contrast of at least 4.5 (WCAG 2.1, 1.4.3) with the
/// palette of xterm.
/// </summary>
public sealed class ContrastTests
{
    private const string Black = "000000",
        White = "ffffff";

    // xterm: XTerm-col.ad.
    private static readonly string[] Palette =
    [
        "000000",
        "cd0000",
        "00cd00",
        "cdcd00",
        "0000ee",
        "cd00cd",
        "00cdcd",
        "e5e5e5",
        "7f7f7f",
        "ff0000",
        "00ff00",
        "ffff00",
        "5c5cff",
        "ff00ff",
        "00ffff",
        "ffffff",
    ];

    [Theory]
    [InlineData("Default", Black)]
    [InlineData("Mono", Black)]
    [InlineData("Mono", White)]
    [InlineData("HighContrast", Black)]
    [InlineData("Light", White)]
    public void Every_style_can_be_read(string name, string background)
    {
        var theme = Theme.Of(Enum.Parse<ThemeName>(name));
        var styles = typeof(Theme)
            .GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.PropertyType == typeof(Style))
            .ToDictionary(property => property.Name, property => (Style)property.GetValue(theme)!);
        Assert.True(styles.Count > 10);
        Assert.Empty(
            styles
                .Select(style => (style.Key, Contrast: Contrast(style.Value, background)))
                .Where(style => style.Contrast < 4.5)
                .Select(style => $"{style.Key}: {style.Contrast:0.00}")
        );
    }

    [Fact]
    public void A_style_that_cannot_be_read_is_found()
    {
        Assert.True(Contrast(Style.Of(Color.Yellow), White) < 4.5);
        Assert.True(Contrast(Style.Of(Color.Blue), Black) < 4.5);
        Assert.Equal(21, Contrast(Style.Default, White), 1);
    }

    private static double Contrast(Style style, string background)
    {
        var text = background == Black ? White : Black;
        var (front, back) = (Luminance(Rgb(style.Foreground, text)), Luminance(Rgb(style.Background, background)));
        return (Math.Max(front, back) + 0.05) / (Math.Min(front, back) + 0.05);
    }

    private static string Rgb(Color color, string standard) =>
        color switch
        {
            Color.Default => standard,
            <= Color.BrightWhite => Palette[color - Color.Black],
            _ => Cube(Pen.Fixed[color - Color.DarkGreen]),
        };

    // xterm: 256colres.
    private static string Cube(int number)
    {
        int[] levels = [0, 95, 135, 175, 215, 255];
        var (red, green, blue) =
            number >= 232
                ? (8 + 10 * (number - 232), 8 + 10 * (number - 232), 8 + 10 * (number - 232))
                : (levels[(number - 16) / 36], levels[(number - 16) / 6 % 6], levels[(number - 16) % 6]);
        return $"{red:x2}{green:x2}{blue:x2}";
    }

    private static double Luminance(string rgb)
    {
        double Linear(int from)
        {
            var part = Convert.ToInt32(rgb.Substring(from, 2), 16) / 255.0;
            return part <= 0.03928 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);
        }
        return 0.2126 * Linear(0) + 0.7152 * Linear(2) + 0.0722 * Linear(4);
    }
}
