using System.Diagnostics;

namespace Helmstuck.Tests.Terminal.Security;

/// <summary>How the product ended under an attack, and how much memory it took up at most.</summary>
internal sealed record AttackRun(int ExitCode, string Output, string Error, long PeakBytes)
{
    /// <summary>More than this is a failed test, and the program is killed.</summary>
    public const long MostBytes = 200_000_000;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Runs a program under the limits of an attack. The kernel's own limit of the address space does not do: the runtime reserves far
    /// more than it uses.
    /// </summary>
    public static async Task<AttackRun> OfAsync(
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?> environment,
        string folder
    )
    {
        var start = new ProcessStartInfo(Path.GetFullPath(PseudoTerminal.Product), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var own in TestPrograms.OwnVariables)
            start.Environment.Remove(own);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var peak = await WatchAsync(process);
        return new AttackRun(process.ExitCode, await output, await error, peak);
    }

    /// <summary>
    /// The most memory that the process took up until its end, in bytes, as the kernel counts it (VmHWM: it never falls). Throws where
    /// that is too much, or the process does not end.
    /// </summary>
    public static async Task<long> WatchAsync(Process process)
    {
        var started = Stopwatch.GetTimestamp();
        var peak = 0L;
        while (!process.HasExited)
        {
            peak = Math.Max(peak, PeakOf(process.Id));
            var why =
                peak > MostBytes ? $"took up {peak / 1_000_000} MB"
                : Stopwatch.GetElapsedTime(started) > Longest ? $"did not end within {Longest.TotalMinutes} minutes"
                : null;
            if (why is not null)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync();
                throw new InvalidOperationException($"the program {why}");
            }
            await Task.Delay(2);
        }
        await process.WaitForExitAsync();
        return peak;
    }

    private static long PeakOf(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status")
                .FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return 0;
        }
    }
}
