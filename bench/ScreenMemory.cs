using System.Globalization;

namespace Helmstuck.Bench;

/// <summary>The memory of the screen on a real cluster: at its first complete frame, and after idle minutes.</summary>
internal static class ScreenMemory
{
    public const double Limit = 25;

    public static async Task<(string Text, Budget[] Budgets)> RunAsync(BenchCluster cluster, string product, Options options)
    {
        string[] arguments = ["-n", BenchCluster.Space];
        BenchCluster.Note("the first complete screen");
        var peaks = new List<double>();
        for (var run = 0; run < options.Runs; run++)
            peaks.Add((await Measure.ScreenAsync(product, arguments, cluster.Direct, BenchCluster.IsComplete)).PeakBytes / 1e6);
        peaks.Sort();

        BenchCluster.Note($"{options.Idle} idle minutes");
        await using var terminal = PseudoTerminal.Start(product, arguments, 120, 40, cluster.Direct);
        await terminal.WaitUntilAsync(BenchCluster.IsComplete, "the screen is complete");
        await Task.Delay(TimeSpan.FromMinutes(options.Idle));
        var (rest, peak) = (Measure.ResidentOf(terminal) / 1e6, Measure.PeakOf(terminal) / 1e6);
        terminal.Send("q");
        await terminal.WaitForExitAsync();

        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {options.Releases} releases × {options.Revisions} revisions × {options.KilobytesEach} KB in one namespace, {options.Stuck} stuck; 120×40, live, over TLS; {options.Runs} runs

            | memory of the screen, MB | |
            |---|---|
            | peak until the first complete screen (lowest to highest) | {peaks[peaks.Count / 2]:0.0} ({peaks[0]:0.0}–{peaks[^1]:0.0}) |
            | after {options.Idle} idle minutes (its peak) | {rest:0.0} ({peak:0.0}) |

            """
        );
        return (
            text,
            [
                new Budget("peak until the first complete screen, MB", peaks[peaks.Count / 2], Limit),
                new Budget("memory after the idle minutes, MB", rest, Limit),
            ]
        );
    }
}
