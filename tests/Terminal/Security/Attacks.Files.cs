using System.Text.Json.Nodes;

namespace Helmstuck.Tests.Terminal.Security;

internal static partial class Attacks
{
    private static IEnumerable<Attack> Backups =>
        [
            Of("restore of /dev/zero", async scene => Ended(await scene.RunAsync("restore", "/dev/zero"), 1, "it is not a regular file")),
            Of("restore of a FIFO", FifoAsync),
            Of("restore of a file with a member twice", scene => BackupAsync(scene, Twice, "")),
            Of(
                "restore with an owner that takes the record away again",
                scene =>
                    BackupAsync(scene, Edit(json => json["metadata"]!["ownerReferences"] = new JsonArray()), "has metadata.ownerReferences")
            ),
            Of(
                "restore of an object of another type",
                scene => BackupAsync(scene, Edit(json => json["type"] = "Opaque"), "has the type \"Opaque\"")
            ),
            Of(
                "restore with the labels of another release",
                scene => BackupAsync(scene, Edit(json => json["metadata"]!["labels"]!["name"] = "other"), "but its label name is other")
            ),
            Of(
                "restore into another namespace",
                scene => BackupAsync(scene, static text => text, "belongs to namespace gitlab", "-n", "d")
            ),
        ];

    private static IEnumerable<Attack> Leaks =>
        [
            Of("-v=9 and a password in the server's address", PasswordAsync),
            Of(
                "a password in a proxy-url that cannot be used",
                scene => ProxyAsync(scene, "ftp://ann:s3cret@proxy.example", "ftp://proxy.example")
            ),
            Of("a password in a proxy-url that does not answer", scene => ProxyAsync(scene, "http://ann:s3cret@127.0.0.1:1", "127.0.0.1")),
            Of("journal that is a link", scene => JournalAsync(scene, file => File.CreateSymbolicLink(file, scene.Here + "/target"))),
            Of("journal that is a folder", scene => JournalAsync(scene, file => Directory.CreateDirectory(file))),
        ];

    private static string Twice(string text) => "{\"kind\":\"Secret\"," + text.TrimStart()[1..];

    private static Func<string, string> Edit(Action<JsonNode> edit) =>
        text =>
        {
            var json = JsonNode.Parse(text)!;
            edit(json);
            return json.ToJsonString();
        };

    private static async Task<AttackRun> FifoAsync(AttackScene scene)
    {
        (await ExternalCommand.RunAsync("mkfifo", [Path.Combine(scene.Here, "fifo")])).MustSucceed();
        return Ended(await scene.RunAsync("restore", "fifo"), 1, "it is not a regular file");
    }

    /// <summary>A real backup of a real delete, changed before it is put back.</summary>
    private static async Task<AttackRun> BackupAsync(AttackScene scene, Func<string, string> change, string words, params string[] flags)
    {
        Ended(await scene.RunAsync(Unstick), 0);
        var backup = Assert.Single(
            Directory.GetFiles(Path.Combine(scene.StateFolder, "backups"), "*.json", SearchOption.AllDirectories),
            file => !file.EndsWith(".meta.json", StringComparison.Ordinal)
        );
        await File.WriteAllTextAsync(backup, change(await File.ReadAllTextAsync(backup)));
        var lines = File.ReadLines(Path.Combine(scene.StateFolder, "journal.jsonl")).Count();
        var run = Ended(await scene.RunAsync(["restore", backup, .. flags]), 1, words);
        Assert.DoesNotContain(scene.Server.Changes, request => request.StartsWith("POST ", StringComparison.Ordinal));
        Assert.Equal(lines, File.ReadLines(Path.Combine(scene.StateFolder, "journal.jsonl")).Count());
        return run;
    }

    private static async Task<AttackRun> PasswordAsync(AttackScene scene)
    {
        scene.Address = $"http://ann:s3cret@127.0.0.1:{scene.Server.Port}";
        var run = Ended(await scene.RunAsync("list", "-v=9"), 0, "verb=\"GET\" url=\"http://127.0.0.1:");
        Assert.DoesNotContain("s3cret", run.Error + run.Output, StringComparison.Ordinal);
        return run;
    }

    private static async Task<AttackRun> ProxyAsync(AttackScene scene, string proxy, string words)
    {
        scene.Cluster = $"    proxy-url: '{proxy}'";
        var run = Ended(await scene.RunAsync("list", "-v=9"), 1, words);
        Assert.DoesNotContain("s3cret", run.Error + run.Output, StringComparison.Ordinal);
        return run;
    }

    private static async Task<AttackRun> JournalAsync(AttackScene scene, Action<string> make)
    {
        Directory.CreateDirectory(scene.StateFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        make(Path.Combine(scene.StateFolder, "journal.jsonl"));
        var run = Ended(await scene.RunAsync(Unstick), 1, "journal");
        Assert.Empty(scene.Server.Changes);
        Assert.False(scene.Exists("target"));
        return run;
    }
}
