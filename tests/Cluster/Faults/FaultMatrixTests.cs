using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Configuration;

namespace Helmstuck.Tests.Cluster.Faults;

/// <summary>
/// Every request that the tool makes, and everything that a bad network, a proxy or a server in trouble can do to it: a right answer or one
/// clear line, within the request timeout, and never a false word about what was changed.
/// </summary>
public sealed class FaultMatrixTests(SharedControlPlane shared, ITestOutputHelper output)
{
    private const int AtOnce = 32;

    /// <summary>Nothing may take so long; it is far beyond what the cells take.</summary>
    private static readonly TimeSpan Watchdog = TimeSpan.FromMinutes(2);

    /// <summary>How a client gets to the API server, and what happens to it there.</summary>
    private sealed record Road(string Name)
    {
        public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);

        /// <summary>A read gets its right answer all the same.</summary>
        public bool IsOvercome { get; init; }

        /// <summary>Nothing ends it but the caller's own limit, or the right answer.</summary>
        public bool EndsByTimeout { get; init; }

        public required Func<ControlPlane, (IAsyncDisposable Proxy, string Kubeconfig)> Open { get; init; }

        /// <summary>Called after a first request has been answered on the connection.</summary>
        public Action<IAsyncDisposable>? AfterFirst { get; init; }
    }

    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(20);

    private static readonly IReadOnlyList<Road> Roads =
    [
        .. Fault.Breaks.SelectMany(fault => (Road[])[Through(fault), Through(fault.Once) with { Timeout = Patient }]),
        .. Fault.Stalls.Select(fault => Through(fault) with { EndsByTimeout = true }),
        .. Fault.Nonsense.Select(Through),
        .. Fault.Refusals.Select(fault => Through(fault) with { Timeout = fault.IsOvercome ? Patient : TimeSpan.FromSeconds(1) }),
        new("refused")
        {
            Open = static plane =>
            {
                var proxy = new TunnelProxy(plane);
                var kubeconfig = proxy.KubeconfigOf(plane.AdminUser);
                // Nothing listens there any more.
                proxy.DisposeAsync().AsTask().Wait();
                return (proxy, kubeconfig);
            },
        },
        .. new long[] { 0, 1, 100, 600, 1_000, 1_300, 1_500, 1_700, 1_900, 2_200, 2_600 }.Select(at =>
            Tunnel($"HTTP/2, reset after {at} bytes", plane => new TunnelProxy(plane, at))
        ),
        .. new long[] { 0, 100, 1_000, 1_500, 1_900, 2_600 }.Select(at =>
            Tunnel($"HTTP/2, reset after {at} bytes, once", plane => new TunnelProxy(plane, at, firstOnly: true)) with
            {
                Timeout = Patient,
                IsOvercome = true,
            }
        ),
        .. new long[] { 1, 1_000, 1_700 }.Select(at =>
            Tunnel($"HTTP/2, closed after {at} bytes", plane => new TunnelProxy(plane, at, TunnelProxy.Ending.Close))
        ),
        .. new long[] { 0, 1_000, 1_700 }.Select(at =>
            Tunnel($"HTTP/2, silent after {at} bytes", plane => new TunnelProxy(plane, at, TunnelProxy.Ending.Silence)) with
            {
                EndsByTimeout = true,
            }
        ),
        Tunnel("HTTP/2, one KB a second", static plane => new TunnelProxy(plane, bytesPerSecond: 1_000)) with
        {
            EndsByTimeout = true,
        },
        Tunnel("HTTP/2, a black hole after the first answer", static plane => new TunnelProxy(plane)) with
        {
            AfterFirst = static proxy => ((TunnelProxy)proxy).Freeze(),
            EndsByTimeout = true,
        },
        Tunnel("HTTP/2, a reset after the first answer", static plane => new TunnelProxy(plane)) with
        {
            AfterFirst = static proxy => ((TunnelProxy)proxy).Reset(),
            Timeout = Patient,
            IsOvercome = true,
        },
    ];

    [Fact]
    public async Task Every_request_under_every_fault_is_answered_right_or_explained_in_one_line()
    {
        var scene = await FaultScene.OpenAsync(await shared.GetAsync());
        var right = new Dictionary<string, string>(StringComparer.Ordinal);
        using (var direct = Client(scene.Plane.AdminUser.Kubeconfig, Patient))
            foreach (var kind in RequestKind.All.Where(kind => !kind.NeedsObject))
                right[kind.Name] = (await kind.Send(scene, direct, $"first-{right.Count}", CancellationToken.None)) switch
                {
                    { Error: { } error } => throw new InvalidOperationException($"{kind}: {error.Message}"),
                    var answer => answer.ValueOrDefault!,
                };
        Assert.Equal("Added", right["watch"]);

        var cells = RequestKind.All.SelectMany(kind => Roads.Select(road => (kind, road))).ToList();
        var (wrong, done) = (new ConcurrentBag<string>(), 0);
        var clock = Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            cells.Select((cell, index) => (cell.kind, cell.road, name: string.Create(CultureInfo.InvariantCulture, $"cell-{index}"))),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (cell, _) =>
            {
                if (await CellAsync(scene, cell.kind, cell.road, cell.name, right.GetValueOrDefault(cell.kind.Name, "done")) is { } why)
                    wrong.Add($"{cell.kind} × {cell.road.Name}: {why}");
                Interlocked.Increment(ref done);
            }
        );
        output.WriteLine(
            $"fault matrix: {RequestKind.All.Count} request kinds x {Roads.Count} faults = {cells.Count} cells, "
                + $"{done - wrong.Count} right, in {clock.Elapsed.TotalSeconds:0} s"
        );
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Order(StringComparer.Ordinal)));
    }

    /// <summary>Null if the tool did right; else what it did.</summary>
    private static async Task<string?> CellAsync(FaultScene scene, RequestKind kind, Road road, string name, string right)
    {
        if (kind.NeedsObject)
            await scene.CreateAsync(name);
        var (proxy, kubeconfig) = road.Open(scene.Plane);
        await using var _ = proxy;
        using var client = Client(kubeconfig, road.Timeout);
        if (road.AfterFirst is { } after)
        {
            if ((await client.ServerVersionAsync(CancellationToken.None)).Error is { } early)
                return $"the first request failed: {early.Message}";
            after(proxy);
        }
        using var watchdog = new CancellationTokenSource(Watchdog);
        KubeResult<string> answer;
        try
        {
            answer = await kind.Send(scene, client, name, watchdog.Token);
        }
        catch (OperationCanceledException)
        {
            return "it hangs";
        }
#pragma warning disable CA1031 // Whatever it throws is what is looked for.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            return $"it throws {thrown}";
        }
        var applied = kind.IsApplied is { } isApplied ? await isApplied(scene, name) : (bool?)null;
        return answer switch
        {
            { ValueOrDefault: { } said } when kind.IsWatch => right.StartsWith(said, StringComparison.Ordinal) ? null : $"it saw {said}",
            { ValueOrDefault: { } said } when said != right => $"it answers {said} instead of {right}",
            { Error: null } when applied == false => "it says done, and it is not",
            { Error: { } no } when IsNoLine(no.Message) => $"no clear line: {no.Message}",
            { Error: { CertainlyNotApplied: true } no } when applied == true => $"it says certainly not applied, and it is: {no.Message}",
            { Error: { } no } when road.IsOvercome && !kind.Mutates && !kind.IsWatch => $"it gives up: {no.Message}",
            { Error: { Kind: not KubeErrorKind.Timeout } no } when road.EndsByTimeout => $"no timeout: {no.Message}",
            _ => null,
        };
    }

    /// <summary>A line that a person can act on: short, one line, no exception's name, no stack.</summary>
    private static bool IsNoLine(string message) =>
        message.Length is 0 or > 400
        || message.AsSpan().ContainsAny('\r', '\n')
        || message.Contains("Exception", StringComparison.Ordinal)
        || message.Contains("System.", StringComparison.Ordinal)
        || message.Contains("inner exception", StringComparison.OrdinalIgnoreCase)
        || message.Contains("<html", StringComparison.OrdinalIgnoreCase);

    private static Road Through(Fault fault) =>
        new(fault.Name)
        {
            IsOvercome = fault.IsOvercome,
            Open = plane =>
            {
                var proxy = new FaultProxy(plane, fault, static _ => true);
                return (proxy, proxy.KubeconfigOf(plane.AdminUser));
            },
        };

    private static Road Tunnel(string name, Func<ControlPlane, TunnelProxy> open) =>
        new(name)
        {
            Open = plane =>
            {
                var proxy = open(plane);
                return (proxy, proxy.KubeconfigOf(plane.AdminUser));
            },
        };

    private static KubeClient Client(string kubeconfig, TimeSpan timeout)
    {
        var loaded = Kubeconfig.Load(new KubeFlags { Kubeconfig = kubeconfig }, new KubeEnvironment(static _ => null, ""));
        return new KubeClient(((KubeResult<ClusterTarget>.Ok)loaded).Value with { RequestTimeout = timeout });
    }
}
