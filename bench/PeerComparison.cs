using System.Globalization;
using System.Text;

namespace Helmstuck.Bench;

/// <summary>
/// Compares kubectl-helmstuck with the program in bench/peers/kubernetes-client, which does the same work on KubernetesClient.Aot.
/// </summary>
internal static class PeerComparison
{
    /// <summary>The tables, as Markdown.</summary>
    public static async Task<string> RunAsync(BenchCluster cluster, string product, Options options)
    {
        var peer = PeerBinary(options);
        var kubectl = TestPrograms.Find("kubectl");
        var package = $"KubernetesClient.Aot {(await ExternalCommand.RunAsync(peer, ["version"])).MustSucceed().Output.Trim()}";

        Subject[] starts =
        [
            cluster.Command("start of kubectl-helmstuck", true, product, "--version"),
            cluster.Command("start of the peer", true, peer, "version"),
        ];
        Subject[] lists =
        [
            cluster.Command("list of kubectl-helmstuck", true, product, "list", "-n", BenchCluster.Space),
            cluster.Command("list of the peer", true, peer, "list", BenchCluster.Space),
        ];
        var start = await cluster.MeasureAsync(starts, options.Runs, options.Runs);
        var list = await cluster.MeasureAsync(lists, options.Runs, options.Runs);

        var text = new StringBuilder();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{options.Releases} releases × {options.Revisions} revisions × {options.KilobytesEach} KB in one namespace, {options.Stuck} "
                + $"stuck; real kube-apiserver on loopback; {Environment.ProcessorCount} cores; median of {options.Runs} runs"
        );
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"| | kubectl-helmstuck | {package} |");
        text.AppendLine("|---|---|---|");
        Line("native binary, MB", Megabytes(Size(product)), Megabytes(Size(peer)));
        Line("start (prints its version), ms", Milliseconds(start[0]), Milliseconds(start[1]));
        Line("start, peak memory, MB", Megabytes(start[0].PeakBytes), Megabytes(start[1].PeakBytes));
        Line("list, ms", Milliseconds(list[0]), Milliseconds(list[1]));
        Line("list, peak memory, MB", Megabytes(list[0].PeakBytes), Megabytes(list[1].PeakBytes));
        Line("list, KB received", Kilobytes(list[0]), Kilobytes(list[1]));

        BenchCluster.Note("probing how the clients behave");
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"| | kubectl | kubectl-helmstuck | {package} |");
        text.AppendLine("|---|---|---|---|");
        ProbedClient[] clients = [ProbedClient.Kubectl(kubectl), ProbedClient.Product(product), ProbedClient.Peer(peer)];
        foreach (var probe in ClientProbes.All)
        {
            var answers = new List<string>();
            foreach (var client in clients)
                answers.Add(await probe.RunAsync(client));
            text.AppendLine(CultureInfo.InvariantCulture, $"| {probe.Question} | {string.Join(" | ", answers)} |");
        }
        var watch = new WatchProbe(cluster);
        string[] kubectlWatch = ["get", "secrets", "-l", "owner=helm", "--watch-only", "-n", BenchCluster.Space];
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"| watch: a new record is reported after | {await watch.OutputAsync(kubectl, kubectlWatch)} "
                + $"| {await watch.ScreenAsync(product)} | {await watch.OutputAsync(peer, "watch", BenchCluster.Space)} |"
        );
        return text.ToString();

        void Line(string what, string ours, string theirs) =>
            text.AppendLine(CultureInfo.InvariantCulture, $"| {what} | {ours} | {theirs} |");
    }

    /// <summary>The program that bench/run.sh has built.</summary>
    public static string PeerBinary(Options options) =>
        Environment.GetEnvironmentVariable("PEER_BINARY")
        ?? throw new InvalidOperationException($"PEER_BINARY is not set: run bench/run.sh --peer {options.Peer}.");

    public static long Size(string path) => new FileInfo(path).Length;

    public static string Megabytes(long bytes) => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Kilobytes(Row row) => (row.Received / 1e3).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Milliseconds(Row row) => row.Wall.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture);
}
