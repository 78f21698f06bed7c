using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Helmstuck.Bench;

/// <summary>How the cost grows with the number of records, in all namespaces of a cluster; written to docs/scale.md with a plot.</summary>
internal static class Scale
{
    private const int Spaces = 50,
        Revisions = 10,
        Stuck = 3;

    private static readonly int[] Sizes = [1_000, 10_000, 50_000];

    public static async Task<string> RunAsync(BenchCluster cluster, string product, int runs)
    {
        var helm4 = TestPrograms.Find("helm4");
        var kubectl = TestPrograms.Find("kubectl");
        Subject[] subjects =
        [
            cluster.Command("`kubectl-helmstuck list -A`", true, product, "list", "-A"),
            cluster.Command("`kubectl-helmstuck list -A --all`", true, product, "list", "-A", "--all"),
            cluster.Command("`helm4 list -A`", false, helm4, "list", "-A"),
            cluster.Command(
                "`kubectl get secrets -A -l owner=helm -o name`",
                false,
                kubectl,
                ["get", "secrets", "-A", "-l", "owner=helm", "-o", "name"]
            ),
        ];
        var points = new List<ScalePoint>();
        var seeded = 0;
        foreach (var size in Sizes)
        {
            await SeedAsync(cluster.Plane, seeded, size / Revisions);
            seeded = size / Revisions;
            foreach (var row in await cluster.MeasureAsync(subjects, runs, Math.Max(1, runs / 2)))
                points.Add(new ScalePoint(size, row));
        }
        var folder = Path.Combine(TestPrograms.RepositoryRoot, "docs");
        await File.WriteAllTextAsync(Path.Combine(folder, "scale.svg"), ScalePlot.Draw(points));
        var page = Page(points, await ScrollAsync(cluster, product));
        await File.WriteAllTextAsync(Path.Combine(folder, "scale.md"), page);
        return page;
    }

    private static async Task SeedAsync(ControlPlane plane, int from, int to)
    {
        if (from == 0)
            for (var space = 0; space < Spaces; space++)
                await plane.PostAsync("api/v1/namespaces", new() { ["metadata"] = new JsonObject { ["name"] = SpaceOf(space) } });
        BenchCluster.Note(string.Create(CultureInfo.InvariantCulture, $"seeding up to {to * Revisions} records"));
        var releases = Enumerable.Range(from, to - from);
        await plane.SeedStoreAsync(
            releases.SelectMany(release => Enumerable.Range(1, Revisions).Select(revision => Record(release, revision)))
        );
    }

    private static SeedRecord Record(int release, int revision) =>
        new(SpaceOf(release), Seeder.ReleaseName(release), revision, StatusOf(release, revision))
        {
            Compression = System.IO.Compression.CompressionLevel.Fastest,
        };

    private static string StatusOf(int release, int revision) =>
        revision != Revisions ? "superseded"
        : release < Stuck ? "pending-upgrade"
        : "deployed";

    private static string SpaceOf(int release) => string.Create(CultureInfo.InvariantCulture, $"scale-{release % Spaces:00}");

    /// <summary>The time from a key to the first byte of its frame, in the list of all releases.</summary>
    private static async Task<string> ScrollAsync(BenchCluster cluster, string product)
    {
        BenchCluster.Note("scrolling");
        await using var terminal = PseudoTerminal.Start(product, ["-A"], 120, 40, cluster.Direct);
        await terminal.WaitUntilAsync(BenchCluster.IsComplete, "the screen is complete");
        terminal.Send("a");
        await terminal.WaitUntilAsync(
            screen => screen.Contains("deployed") && BenchCluster.IsComplete(screen),
            "all releases are in the list"
        );
        var times = new List<double>();
        for (var press = 0; press < 200; press++)
        {
            var written = terminal.Written.Length;
            var clock = System.Diagnostics.Stopwatch.GetTimestamp();
            terminal.Send(press % 4 == 0 ? "\e[6~" : "j");
            while (terminal.Written.Length == written)
                Thread.SpinWait(100);
            times.Add(System.Diagnostics.Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
            await Task.Delay(20);
        }
        terminal.Send("q");
        await terminal.WaitForExitAsync();
        times.Sort();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"In the list of all {Sizes[^1] / Revisions} releases, a key (`j`, every fourth time `PgDn`) draws its first byte after "
                + $"{times[times.Count / 2]:0.0} ms (median) and {times[times.Count * 99 / 100]:0.0} ms (99th percentile)."
        );
    }

    private static string Page(List<ScalePoint> points, string scrolling)
    {
        var page = new StringBuilder(
            $"""
            # How the cost grows

            `bench/run.sh --scale` writes this page: releases of {Revisions} revisions each in {Spaces} namespaces, {Stuck} of the releases
            stuck, on a real API server on the same machine. The payloads are small. Real ones make Helm and kubectl slower, which download
            them; the other rows stay as they are, because metadata is all that is transferred.

            ![Wall time and bytes received over the number of records](scale.svg)

            | | records | wall | peak memory | received |
            |---|---|---|---|---|

            """
        );
        foreach (var (records, row) in points.OrderBy(point => point.Row.Name, StringComparer.Ordinal).ThenBy(point => point.Records))
            page.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {row.Name} | {records:#,0} | {row.Wall.TotalMilliseconds:#,0} ms | {row.PeakBytes / 1e6:0.0} MB "
                    + $"| {row.Received / 1e3:#,0.0} KB |"
            );
        return page.AppendLine().AppendLine(scrolling).ToString();
    }
}

/// <summary>What a command cost with that many records in the cluster.</summary>
internal sealed record ScalePoint(int Records, Row Row);
