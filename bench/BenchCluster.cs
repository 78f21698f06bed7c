using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Helmstuck.Bench;

/// <summary>A command to measure: its wall time on a direct connection, and its peak memory in bytes through the counting proxy.</summary>
/// <param name="Quick">Whether it is quick enough to run as often as the product.</param>
internal sealed record Subject(string Name, bool Quick, Func<Task<TimeSpan>> TimeAsync, Func<Task<long>> PeakAsync);

/// <summary>What was measured: the median wall time, peak memory in bytes, and bytes received from the API server.</summary>
internal sealed record Row(string Name, TimeSpan Wall, long PeakBytes, long Received);

/// <summary>A real API server, filled as the options say, and the commands that are measured against it.</summary>
internal sealed partial class BenchCluster : IAsyncDisposable
{
    /// <summary>The namespace that holds the seeded records.</summary>
    public const string Space = "bench";

    private readonly CountingProxy _proxy;
    private readonly Dictionary<string, string?> _direct;
    private readonly Dictionary<string, string?> _counted;

    private BenchCluster(ControlPlane plane, string product)
    {
        Plane = plane;
        _proxy = new CountingProxy(plane.Server.Port);
        _direct = new(plane.EnvironmentOf(plane.AdminUser))
        {
            ["XDG_STATE_HOME"] = Path.Combine(plane.Folder, "state"),
            ["XDG_CONFIG_HOME"] = Path.Combine(plane.Folder, "config"),
            ["PATH"] = $"{Path.GetDirectoryName(product)}:{Environment.GetEnvironmentVariable("PATH")}",
        };
        _counted = new(_direct)
        {
            ["KUBECONFIG"] = plane.WriteKubeconfig(
                File.ReadAllText(plane.AdminUser.Kubeconfig).Replace($":{plane.Server.Port}", $":{_proxy.Port}", StringComparison.Ordinal)
            ),
        };
    }

    public ControlPlane Plane { get; }

    /// <summary>The variables of a command that connects straight to the API server as its administrator.</summary>
    public IReadOnlyDictionary<string, string?> Direct => _direct;

    /// <summary>Starts the servers and seeds them.</summary>
    public static async Task<BenchCluster> StartAsync(string product, Options options)
    {
        Note("starting a control plane");
        var plane = await ControlPlane.StartAsync(new ControlPlaneOptions { Audit = false });
        var cluster = new BenchCluster(plane, product);
        await plane.PostAsync("api/v1/namespaces", new() { ["metadata"] = new JsonObject { ["name"] = Space } });
        Note(
            $"seeding {options.Releases * options.Revisions} records of {options.KilobytesEach} KB ({options.Releases} releases, "
                + $"{options.Stuck} of them stuck)"
        );
        await Seeder.SeedAsync(plane, Space, options);
        return cluster;
    }

    public async ValueTask DisposeAsync()
    {
        _proxy.Dispose();
        await Plane.DisposeAsync();
    }

    public static void Note(string what) => Console.Error.WriteLine($"bench: {what}");

    /// <summary>Whether the screen says that everything has been read.</summary>
    public static bool IsComplete(VirtualScreen screen) => Read().IsMatch(screen.Lines[0] + "\n" + screen.Lines[1]);

    /// <summary>A command that runs to its end.</summary>
    public Subject Command(string name, bool quick, string program, params string[] arguments) =>
        new(
            name,
            quick,
            () => Task.FromResult(Measure.Time(program, arguments, _direct)),
            () => Task.FromResult(Measure.Peak(program, arguments, _counted))
        );

    /// <summary>The full screen, from the start to the first complete frame.</summary>
    public Subject Screen(string name, string program, params string[] arguments) =>
        new(
            name,
            true,
            async () => (await Measure.ScreenAsync(program, arguments, _direct, IsComplete)).Wall,
            async () => (await Measure.ScreenAsync(program, arguments, _counted, IsComplete)).PeakBytes
        );

    /// <summary>Measures the commands in turn, round by round, so that a slow moment of the machine affects all of them.</summary>
    /// <param name="runs">Runs of a quick command.</param>
    /// <param name="slowRuns">Runs of any other command.</param>
    public async Task<List<Row>> MeasureAsync(Subject[] subjects, int runs, int slowRuns)
    {
        var walls = subjects.Select(_ => new List<TimeSpan>()).ToArray();
        for (var round = 0; round < runs; round++)
            foreach (var (subject, times) in subjects.Zip(walls))
                if (subject.Quick || round < slowRuns)
                    times.Add(await subject.TimeAsync());
        var rows = new List<Row>();
        foreach (var (subject, times) in subjects.Zip(walls))
        {
            _proxy.TakeReceived();
            var peak = await subject.PeakAsync();
            rows.Add(new Row(subject.Name, times.Order().ElementAt(times.Count / 2), peak, _proxy.TakeReceived()));
            Note($"{subject.Name}: {rows[^1].Wall.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms");
        }
        return rows;
    }

    // The header ends with this once nothing is loading any more.
    [GeneratedRegex(@"read \d\d:\d\d:\d\dZ")]
    private static partial Regex Read();
}
