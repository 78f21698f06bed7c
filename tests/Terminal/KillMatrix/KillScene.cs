using System.Text.Json.Nodes;

namespace Helmstuck.Tests.Terminal.KillMatrix;

/// <summary>
/// A namespace with a release that real Helm left stuck. Run after run is killed in it; before each, the records are made what Helm left.
/// </summary>
internal sealed class KillScene
{
    private KillScene(ControlPlane plane, StuckRelease release) => (Plane, Release) = (plane, release);

    public ControlPlane Plane { get; }

    public StuckRelease Release { get; }

    /// <summary>The stuck record as Helm left it, but for what the API server gives out.</summary>
    public string Content { get; private set; } = "";

    public string[] Delete => [.. Mark[..^1]];

    public string[] Mark =>
        [
            "unstick",
            Release.Name,
            "--revision",
            "2",
            "--yes",
            "--override",
            "the test killed Helm",
            "-n",
            Release.Namespace,
            "--mark-failed",
        ];

    private string Collection => Path.GetDirectoryName(Release.RecordPath)!;

    public static async Task<KillScene> StuckAsync(ControlPlane plane, int helmMajor, string driver)
    {
        var space = await plane.CreateNamespaceAsync("kill");
        var scene = new KillScene(plane, await plane.LeaveStuckUpgradeAsync(helmMajor, space, "web", driver));
        await plane.MakeHealthyAsync(space);
        // Somebody's note on the record must come back, too.
        var note = new JsonObject { ["annotations"] = new JsonObject { ["example.com/note"] = "ask before you delete" } };
        await plane.PatchAsync(scene.Release.RecordPath, new JsonObject { ["metadata"] = note });
        scene.Content = ContentOf((await scene.RecordAsync())!);
        return scene;
    }

    /// <summary>The record as it is now; null if it is gone.</summary>
    public Task<JsonObject?> RecordAsync() => Plane.GetAsync(Release.RecordPath);

    /// <summary>All other objects of the record's kind as they are now.</summary>
    public async Task<string> OthersAsync() =>
        string.Join(
            '\n',
            (await Plane.GetAsync(Collection))!["items"]!
                .AsArray()
                .Where(item => (string?)item!["metadata"]!["name"] != Release.Record)
                .Select(item => item!.ToJsonString())
        );

    /// <summary>Makes the record what Helm left, or nothing.</summary>
    public async Task ResetAsync(bool there)
    {
        var now = await RecordAsync();
        if (now is not null && (!there || ContentOf(now) != Content))
        {
            await Plane.DeleteAsync(Release.RecordPath);
            now = null;
        }
        if (there && now is null)
            await Plane.PostAsync(Collection, JsonNode.Parse(Content)!.AsObject());
    }

    /// <summary>Kind, type, name, labels, annotations and data of an object: all that a restore must bring back.</summary>
    public static string ContentOf(JsonObject stored)
    {
        var content = (JsonObject)stored.DeepClone();
        foreach (var given in (string[])["uid", "resourceVersion", "creationTimestamp", "managedFields"])
            content["metadata"]!.AsObject().Remove(given);
        return content.ToJsonString();
    }
}
