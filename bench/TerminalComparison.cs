using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Helmstuck.Bench;

/// <summary>Compares the demo's screen with the same pages on Terminal.Gui's widgets (bench/peers/terminal-gui), at 120×40.</summary>
internal static class TerminalComparison
{
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(1);

    /// <summary>A full-screen program, what its first complete frame looks like, and what it says once the dialog is confirmed.</summary>
    private sealed record Screen(
        string Program,
        string Version,
        string[] Arguments,
        Func<VirtualScreen, bool> IsComplete,
        string Confirmed
    );

    /// <summary>The table, as Markdown.</summary>
    public static async Task<string> RunAsync(string product, Options options)
    {
        var peer = PeerComparison.PeerBinary(options);
        var folder = Directory.CreateTempSubdirectory("helmstuck-bench-");
        var package = (await ExternalCommand.RunAsync(peer, ["version"])).MustSucceed().Output.Split('+')[0].Trim();
        var files = new List<string>();
        foreach (var release in new[] { "gitlab-cny", "registry" })
        {
            var page = await ExternalCommand.RunAsync(product, ["screen", release, "--demo", "--size", "116x36"]);
            files.Add(Path.Combine(folder.FullName, release));
            await File.WriteAllTextAsync(files[^1], page.MustSucceed().Output);
        }
        Screen[] screens =
        [
            new(product, "--version", ["--demo"], BenchCluster.IsComplete, "✓ done"),
            new(peer, "version", [.. files], screen => screen.Contains("5 Next"), "│deleted "),
        ];
        var columns = new List<IReadOnlyList<(string What, string Value)>>();
        foreach (var screen in screens)
            columns.Add([.. await MeasureAsync(screen, options.Runs)]);
        folder.Delete(recursive: true);

        var text = new StringBuilder();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"The demo at 120×40; {Environment.ProcessorCount} cores; median of {options.Runs} runs"
        );
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"| | kubectl-helmstuck | Terminal.Gui {package.Trim()} |");
        text.AppendLine("|---|---|---|");
        foreach (var (ours, theirs) in columns[0].Zip(columns[1]))
            text.AppendLine(CultureInfo.InvariantCulture, $"| {ours.What} | {ours.Value} | {theirs.Value} |");
        return text.ToString();
    }

    private static async Task<List<(string, string)>> MeasureAsync(Screen screen, int runs)
    {
        BenchCluster.Note($"measuring {Path.GetFileName(screen.Program)}");
        var none = new Dictionary<string, string?>();
        var starts = Enumerable.Range(0, runs).Select(_ => Measure.Time(screen.Program, [screen.Version], none)).Order().ToList();
        var frames = new List<(TimeSpan Wall, long Peak)>();
        for (var run = 0; run < runs; run++)
            frames.Add(await FirstFrameAsync(screen));

        await using var terminal = await StartAsync(screen);
        var (before, worked) = (terminal.Written.Length, Worked(terminal));
        await Task.Delay(Idle);
        var idle = terminal.Written.Length - before;
        var chatter = (int)(idle * (Settled / Idle));
        var busy = Worked(terminal) - worked;
        var move = await BytesAsync(terminal, "j") - chatter;
        var dialog = await BytesAsync(terminal, "d") - chatter;
        terminal.Signal(15);
        await terminal.WaitForExitAsync();
        var givenBack = terminal.Modes.Equals(terminal.ModesAtStart) && terminal.See(one => one.IsGivenBack);
        return
        [
            ("native binary, MB", PeerComparison.Megabytes(PeerComparison.Size(screen.Program))),
            ("start (prints its version), ms", Milliseconds(starts[runs / 2])),
            ("first complete frame, ms", Milliseconds(frames.Select(frame => frame.Wall).Order().ElementAt(runs / 2))),
            ("memory at the first frame, MB", PeerComparison.Megabytes(frames.Select(frame => frame.Peak).Order().ElementAt(runs / 2))),
            ("cursor move, bytes", Number(move)),
            ("dialog opens, bytes", Number(dialog)),
            ("idle minute, bytes", Number(idle)),
            ("idle minute, ms of a core", Number((long)busy.TotalMilliseconds)),
            ("after SIGTERM the terminal is", givenBack ? "as before" : "left raw"),
            ("`d1234` and Enter, typed at once", await TypedAheadAsync(screen)),
        ];
    }

    /// <summary>The time to the first complete frame and the peak memory up to there; then the program is killed.</summary>
    private static async Task<(TimeSpan Wall, long Peak)> FirstFrameAsync(Screen screen)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await using var terminal = PseudoTerminal.Start(screen.Program, screen.Arguments);
        await terminal.WaitUntilAsync(screen.IsComplete, "the screen is complete");
        return (clock.Elapsed, Measure.PeakOf(terminal));
    }

    private static async Task<PseudoTerminal> StartAsync(Screen screen)
    {
        var terminal = PseudoTerminal.Start(screen.Program, screen.Arguments);
        await terminal.WaitUntilAsync(screen.IsComplete, "the screen is complete");
        await Task.Delay(Settled);
        return terminal;
    }

    /// <summary>The bytes that a key makes the program write, with what it writes anyway.</summary>
    private static async Task<int> BytesAsync(PseudoTerminal terminal, string key)
    {
        var before = terminal.Written.Length;
        terminal.Send(key);
        await Task.Delay(Settled);
        return terminal.Written.Length - before;
    }

    /// <summary>Whether keys that were typed before the dialog was drawn confirm it.</summary>
    private static async Task<string> TypedAheadAsync(Screen screen)
    {
        await using var terminal = await StartAsync(screen);
        terminal.Send("d1234\r");
        await Task.Delay(Settled);
        return terminal.Screen.Contains(screen.Confirmed, StringComparison.Ordinal) ? "confirm"
            : Regex.IsMatch(terminal.Screen, @":\s*1234\s*$", RegexOptions.Multiline) ? "fill the dialog in"
            : "are thrown away";
    }

    /// <summary>The processor time that the program has used.</summary>
    private static TimeSpan Worked(PseudoTerminal terminal)
    {
        using var process = System.Diagnostics.Process.GetProcessById(terminal.Id);
        return process.TotalProcessorTime;
    }

    private static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Milliseconds(TimeSpan value) => value.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture);
}
