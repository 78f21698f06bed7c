using Helmstuck.Terminal;

namespace Helmstuck.Cli.Printers;

/// <summary>Columns aligned by cells, with three spaces between them, as in kubectl's printer.</summary>
internal static class TextTable
{
    public static IEnumerable<string> Lines(IReadOnlyList<string[]> rows)
    {
        var columns = rows.Max(row => row.Length);
        var widths = Enumerable
            .Range(0, columns)
            .Select(column => rows.Max(row => column < row.Length ? TextWidth.Measure(row[column]) : 0))
            .ToArray();
        foreach (var row in rows)
            yield return string.Join("   ", row.Select((cell, column) => cell + new string(' ', widths[column] - TextWidth.Measure(cell))))
                .TrimEnd();
    }
}
