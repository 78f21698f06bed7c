using System.Diagnostics;
using System.Globalization;

namespace Helmstuck.Bench;

/// <summary>How soon a client reports a record that is created while it watches, on the real API server.</summary>
internal sealed class WatchProbe(BenchCluster cluster)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // A watch that has just been asked for must stand before the record is created.
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);

    private int _created;

    /// <summary>For a client that prints a line for each change.</summary>
    public async Task<string> OutputAsync(string program, params string[] arguments)
    {
        using var process = ExternalCommand.Start(program, arguments, cluster.Direct);
        await Task.Delay(Settle);
        var clock = Stopwatch.StartNew();
        var release = await CreateAsync();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
                if (line.Contains(release, StringComparison.Ordinal))
                    return After(clock);
            return "no report (the program ends)";
        }
        catch (OperationCanceledException)
        {
            return string.Create(CultureInfo.InvariantCulture, $"no report within {Patience.TotalSeconds:0} s");
        }
        finally
        {
            process.Kill();
        }
    }

    /// <summary>For kubectl-helmstuck: its screen shows the release.</summary>
    public async Task<string> ScreenAsync(string product)
    {
        await using var terminal = PseudoTerminal.Start(product, ["-n", BenchCluster.Space], 120, 40, cluster.Direct);
        await terminal.WaitUntilAsync(BenchCluster.IsComplete, "the screen is complete");
        await Task.Delay(Settle);
        var clock = Stopwatch.StartNew();
        var release = await CreateAsync();
        await terminal.WaitUntilAsync(screen => screen.Text.Contains(release, StringComparison.Ordinal), "the new release is shown");
        var after = After(clock);
        terminal.Send("q");
        await terminal.WaitForExitAsync();
        return after;
    }

    private async Task<string> CreateAsync()
    {
        var release = string.Create(CultureInfo.InvariantCulture, $"watched-{++_created}");
        await cluster.Plane.SeedAsync(new SeedRecord(BenchCluster.Space, release, 1, "pending-install"));
        return release;
    }

    private static string After(Stopwatch clock) => string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalMilliseconds:0} ms");
}
