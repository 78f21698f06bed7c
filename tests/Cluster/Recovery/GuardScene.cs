using System.Text.Json;
using System.Text.Json.Nodes;

namespace Helmstuck.Tests.Cluster.Recovery;

/// <summary>A pipeline's release, and the upgrade of it that real Helm is in the middle of.</summary>
internal sealed class GuardScene
{
    private readonly ControlPlane plane;

    private GuardScene(ControlPlane plane, string space, string chart)
    {
        this.plane = plane;
        Space = space;
        Chart = chart;
        Values = ValuesFile("image: {tag: v2}\nmessage: from the pipeline\n");
    }

    public string Space { get; }

    /// <summary>The folder of the chart.</summary>
    public string Chart { get; }

    /// <summary>The file of values of the upgrade.</summary>
    public string Values { get; }

    public string Record(int revision) => $"api/v1/namespaces/{Space}/secrets/sh.helm.release.v1.web.v{revision}";

    public string ValuesFile(string text)
    {
        var file = Path.Combine(plane.Folder, $"values-{Guid.NewGuid():N}.yaml");
        File.WriteAllText(file, text);
        return file;
    }

    /// <summary>A release <c>web</c> that Helm has installed and that is healthy.</summary>
    public static async Task<GuardScene> InstalledAsync(ControlPlane plane, int helm, params string[] more)
    {
        var scene = new GuardScene(plane, await plane.CreateNamespaceAsync("guard"), TestChart.Small.Write(plane.Folder));
        (await plane.Helm(helm, ["install", "web", scene.Chart, "-n", scene.Space, .. more])).MustSucceed();
        await plane.MakeHealthyAsync(scene.Space);
        return scene;
    }

    /// <summary>Starts an upgrade that waits for Pods; returns once its record is pending and its Deployment is written.</summary>
    public async Task<RunningHelm> StartUpgradeAsync(int helm, params string[] more)
    {
        var upgrade = new RunningHelm(
            plane.StartHelm(helm, ["upgrade", "web", Chart, "-n", Space, "-f", Values, "--wait", "--timeout", "30m", .. more])
        );
        while (!(await ImageAsync()).EndsWith(":v2", StringComparison.Ordinal))
        {
            await upgrade.MustStillRunAsync();
            await Task.Delay(20);
        }
        return upgrade;
    }

    /// <summary>The same, killed; everything that it wrote has become healthy.</summary>
    public async Task LeaveStuckAsync(int helm, params string[] more)
    {
        await (await StartUpgradeAsync(helm, more)).DisposeAsync();
        await plane.MakeHealthyAsync(Space);
    }

    public async Task<string?> StatusAsync(int revision) =>
        (string?)(await plane.GetAsync(Record(revision)))?["metadata"]?["labels"]?["status"];

    /// <summary>Runs <c>guard web</c>; once more with <c>-o json</c> and <c>--dry-run</c> before, which must say the same.</summary>
    public static async Task<CliResult> GuardAsync(ClusterCli cli, params string[] arguments)
    {
        var dry = await cli.RunAsync(["guard", "web", "--wait", "0s", "--watch", "0s", "--dry-run", "-o", "json", .. arguments]);
        var foretold = DocumentSchema.Guard.Parse(dry.Out);
        Assert.Equal(dry.ExitCode, foretold.GetProperty("exitCode").GetInt32());
        Assert.Empty(cli.Backups);
        var result = await cli.RunAsync(["guard", "web", "--wait", "0s", "--watch", "0s", .. arguments]);
        Assert.True(dry.ExitCode == result.ExitCode, $"{dry.Out}\n{result.Error}");
        return result;
    }

    public static JsonElement Json(CliResult result) => DocumentSchema.Guard.Parse(result.Out);

    private async Task<string> ImageAsync() =>
        (string?)
            (await plane.GetAsync($"apis/apps/v1/namespaces/{Space}/deployments/web"))
                ?["spec"]
                ?["template"]
                ?["spec"]
                ?["containers"]
                ?[0]
                ?["image"]
        ?? "";

    public async Task<JsonNode?> PayloadAsync(int revision)
    {
        var data = (string)(await plane.GetAsync(Record(revision)))!["data"]!["release"]!;
        var body = Convert.FromBase64String(System.Text.Encoding.ASCII.GetString(Convert.FromBase64String(data)));
        using var json = new System.IO.Compression.GZipStream(new MemoryStream(body), System.IO.Compression.CompressionMode.Decompress);
        return await JsonNode.ParseAsync(json);
    }
}
