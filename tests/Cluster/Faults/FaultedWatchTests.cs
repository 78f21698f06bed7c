using Helmstuck.Helm.Records;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Configuration;
using Helmstuck.Survey;

namespace Helmstuck.Tests.Cluster.Faults;

/// <summary>A watch of the records that is cut at any byte, also in the middle of an event, loses no change.</summary>
public sealed class FaultedWatchTests(SharedControlPlane shared, ITestOutputHelper output)
{
    private const int Step = 150;
    private const int Cuts = 32;

    [Fact]
    public async Task A_watch_that_is_cut_anywhere_reports_every_change()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("faults");
        await plane.SeedHistoryAsync(space, "web", "deployed");
        var cut = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(1, Cuts).SelectMany(at => (int[])[at * Step, -at * Step]),
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (at, _) =>
            {
                var ending = at < 0 ? TunnelProxy.Ending.Close : TunnelProxy.Ending.Reset;
                await using var proxy = new TunnelProxy(plane, Math.Abs(at), ending, firstOnly: true);
                if (await FollowAsync(plane, proxy, space))
                    Interlocked.Increment(ref cut);
            }
        );
        output.WriteLine($"watch cut at {Cuts * 2} places, {cut} of them before the change was reported: every change was reported");
        Assert.True(cut > 0, "no watch was cut in its first events");
    }

    /// <summary>Returns when a new record has been reported; true if it took more than one connection.</summary>
    private static async Task<bool> FollowAsync(ControlPlane plane, TunnelProxy proxy, string space)
    {
        var loaded = Kubeconfig.Load(
            new KubeFlags { Kubeconfig = proxy.KubeconfigOf(plane.AdminUser) },
            new KubeEnvironment(static _ => null, "")
        );
        using var client = new KubeClient(((KubeResult<ClusterTarget>.Ok)loaded).Value);
        var follower = new Follower(client, WatchedObjects.Records(new RecordReader(client, StorageDriver.Secret)), TimeProvider.System);
        using var done = new CancellationTokenSource();
        var release = $"r{Guid.NewGuid():N}";
        var before = (string)(await plane.GetAsync($"api/v1/namespaces/{space}/secrets"))!["metadata"]!["resourceVersion"]!;
        await plane.SeedAsync(new SeedRecord(space, release, 1, "deployed"));
        await plane.SeedAsync(new SeedRecord(space, release, 2, "pending-upgrade"));
        var following = follower.FollowAsync(
            space,
            before,
            news =>
            {
                if (news is FollowNews.Changed changed && changed.Releases.Contains(new ReleaseName(space, release)))
                    done.Cancel();
            },
            done.Token
        );
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
        return proxy.Connections > 1;
    }
}
