using System.Text.Json;
using System.Text.Json.Nodes;

namespace Helmstuck.Tests.Terminal.KillMatrix;

/// <summary>Holds what a killed run left, in the cluster and in the state folder, against what is promised.</summary>
/// <param name="verb">The journal's word for what the run did: <c>delete</c>, <c>mark-failed</c>, <c>restore</c>.</param>
internal sealed class KillVerdict(KillScene scene, KillRun run, string verb, JsonObject? before, string others)
{
    private const string Interrupted = "an earlier run was interrupted: ";

    /// <param name="byKubectl">Whether a deleted record is put back by kubectl, else by <c>restore</c>.</param>
    /// <param name="arrives">Whether the change that is held on its way arrives then, and takes effect.</param>
    public async Task HoldAsync(bool byKubectl, bool arrives = false)
    {
        var now = await scene.RecordAsync();
        Assert.Equal(others, await scene.OthersAsync());
        AssertRecord(now);
        if (!run.HasWritten)
        {
            Assert.Equal(before?.ToJsonString(), now?.ToJsonString());
            return;
        }
        var backups = await RestorableAsync();
        if (verb != "restore" && now?.ToJsonString() != before!.ToJsonString())
            Assert.Single(backups);

        var open = Open(Journal());
        var told = await StartAsync("explain", scene.Release.Name, "-n", scene.Release.Namespace);
        if (open)
        {
            AssertTold(now, Assert.Single(told));
            var journal = Journal();
            Assert.Equal([$"{verb}-intent", $"{verb}-result"], journal.Select(Entry));
            Assert.Equal(told[0], journal[1].GetProperty("lines")[0].GetString());
            told = await StartAsync("restore");
            Assert.Equal(2, Journal().Count);
        }
        Assert.Empty(told);
        run.Proxy.Release();
        if (arrives)
            await ArriveAsync(now);
        if (verb == "delete" && await scene.RecordAsync() is null)
            await PutBackAsync(Assert.Single(await RestorableAsync()), byKubectl);
    }

    private async Task ArriveAsync(JsonObject? now)
    {
        JsonObject? then;
        while ((then = await scene.RecordAsync())?.ToJsonString() == now?.ToJsonString())
            await Task.Delay(10);
        AssertRecord(then);
    }

    private void AssertRecord(JsonObject? now)
    {
        switch (verb)
        {
            case "delete" when now is null:
                return;
            case "restore":
                if (now is not null)
                    Assert.Equal(scene.Content, KillScene.ContentOf(now));
                return;
            case "mark-failed" when (string?)now!["metadata"]!["labels"]!["status"] == "failed":
                Assert.Equal((string?)before!["metadata"]!["uid"], (string?)now["metadata"]!["uid"]);
                var was = JsonNode.Parse(scene.Content)!;
                was["metadata"]!["labels"]!["status"] = "failed";
                was["data"] = now["data"]!.DeepClone();
                Assert.Equal(was.ToJsonString(), KillScene.ContentOf(now));
                return;
            default:
                Assert.Equal(before!.ToJsonString(), now!.ToJsonString());
                return;
        }
    }

    /// <summary>The files that <c>backups</c> calls restorable; each holds the whole record.</summary>
    private async Task<List<string>> RestorableAsync()
    {
        var listed = (await run.RunAsync("backups", "-o", "json")).MustSucceed();
        var files = JsonElement
            .Parse(listed.Output)
            .GetProperty("items")
            .EnumerateArray()
            .Where(item => item.GetProperty("restorable").GetBoolean())
            .Select(item => item.GetProperty("file").GetString()!)
            .ToList();
        foreach (var file in files)
            Assert.Equal(scene.Content, KillScene.ContentOf(JsonNode.Parse(await File.ReadAllTextAsync(file))!.AsObject()));
        return files;
    }

    private async Task PutBackAsync(string file, bool byKubectl)
    {
        if (byKubectl)
        {
            var backup = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
            backup["metadata"]!.AsObject().Remove("uid");
            backup["metadata"]!.AsObject().Remove("resourceVersion");
            (await scene.Plane.RunAsync("kubectl", scene.Plane.AdminUser, ["create", "-f", "-"], backup.ToJsonString())).MustSucceed();
        }
        else
            (await run.RunAsync("restore", file)).MustSucceed();
        Assert.Equal(scene.Content, KillScene.ContentOf((await scene.RecordAsync())!));
    }

    /// <summary>The lines about an interrupted run that a command says when it starts.</summary>
    private async Task<List<string>> StartAsync(params string[] command) =>
        [.. (await run.RunAsync(command)).Error.Split('\n').Where(line => line.StartsWith(Interrupted, StringComparison.Ordinal))];

    private void AssertTold(JsonObject? now, string line) =>
        Assert.StartsWith(
            Interrupted
                + verb switch
                {
                    "delete" => now is null ? "the record is gone; restore with: " : "the record is still there",
                    "mark-failed" when (string?)now!["metadata"]!["labels"]!["status"] == "failed" => "the record is marked failed",
                    "mark-failed" => "the record is still as it was",
                    _ => now is null ? "the record is not there" : "the record is restored",
                },
            line,
            StringComparison.Ordinal
        );

    /// <summary>The journal's entries; a kill may have torn one.</summary>
    private List<JsonElement> Journal() =>
        [
            .. (File.Exists(run.Journal) ? File.ReadAllLines(run.Journal) : [])
                .Where(line => line.StartsWith('{') && line.EndsWith('}'))
                .Select(line => JsonElement.Parse(line)),
        ];

    private static string Entry(JsonElement line) => line.GetProperty("entry").GetString()!;

    /// <summary>Whether the run wrote what it was about to do, and not what came of it.</summary>
    private bool Open(List<JsonElement> journal)
    {
        var entries = journal.Select(Entry).ToList();
        Assert.Contains(string.Join(' ', entries), (string[])["", $"{verb}-intent", $"{verb}-intent {verb}-result"]);
        return entries.Count == 1;
    }
}
