using System.Globalization;
using System.Text;
using Helmstuck.Bench;

var options = Options.Parse(args);
var product = PseudoTerminal.Product;
if (options.Peer == Options.TerminalGui)
{
    Console.WriteLine(await TerminalComparison.RunAsync(product, options));
    return 0;
}

if (options.Scale)
{
    await using var large = await BenchCluster.StartAsync(product, options with { Releases = 0, Stuck = 0 });
    Console.WriteLine(await Scale.RunAsync(large, product, Math.Min(options.Runs, 5)));
    return 0;
}

await using var cluster = await BenchCluster.StartAsync(product, options);
var plane = cluster.Plane;
if (options.Peer is not null)
{
    Console.WriteLine(await PeerComparison.RunAsync(cluster, product, options));
    return 0;
}

if (options.Memory)
{
    var (memory, held) = await ScreenMemory.RunAsync(cluster, product, options);
    Console.WriteLine(memory);
    return Judge(held);
}

const string space = BenchCluster.Space;
var helm3 = TestPrograms.Find("helm3");
var helm4 = TestPrograms.Find("helm4");
var kubectl = TestPrograms.Find("kubectl");
Subject[] subjects =
[
    cluster.Command("`kubectl helmstuck list`, run as `kubectl-helmstuck`", true, product, "list", "-n", space),
    cluster.Command("the same through kubectl", true, kubectl, "helmstuck", "list", "-n", space),
    cluster.Screen("first complete screen, 120×40", product, "-n", space),
    cluster.Command("`helm3 list --all`", false, helm3, "list", "--all", "-n", space),
    cluster.Command("`helm4 list`", false, helm4, "list", "-n", space),
    cluster.Command("`kubectl get secrets -l owner=helm`", false, kubectl, "get", "secrets", "-l", "owner=helm", "-n", space),
];
var peerRuns = Math.Max(3, options.Runs / 3);
var rows = await cluster.MeasureAsync(subjects, options.Runs, peerRuns);
Subject[] starts =
[
    cluster.Command("`kubectl-helmstuck --version`", true, product, "--version"),
    cluster.Command("`helm3 version`", true, helm3, "version"),
    cluster.Command("`helm4 version`", true, helm4, "version"),
];
BenchCluster.Note("seeding a release of 600 objects");
const string largeSpace = "bench-large";
var manifest = await LargeRelease.SeedAsync(plane, largeSpace);
Subject[] many =
[
    cluster.Command(
        "`kubectl-helmstuck explain`: 600 changed objects, 2 × 3 MB of manifests, all compared with the cluster",
        false,
        product,
        "explain",
        LargeRelease.Name,
        "-n",
        largeSpace
    ),
    cluster.Command("`kubectl get -f` of the same 600 objects", false, kubectl, "get", "-f", manifest, "-o", "name", "-n", largeSpace),
];
var largeRows = await cluster.MeasureAsync(many, options.Runs, peerRuns);
var startRows = await cluster.MeasureAsync(starts, options.Runs, options.Runs);
var stuckBytes =
    await WireSizeAsync(Seeder.ReleaseName(0), options.Revisions) + await WireSizeAsync(Seeder.ReleaseName(0), options.Revisions - 1);

var text = new StringBuilder();
text.AppendLine(
    CultureInfo.InvariantCulture,
    $"{options.Releases} releases × {options.Revisions} revisions × {options.KilobytesEach} KB in one namespace, {options.Stuck} stuck; "
        + $"real kube-apiserver on loopback; {Environment.ProcessorCount} cores; median of {options.Runs} runs (peers {peerRuns})"
);
text.AppendLine();
Table(text, rows, rows[3]);
text.AppendLine();
Table(text, startRows, startRows[1]);
text.AppendLine();
Table(text, largeRows, largeRows[1]);
Console.WriteLine(text);

Budget[] budgets =
[
    new("first complete screen, ms", rows[2].Wall.TotalMilliseconds, 75),
    new("`list`: share of `helm3 list --all`, 1/40 at most", rows[0].Wall / rows[3].Wall, 1.0 / 40),
    new("first complete screen: share of `helm3 list --all`, 1/40 at most", rows[2].Wall / rows[3].Wall, 1.0 / 40),
    new("first complete screen, bytes received in addition to the stuck record and its base", rows[2].Received - stuckBytes, 50_000),
    new("first complete screen, peak MB", rows[2].PeakBytes / 1e6, 28),
    new("`list`, peak MB", rows[0].PeakBytes / 1e6, 28),
    new("`--version`, ms", startRows[0].Wall.TotalMilliseconds, 10),
    new("`--version`: share of `helm3 version`, 1/3 at most", startRows[0].Wall / startRows[1].Wall, 1.0 / 3),
    new("600 changed objects, ms", largeRows[0].Wall.TotalMilliseconds, 1000),
    new("600 changed objects, peak MB", largeRows[0].PeakBytes / 1e6, 90),
    new("native binary, MB", new FileInfo(product).Length / 1e6, 14),
];
return Judge(budgets);

int Judge(Budget[] all)
{
    foreach (var budget in all)
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{(budget.Held ? "held  " : "BROKEN")} {budget.Name}: {budget.Value:0.###} (at most {budget.Limit:0.###})"
            )
        );
    return options.Check && all.Any(budget => !budget.Held) ? 1 : 0;
}

// Compressed, as the API server sends it to a client that accepts gzip.
async Task<long> WireSizeAsync(string release, int revision)
{
    using var request = new HttpRequestMessage(
        HttpMethod.Get,
        new Uri($"api/v1/namespaces/{space}/secrets/sh.helm.release.v1.{release}.v{revision}", UriKind.Relative)
    );
    request.Headers.AcceptEncoding.ParseAdd("gzip");
    using var answer = await plane.Admin.SendAsync(request);
    return (await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync()).LongLength;
}

static void Table(StringBuilder text, List<Row> rows, Row reference)
{
    text.AppendLine(CultureInfo.InvariantCulture, $"| | wall | against {reference.Name} | peak memory | received |");
    text.AppendLine("|---|---|---|---|---|");
    foreach (var row in rows)
    {
        var ratio = reference.Wall / row.Wall;
        var against =
            ratio >= 1
                ? $"{ratio.ToString(ratio < 10 ? "0.0" : "0", CultureInfo.InvariantCulture)}× faster"
                : $"{(1 / ratio).ToString("0.0", CultureInfo.InvariantCulture)}× slower";
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"| {row.Name} | {row.Wall.TotalMilliseconds:0.0} ms | {(row == reference ? "1" : against)} | {row.PeakBytes / 1e6:0.0} MB "
                + $"| {row.Received / 1000.0:#,0.0} KB |"
        );
    }
}
