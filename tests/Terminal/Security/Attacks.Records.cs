using System.Text.Json.Nodes;

namespace Helmstuck.Tests.Terminal.Security;

internal static partial class Attacks
{
    private static readonly string[] UnstickApp =
    [
        "unstick",
        "app",
        "--yes",
        "--attest",
        "ci-jobs",
        "--override",
        "I am sure",
        "--revision",
    ];

    private static IEnumerable<Attack> Contradictions =>
        [
            Of(
                "labels of one release on the record of another",
                scene => ForgedAsync(scene, new() { ObjectName = "sh.helm.release.v1.other.v8" }, "but its label name is app")
            ),
            Of(
                "labels of a release on an object that is no record",
                scene => ForgedAsync(scene, new() { ObjectName = "tls-key" }, "which is not a record name of Helm")
            ),
            Of("payload of another release", scene => ForgedAsync(scene, new() { Edit = Set("name", "\"other\"") }, "of release other")),
            Of(
                "payload of revision 2147483648",
                scene => ForgedAsync(scene, new() { Edit = Set("version", "2147483648") }, "of revision 2147483648", "2147483648")
            ),
        ];

    private static IEnumerable<Attack> Writes =>
        [
            Of("DELETE answered 200 without effect", scene => WriteAsync(scene, 200, false, 6, "but the record is still there", "null")),
            Of("DELETE answered 202 without effect", scene => WriteAsync(scene, 202, false, 6, "but the record is still there", "null")),
            Of("DELETE answered 302 after it took effect", scene => WriteAsync(scene, 302, true, 0, "the record is gone", "true")),
            Of("DELETE answered 500 after it took effect", scene => WriteAsync(scene, 500, true, 0, "the record is gone", "true")),
        ];

    private static Action<JsonObject> Set(string member, string value) => payload => payload[member] = JsonNode.Parse(value);

    /// <summary>What a forged record of app, revision 8, has in place of Helm's own.</summary>
    private sealed record Forgery
    {
        public string? ObjectName { get; init; }
        public Action<JsonObject>? Edit { get; init; }
    }

    private static async Task<AttackRun> ForgedAsync(AttackScene scene, Forgery forgery, string words, string revision = "8")
    {
        var record = new SeedRecord("gitlab", "app", 8, "pending-upgrade") { ObjectName = forgery.ObjectName, Edit = forgery.Edit };
        await scene.Server.SeedAsync(record);
        var run = Ended(
            await scene.RunAsync([.. UnstickApp, revision]),
            4,
            $"the record contradicts itself: the object is named {record.Name}"
        );
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
        Assert.Empty(scene.Server.Changes);
        return run;
    }

    private static async Task<AttackRun> WriteAsync(AttackScene scene, int code, bool effect, int exitCode, string words, string applied)
    {
        scene.Server.Instead = async (request, stream, _) =>
        {
            if (!ImitatingServer.IsChange(request))
                return false;
            if (effect)
                await scene.Server.ActAsync(HttpMethod.Delete, request["DELETE ".Length..]);
            await ImitatingServer.AnswerAsync(
                stream,
                code,
                code < 300 ? """{"kind":"Status","apiVersion":"v1","status":"Success"}""" : "",
                code < 300 ? "application/json" : "text/html"
            );
            return true;
        };
        var run = Ended(await scene.RunAsync(Unstick), exitCode, words);
        Assert.Single(scene.Server.Changes);
        var last = (await File.ReadAllLinesAsync(Path.Combine(scene.StateFolder, "journal.jsonl")))[^1];
        Assert.Equal(applied, JsonNode.Parse(last)!["applied"]?.ToJsonString() ?? "null");
        return run;
    }
}
