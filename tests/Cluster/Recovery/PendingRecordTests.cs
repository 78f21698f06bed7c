using System.Text.Json.Nodes;

namespace Helmstuck.Tests.Cluster.Recovery;

/// <summary>What the pending record of a real Helm says about the pipeline that ran it.</summary>
public sealed class PendingRecordTests(SharedControlPlane shared)
{
    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Labels_are_in_it_and_the_description_is_not(int helm)
    {
        var plane = await shared.GetAsync();
        var scene = await GuardScene.InstalledAsync(plane, helm, "--labels", "ci=122,team=shop");
        await scene.LeaveStuckAsync(helm, "--labels", "ci=123", "--description", "pipeline 123");
        var labels = (await plane.GetAsync(scene.Record(2)))!["metadata"]!["labels"]!;
        Assert.Equal(("123", "pending-upgrade"), ((string?)labels["ci"], (string?)labels["status"]));
        // Handed down by the revision before.
        Assert.Equal("shop", (string?)labels["team"]);
        Assert.Equal("Preparing upgrade", (string?)(await scene.PayloadAsync(2))!["info"]!["description"]);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_first_install_has_its_labels_too(int helm)
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("guard");
        var chart = TestChart.Small.Write(plane.Folder);
        string[] install = ["install", "web", chart, "-n", space, "--wait", "--labels", "ci=7", "--description", "pipeline 7"];
        JsonObject? record = null;
        await using (var running = new RunningHelm(plane.StartHelm(helm, install)))
        {
            while ((record = await plane.GetAsync($"api/v1/namespaces/{space}/secrets/sh.helm.release.v1.web.v1")) is null)
            {
                await running.MustStillRunAsync();
                await Task.Delay(20);
            }
        }
        using var cli = new ClusterCli(plane, plane.AdminUser, space);
        var review = await cli.RunAsync("explain", "web", "-o", "json");
        Assert.Contains("\"description\": \"Initial install underway\"", review.Out, StringComparison.Ordinal);
        Assert.Equal("7", (string?)record["metadata"]!["labels"]!["ci"]);
    }

    /// <summary>The digest of a pipeline's files is that of the values which Helm wrote, whatever YAML has in store.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Values_have_the_digest_of_their_files(int helm)
    {
        var plane = await shared.GetAsync();
        var scene = await GuardScene.InstalledAsync(plane, helm, "--set", "message=before");
        var first = scene.ValuesFile(First);
        var second = scene.ValuesFile(Second);
        await scene.LeaveStuckAsync(helm, "-f", first, "-f", second);
        using var cli = new ClusterCli(plane, plane.AdminUser, scene.Space, idleAfter: TimeSpan.FromHours(-1));
        string[] guard = ["guard", "web", "--dry-run", "-o", "json", "--mine-if", "values", "-f", scene.Values, "-f", first];
        var same = GuardScene.Json(await cli.RunAsync([.. guard, "-f", second])).GetProperty("conditions")[0];
        Assert.True(same.GetProperty("met").GetBoolean(), $"{same}\n{(await scene.PayloadAsync(2))!["config"]}");
        Assert.Equal(same.GetProperty("expected").GetString(), same.GetProperty("found").GetString());
        var other = GuardScene.Json(await cli.RunAsync(guard)).GetProperty("conditions")[0];
        Assert.Equal("the record has other values than the pipeline", other.GetProperty("reason").GetString());
        Assert.Equal(same.GetProperty("found").GetString(), other.GetProperty("found").GetString());
    }

    private const string First = """
        # A comment, and a document that begins
        ---
        words: [yes, No, on, OFF, "yes", ~, null, y]
        numbers: [1e3, 1.10, 0x1F, 0o17, 017, 1_000, 9007199254740992, -0, 0.1, 1.5e-7, 123456789012]
        texts: ["<a href='x'>&", "line\nbreak", "\u2028 \u00e9", 2026-11-27, "1e3"]
        keys: {1: one, true: yes, 1.5: half}
        nested: {a: {b: 1, c: [1, 2, {d: e}]}, gone: {x: 1}}
        list: [1, 2, 3]
        anchor: &a {k: v}
        merged: {<<: *a, l: w}
        twice: 1

        """;

    private const string Second = """
        nested: {a: {b: 2, z: null}, gone: null}
        list: [4]
        twice: {now: a map}
        empty: {}
        none:

        """;
}
