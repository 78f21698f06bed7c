using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Helmstuck.Bench;

var options = Options.Parse(args);
var product = PseudoTerminal.Product;
var helm3 = TestPrograms.Find("helm3");
var helm4 = TestPrograms.Find("helm4");
var kubectl = TestPrograms.Find("kubectl");

Note("starting a control plane");
await using var plane = await ControlPlane.StartAsync(new ControlPlaneOptions { Audit = false });
const string space = "bench";
await plane.PostAsync("api/v1/namespaces", new() { ["metadata"] = new System.Text.Json.Nodes.JsonObject { ["name"] = space } });
Note(
    $"seeding {options.Releases * options.Revisions} records of {options.KilobytesEach} KB ({options.Releases} releases, "
        + $"{options.Stuck} of them stuck)"
);
await Seeder.SeedAsync(plane, space, options);

using var proxy = new CountingProxy(plane.Server.Port);
var direct = new Dictionary<string, string?>(plane.EnvironmentOf(plane.AdminUser))
{
    ["XDG_STATE_HOME"] = Path.Combine(plane.Folder, "state"),
    ["XDG_CONFIG_HOME"] = Path.Combine(plane.Folder, "config"),
    ["PATH"] = $"{Path.GetDirectoryName(product)}:{Environment.GetEnvironmentVariable("PATH")}",
};
var counted = new Dictionary<string, string?>(direct)
{
    ["KUBECONFIG"] = plane.WriteKubeconfig(
        (await File.ReadAllTextAsync(plane.AdminUser.Kubeconfig)).Replace(
            $":{plane.Server.Port}",
            $":{proxy.Port}",
            StringComparison.Ordinal
        )
    ),
};

static bool IsComplete(VirtualScreen screen) => Patterns.Read().IsMatch(screen.Lines[0] + "\n" + screen.Lines[1]);
Subject Command(string name, bool quick, string program, params string[] arguments) =>
    new(
        name,
        quick,
        () => Task.FromResult(Measure.Time(program, arguments, direct)),
        () => Task.FromResult(Measure.Peak(program, arguments, counted))
    );
Subject Screen(string name, params string[] arguments) =>
    new(
        name,
        true,
        async () => (await Measure.ScreenAsync(product, arguments, direct, IsComplete)).Wall,
        async () => (await Measure.ScreenAsync(product, arguments, counted, IsComplete)).PeakBytes
    );

Subject[] subjects =
[
    Command("`kubectl helmstuck list`, run as `kubectl-helmstuck`", true, product, "list", "-n", space),
    Command("the same through kubectl", true, kubectl, "helmstuck", "list", "-n", space),
    Screen("first complete screen, 120×40", "-n", space),
    Command("`helm3 list --all`", false, helm3, "list", "--all", "-n", space),
    Command("`helm4 list`", false, helm4, "list", "-n", space),
    Command("`kubectl get secrets -l owner=helm`", false, kubectl, "get", "secrets", "-l", "owner=helm", "-n", space),
];
var peerRuns = Math.Max(3, options.Runs / 3);
var rows = await MeasureAllAsync(subjects, peerRuns);
Subject[] starts =
[
    Command("`kubectl-helmstuck --version`", true, product, "--version"),
    Command("`helm3 version`", true, helm3, "version"),
    Command("`helm4 version`", true, helm4, "version"),
];
Note("seeding a release of 600 objects");
const string largeSpace = "bench-large";
var manifest = await LargeRelease.SeedAsync(plane, largeSpace);
Subject[] large =
[
    Command(
        "`kubectl-helmstuck explain`: 600 changed objects, 2 × 3 MB of manifests, all compared with the cluster",
        false,
        product,
        "explain",
        LargeRelease.Name,
        "-n",
        largeSpace
    ),
    Command("`kubectl get -f` of the same 600 objects", false, kubectl, "get", "-f", manifest, "-o", "name", "-n", largeSpace),
];
var largeRows = await MeasureAllAsync(large, peerRuns);
var startRows = await MeasureAllAsync(starts, options.Runs);
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
    new("first complete screen, bytes received besides the stuck record and its base", rows[2].Received - stuckBytes, 50_000),
    new("first complete screen, peak MB", rows[2].PeakBytes / 1e6, 40),
    new("`list`, peak MB", rows[0].PeakBytes / 1e6, 40),
    new("`--version`, ms", startRows[0].Wall.TotalMilliseconds, 10),
    new("`--version`: share of `helm3 version`, 1/3 at most", startRows[0].Wall / startRows[1].Wall, 1.0 / 3),
    new("600 changed objects, ms", largeRows[0].Wall.TotalMilliseconds, 1000),
    new("600 changed objects, peak MB", largeRows[0].PeakBytes / 1e6, 120),
    new("native binary, MB", new FileInfo(product).Length / 1e6, 14),
];
foreach (var budget in budgets)
    Console.WriteLine(
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(budget.Held ? "held  " : "BROKEN")} {budget.Name}: {budget.Value:0.###} (at most {budget.Limit:0.###})"
        )
    );
return options.Check && budgets.Any(budget => !budget.Held) ? 1 : 0;

// All take turns, so that a slow moment of the machine hits everybody.
async Task<List<Row>> MeasureAllAsync(Subject[] all, int slowRuns)
{
    var runs = all.Select(_ => new List<TimeSpan>()).ToArray();
    for (var round = 0; round < options.Runs; round++)
        foreach (var (subject, walls) in all.Zip(runs))
            if (subject.Quick || round < slowRuns)
                walls.Add(await subject.TimeAsync());
    var result = new List<Row>();
    foreach (var (subject, walls) in all.Zip(runs))
    {
        proxy.TakeReceived();
        var peak = await subject.PeakAsync();
        result.Add(new Row(subject.Name, walls.Order().ElementAt(walls.Count / 2), peak, proxy.TakeReceived()));
        Note($"{subject.Name}: {result[^1].Wall.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms");
    }
    return result;
}

// Compressed, as the API server sends it to whoever takes it so.
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

static void Note(string what) => Console.Error.WriteLine($"bench: {what}");

/// <summary>What is measured: its wall time straight to the API server, and its peak of memory through the counting proxy.</summary>
internal sealed record Subject(string Name, bool Quick, Func<Task<TimeSpan>> TimeAsync, Func<Task<long>> PeakAsync);

internal sealed record Row(string Name, TimeSpan Wall, long PeakBytes, long Received);

internal sealed record Budget(string Name, double Value, double Limit)
{
    public bool Held => Value <= Limit;
}

internal static partial class Patterns
{
    // The header ends so once nothing is loading any more.
    [GeneratedRegex(@"read \d\d:\d\d:\d\dZ")]
    public static partial Regex Read();
}
