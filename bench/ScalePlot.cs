using System.Globalization;
using System.Text;

namespace Helmstuck.Bench;

/// <summary>Two plots side by side, both axes logarithmic: wall time and bytes received over the number of records.</summary>
internal static class ScalePlot
{
    private const int Width = 420,
        Height = 300,
        Left = 60,
        Bottom = 40;

    private static readonly string[] Colours = ["#0072b2", "#009e73", "#d55e00", "#cc79a7"];

    public static string Draw(IReadOnlyList<ScalePoint> points)
    {
        var svg = new StringBuilder();
        svg.AppendLine(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{2 * Width}\" height=\"{Height + 90}\""
        );
        svg.AppendLine(" font-family=\"sans-serif\" font-size=\"12\">");
        svg.AppendLine("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>");
        Plot(svg, 0, "wall time, ms", points, point => point.Row.Wall.TotalMilliseconds);
        Plot(svg, Width, "received, KB", points, point => Math.Max(point.Row.Received / 1e3, 0.1));
        var names = points.Select(point => point.Row.Name).Distinct().ToList();
        for (var i = 0; i < names.Count; i++)
        {
            var y = Height + 20 + (i * 16);
            svg.AppendLine(CultureInfo.InvariantCulture, $"<rect x=\"{Left}\" y=\"{y}\" width=\"20\" height=\"4\" fill=\"{Colours[i]}\"/>");
            svg.AppendLine(
                CultureInfo.InvariantCulture,
                $"<text x=\"{Left + 28}\" y=\"{y + 6}\">{System.Security.SecurityElement.Escape(names[i].Trim('`'))}</text>"
            );
        }
        return svg.AppendLine("</svg>").ToString();
    }

    private static void Plot(StringBuilder svg, int x, string title, IReadOnlyList<ScalePoint> points, Func<ScalePoint, double> value)
    {
        var records = points.Select(point => (double)point.Records).ToList();
        var (lowX, highX) = (Math.Log10(records.Min()), Math.Log10(records.Max()));
        var values = points.Select(value).ToList();
        var (lowY, highY) = (Math.Floor(Math.Log10(values.Min())), Math.Ceiling(Math.Log10(values.Max())));
        double AtX(double count) => x + Left + ((Math.Log10(count) - lowX) / (highX - lowX) * (Width - Left - 20));
        double AtY(double amount) => Height - Bottom - ((Math.Log10(amount) - lowY) / (highY - lowY) * (Height - Bottom - 30));
        svg.AppendLine(CultureInfo.InvariantCulture, $"<text x=\"{x + Left}\" y=\"18\" font-weight=\"bold\">{title}</text>");
        for (var power = lowY; power <= highY; power++)
        {
            var y = AtY(Math.Pow(10, power));
            svg.AppendLine(
                CultureInfo.InvariantCulture,
                $"<line x1=\"{x + Left}\" y1=\"{y:0.#}\" x2=\"{x + Width - 20}\" y2=\"{y:0.#}\" stroke=\"#dddddd\"/>"
            );
            svg.AppendLine(
                CultureInfo.InvariantCulture,
                $"<text x=\"{x + Left - 6}\" y=\"{y + 4:0.#}\" text-anchor=\"end\">{Math.Pow(10, power):#,0.##}</text>"
            );
        }
        foreach (var count in records.Distinct())
            svg.AppendLine(
                CultureInfo.InvariantCulture,
                $"<text x=\"{AtX(count):0.#}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{count:#,0}</text>"
            );
        foreach (var (line, i) in points.GroupBy(point => point.Row.Name).Select((line, i) => (line, i)))
        {
            var path = string.Join(
                ' ',
                line.OrderBy(point => point.Records)
                    .Select(point => string.Create(CultureInfo.InvariantCulture, $"{AtX(point.Records):0.#},{AtY(value(point)):0.#}"))
            );
            svg.AppendLine(
                CultureInfo.InvariantCulture,
                $"<polyline points=\"{path}\" fill=\"none\" stroke=\"{Colours[i]}\" stroke-width=\"2.5\"/>"
            );
        }
    }
}
