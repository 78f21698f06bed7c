using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Helmstuck.Bench;

/// <summary>Compares the demo's screen with the same pages on Terminal.Gui's widgets (bench/peers/terminal-gui), at 120×40.</summary>
internal static class TerminalComparison
{
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    /// <summary>What is done, and the keys: the last one is measured, those before it undo it.</summary>
    private static readonly (string What, string[] Keys)[] Keys =
    [
        ("move to another release", ["k", "j"]),
        ("open another page", ["1", "2"]),
        ("a page down in it", ["\e[5~", "\e[6~"]),
        ("open the filter", ["\e", "/"]),
        ("open the dialog", ["\e", "d"]),
    ];

    private static readonly string[] Views = ["health", "outlook"],
        Releases = ["gitlab-cny", "registry"];

    /// <summary>A full-screen program, what its first complete frame looks like, and what it says once the dialog is confirmed.</summary>
    private sealed record Screen(
        string Program,
        string Version,
        string[] Arguments,
        string[] Keys,
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
        foreach (var view in Views)
        foreach (var release in Releases)
        {
            var page = await ExternalCommand.RunAsync(product, ["screen", release, "--demo", "--size", "116x36", "--view", view]);
            files.Add(Path.Combine(folder.FullName, view == "health" ? release : $"{release}-{view}"));
            await File.WriteAllTextAsync(files[^1], page.MustSucceed().Output);
        }
        Screen[] screens =
        [
            new(product, "--version", ["--demo"], ["j", "2", "\e[6~", "/", "d"], BenchCluster.IsComplete, "✓ done"),
            new(peer, "version", [.. files], ["j", "2", "d"], screen => screen.Contains("5 Next"), "│deleted "),
        ];
        var columns = new List<IReadOnlyList<(string What, string Value)>>();
        foreach (var screen in screens)
            columns.Add([.. await MeasureAsync(screen, options)]);
        folder.Delete(recursive: true);

        var text = new StringBuilder();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"The demo at 120×40, {Minutes(options)}; {Environment.ProcessorCount} cores; median of {options.Runs} runs"
        );
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"| | kubectl-helmstuck | Terminal.Gui {package.Trim()} |");
        text.AppendLine("|---|---|---|");
        foreach (var (ours, theirs) in columns[0].Zip(columns[1]))
            text.AppendLine(CultureInfo.InvariantCulture, $"| {ours.What} | {ours.Value} | {theirs.Value} |");
        return text.ToString();
    }

    private static string Minutes(Options options) => options.Idle == 1 ? "1 idle minute" : $"{options.Idle} idle minutes";

    private static async Task<List<(string, string)>> MeasureAsync(Screen screen, Options options)
    {
        BenchCluster.Note($"measuring {Path.GetFileName(screen.Program)}");
        var runs = options.Runs;
        var none = new Dictionary<string, string?>();
        var starts = Enumerable.Range(0, runs).Select(_ => Measure.Time(screen.Program, [screen.Version], none)).Order().ToList();
        var frames = new List<(TimeSpan First, TimeSpan Wall, long Peak)>();
        for (var run = 0; run < runs; run++)
            frames.Add(await FirstFrameAsync(screen));

        await using var terminal = await StartAsync(screen);
        // Both pages were seen once, and the pane above has its height.
        await KeyAsync(terminal, "j");
        await KeyAsync(terminal, "k");
        var (before, pieces, worked) = (terminal.Written.Length, terminal.Pieces, Worked(terminal));
        await Task.Delay(TimeSpan.FromMinutes(options.Idle));
        var idle = (terminal.Written.Length - before) / options.Idle;
        var busy = (Worked(terminal) - worked) / options.Idle;
        var writes = (terminal.Pieces - pieces) / options.Idle;
        var (peak, rest) = (Measure.PeakOf(terminal), Measure.ResidentOf(terminal));
        List<(string, string)> rows =
        [
            ("native binary, MB", PeerComparison.Megabytes(PeerComparison.Size(screen.Program))),
            ("start (prints its version), ms", Milliseconds(starts[runs / 2])),
            ("first bytes on the screen, ms", Milliseconds(frames.Select(frame => frame.First).Order().ElementAt(runs / 2))),
            ("first complete screen, ms", Milliseconds(frames.Select(frame => frame.Wall).Order().ElementAt(runs / 2))),
        ];
        var delays = new List<TimeSpan>();
        foreach (var (what, keys) in Keys)
        {
            // With what the program writes anyway.
            var key = screen.Keys.Contains(keys[^1]) ? await KeyAsync(terminal, keys[^1]) : null;
            rows.Add(($"{what}, bytes (writes)", key is null ? "–" : $"{Number(key.Bytes)} ({key.Writes})"));
            if (key is { Bytes: > 0 })
                delays.Add(key.FirstByte);
            foreach (var back in keys[..^1])
                if (key is not null)
                    await KeyAsync(terminal, back);
        }
        rows.AddRange([
            ("key to first byte, median, ms", Milliseconds(delays.Order().ElementAt(delays.Count / 2))),
            ("idle minute, bytes (writes)", $"{Number(idle)} ({writes})"),
            ("idle minute, ms of a core", Number((long)busy.TotalMilliseconds)),
            (
                "peak memory at the first screen, MB",
                PeerComparison.Megabytes(frames.Select(frame => frame.Peak).Order().ElementAt(runs / 2))
            ),
            ($"memory after {Minutes(options)} (its peak), MB", $"{PeerComparison.Megabytes(rest)} ({PeerComparison.Megabytes(peak)})"),
        ]);
        terminal.Signal(15);
        await terminal.WaitForExitAsync();
        var givenBack = terminal.Modes.Equals(terminal.ModesAtStart) && terminal.See(one => one.IsGivenBack);
        rows.Add(("after SIGTERM the terminal is", givenBack ? "as before" : "left raw"));
        rows.Add(("`d1234` and Enter, typed at once", await TypedAheadAsync(screen)));
        return rows;
    }

    /// <summary>The time to the first bytes and to the first complete screen, and the peak memory up to there; then it is killed.</summary>
    private static async Task<(TimeSpan First, TimeSpan Wall, long Peak)> FirstFrameAsync(Screen screen)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await using var terminal = PseudoTerminal.Start(screen.Program, screen.Arguments);
        await terminal.WaitUntilAsync(one => one.Text.Trim().Length > 0, "there are bytes on the screen");
        var first = clock.Elapsed;
        await terminal.WaitUntilAsync(screen.IsComplete, "the screen is complete");
        return (first, clock.Elapsed, Measure.PeakOf(terminal));
    }

    private static async Task<PseudoTerminal> StartAsync(Screen screen)
    {
        var terminal = PseudoTerminal.Start(screen.Program, screen.Arguments);
        await terminal.WaitUntilAsync(screen.IsComplete, "the screen is complete");
        await Task.Delay(Settled);
        return terminal;
    }

    /// <summary>What a key makes the program write, with what it writes anyway, and the time to its first byte.</summary>
    private static async Task<Key> KeyAsync(PseudoTerminal terminal, string key)
    {
        var (before, pieces) = (terminal.Written.Length, terminal.Pieces);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        terminal.Send(key);
        while (terminal.Pieces == pieces && clock.Elapsed < Settled)
            Thread.Yield();
        var first = clock.Elapsed;
        await Task.Delay(Settled);
        return new(terminal.Written.Length - before, terminal.Pieces - pieces, first);
    }

    private sealed record Key(int Bytes, int Writes, TimeSpan FirstByte);

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
