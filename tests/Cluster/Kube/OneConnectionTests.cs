using System.Net.Sockets;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Configuration;

namespace Helmstuck.Tests.Cluster.Kube;

/// <summary>Rules 20 and 38: requests side by side, not limited by the client, over one connection, which only HTTP/2 can do.</summary>
public sealed class OneConnectionTests(SharedControlPlane shared, ITestOutputHelper output)
{
    private const int Requests = 100;

    [Fact]
    public async Task Many_requests_share_one_HTTP2_connection()
    {
        var plane = await shared.GetAsync();
        var connections = 0;
        await using var relay = new LoopbackListener(
            async (client, stop) =>
            {
                Interlocked.Increment(ref connections);
                using var upstream = new TcpClient();
                await upstream.ConnectAsync(plane.Server.Host, plane.Server.Port, stop);
                var server = upstream.GetStream();
                await Task.WhenAny(client.CopyToAsync(server, stop), server.CopyToAsync(client, stop));
            }
        );
        var kubeconfig = plane.WriteKubeconfig(
            (await File.ReadAllTextAsync(plane.AdminUser.Kubeconfig)).Replace(
                $":{plane.Server.Port}",
                $":{relay.Port}",
                StringComparison.Ordinal
            )
        );
        var target = Kubeconfig.Load(new KubeFlags { Kubeconfig = kubeconfig }, new KubeEnvironment(static _ => null, "")).ValueOrDefault!;
        using var client = new KubeClient(target);
        // .NET opens a connection for each of the first requests if it does not know yet that the server speaks HTTP/2.
        Assert.Null((await client.ServerVersionAsync(default)).Error);
        var answers = await Task.WhenAll(Enumerable.Range(0, Requests).Select(_ => client.ServerVersionAsync(default)));
        Assert.All(answers, answer => Assert.Null(answer.Error));
        output.WriteLine($"{Requests} requests side by side: {connections} connection");
        Assert.Equal(1, connections);
    }
}
