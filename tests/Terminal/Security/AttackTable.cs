using System.Collections.Concurrent;
using System.Text;

namespace Helmstuck.Tests.Terminal.Security;

/// <summary>One table of all attacks: printed when the last has ended, and written beside the tests' results.</summary>
public sealed class AttackTable : IDisposable
{
    private readonly ConcurrentBag<string[]> _rows = [];

    internal void Add(string attack, AttackRun run) =>
        _rows.Add([
            attack,
            $"{run.ExitCode}",
            $"{run.PeakBytes / 1_000_000.0:0.0}",
            run.Error.Split('\n')[0] is { Length: > 0 } line ? Cut(line) : "-",
        ]);

    public void Dispose()
    {
        if (_rows.IsEmpty)
            return;
        string[][] all =
        [
            ["attack", "exit", "peak MB", "first line of the error"],
            .. _rows.OrderBy(row => Order(row[0])),
        ];
        var widths = Enumerable.Range(0, 3).Select(column => all.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in all)
            text.AppendLine($"{row[0].PadRight(widths[0])}  {row[1].PadLeft(widths[1])}  {row[2].PadLeft(widths[2])}  {row[3]}");
        Console.WriteLine(text);
        var folder = Directory.CreateDirectory(Path.Combine(TestPrograms.RepositoryRoot, "TestResults")).FullName;
        File.WriteAllText(Path.Combine(folder, "attacks.txt"), text.ToString());
    }

    private static string Cut(string line) => line.Length <= 110 ? line : line[..109] + "…";

    private static int Order(string attack) => Attacks.Names.ToList().IndexOf(attack);
}
