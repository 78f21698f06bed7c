using System.Text.Json;
using System.Text.Json.Nodes;
using Helmstuck.Helm.Records;

namespace Helmstuck.Tests.Unit.Cli;

/// <summary>Every JSON that the command line prints is as its published schema says, and the schemas refuse what is not.</summary>
public sealed class SchemaTests
{
    private const string JournalIntent = """
        {"time":"2026-11-22T14:00:00Z","entry":"delete-intent","user":"sre","context":"demo","server":"demo.example","namespace":"gitlab",
         "record":"sh.helm.release.v1.web.v3","uid":"u","resourceVersion":"7","checks":{"record":"pass","ci-jobs":"unknown"},
         "overrides":[{"check":"workloads","reason":"known"}],"attested":["ci-jobs"],"backup":"/b.json","result":null,"evidence":{"workloads":["1 of 2"]}}
        """;

    private const string JournalResult = """
        {"time":"2026-11-22T14:00:00Z","entry":"delete-result","user":"sre","context":"demo","server":"demo.example","namespace":"gitlab",
         "record":"sh.helm.release.v1.web.v3","uid":"u","resourceVersion":"7","checks":{},"overrides":[],"attested":[],"backup":"/b.json",
         "result":"done","applied":true,"lines":["deleted"],"evidence":{}}
        """;

    private const string EncryptedMeta = """
        {"time":"2026-11-22T14:00:00Z","context":"demo","server":"demo.example","kubeSystemUid":"","user":"sre","namespace":"gitlab",
         "release":"web","record":"sh.helm.release.v1.web.v3","revision":3,"encryption":{"program":"age","kind":"Secret",
         "objectDigest":"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
         "fileDigest":"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}}
        """;

    private const string BackupMeta = """
        {"time":"2026-11-22T14:00:00Z","context":"demo","server":"demo.example","kubeSystemUid":"","user":"sre","namespace":"gitlab",
         "release":"web","record":"sh.helm.release.v1.web.v3","revision":3}
        """;

    [Theory]
    [InlineData("list")]
    [InlineData("list", "--all")]
    [InlineData("list", "--deep")]
    [InlineData("list", "--all", "--deep")]
    public async Task A_list_of_releases(params string[] arguments) =>
        DocumentSchema.ReleaseList.Parse(await PrintedAsync([.. arguments, "-o", "json"]));

    [Fact]
    public async Task A_list_that_notes_what_the_label_hides()
    {
        using var cli = new CliScene(ns: "default");
        await cli.World.SeedAsync(new SeedRecord("default", "lost", 1, "deployed") { EncodedPayload = "bm90aGluZw==" });
        var list = DocumentSchema.ReleaseList.Parse((await cli.RunAsync("list", "--deep", "-o", "json")).Out);
        Assert.True(list.GetProperty("items")[0].TryGetProperty("note", out _));
    }

    [Fact]
    public async Task An_empty_list()
    {
        using var cli = new CliScene(ns: "default");
        DocumentSchema.ReleaseList.Parse((await cli.RunAsync("list", "-o", "json")).Out);
    }

    [Theory]
    [InlineData("gitlab-cny")]
    [InlineData("registry")]
    [InlineData("cert-manager")]
    [InlineData("runner")]
    public async Task The_review_of_a_release_of_the_demo(string release) =>
        DocumentSchema.Review.Parse(await PrintedAsync("explain", release, "-o", "json"));

    [Theory]
    [InlineData("deployed")]
    [InlineData("deployed", "pending-upgrade")]
    [InlineData("deployed", "pending-upgrade", "pending-rollback")]
    [InlineData("uninstalling")]
    [InlineData("failed")]
    public async Task The_review_of_a_history(params string[] statuses)
    {
        using var cli = new CliScene(ns: "default");
        await cli.World.SeedAsync(statuses);
        DocumentSchema.Review.Parse((await cli.RunAsync("explain", "web", "-o", "json")).Out);
    }

    [Fact]
    public async Task The_review_of_a_ConfigMap()
    {
        using var cli = new CliScene(StorageDriver.ConfigMap, "default");
        await cli.World.SeedAsync(new SeedRecord("default", "web", 1, "pending-install") { Driver = "configmap" });
        DocumentSchema.Review.Parse((await cli.RunAsync("explain", "web", "-o", "json")).Out);
    }

    [Fact]
    public async Task The_version() => DocumentSchema.Version.Parse(await PrintedAsync("version", "-o", "json"));

    [Fact]
    public async Task The_version_with_that_of_the_server() =>
        DocumentSchema.Version.Parse(await PrintedAsync("version", "-o", "json", "--with-server"));

    [Theory]
    [InlineData("review", "/stuck", "\"yes\"")]
    [InlineData("review", "/record/kind", "\"Pod\"")]
    [InlineData("review", "/record/status", "\"deployed\"")]
    [InlineData("review", "/record/startedAt", "\"yesterday\"")]
    [InlineData("review", "/record/revision", "\"1234\"")]
    [InlineData("review", "/checks/0/id", "\"mood\"")]
    [InlineData("review", "/checks/0/state", "\"ok\"")]
    [InlineData("review", "/workloads/0/verdict", "\"fine\"")]
    [InlineData("review", "/workloads/0/desired", "\"3\"")]
    [InlineData("review", "/workloads/0/conditions", "{\"Ready\":\"True\"}")]
    [InlineData("review", "/changes/0/change", "\"edited\"")]
    [InlineData("review", "/changes/0/live", "\"new\"")]
    [InlineData("review", "/outlook/now/upgrade/outcome", "\"proceeds\"")]
    [InlineData("review", "/outlook/now/upgrade/error", "null")]
    [InlineData("review", "/outlook/toDelete", "[1234,1234]")]
    [InlineData("review", "/recommendation/action", "\"rollback\"")]
    [InlineData("guard", "/outcome", "\"done\"")]
    [InlineData("guard", "/outcome", "\"freed\"")]
    [InlineData("guard", "/exitCode", "0")]
    [InlineData("guard", "/record", "null")]
    [InlineData("guard", "/conditions/0/id", "\"mood\"")]
    [InlineData("guard", "/conditions/0/met", "true")]
    [InlineData("guard", "/checks/0/state", "\"ok\"")]
    [InlineData("guard", "/waitedSeconds", "-1")]
    [InlineData("release-list", "/kind", "\"List\"")]
    [InlineData("release-list", "/items/0/stuck", "false")]
    [InlineData("release-list", "/items/0/phase", "\"ok\"")]
    [InlineData("release-list", "/items/0/phase", "\"running\"")]
    [InlineData("release-list", "/items/0/record", "\"web\"")]
    [InlineData("version", "/platform", "\"windows/amd64\"")]
    [InlineData("version", "/commit", "\"main\"")]
    [InlineData("version", "/date", "\"today\"")]
    [InlineData("journal-intent", "/entry", "\"delete\"")]
    [InlineData("journal-intent", "/result", "\"done\"")]
    [InlineData("journal-intent", "/checks", "{\"record\":\"ok\"}")]
    [InlineData("journal-intent", "/checks", "{\"mood\":\"pass\"}")]
    [InlineData("journal-intent", "/overrides/0/check", "\"record\"")]
    [InlineData("journal-intent", "/attested", "[\"owner\"]")]
    [InlineData("journal-result", "/result", "null")]
    [InlineData("journal-result", "/applied", "\"yes\"")]
    [InlineData("backup-meta", "/revision", "\"3\"")]
    [InlineData("encrypted-meta", "/encryption/kind", "\"Pod\"")]
    [InlineData("encrypted-meta", "/encryption/objectDigest", "\"sha256:0\"")]
    public async Task A_wrong_value_is_refused(string document, string at, string value)
    {
        var (schema, good) = await DocumentAsync(document);
        Assert.Empty(Errors(schema, good));
        var steps = at[1..].Split('/');
        var parent = steps[..^1].Aggregate(good, (node, step) => node is JsonArray array ? array[int.Parse(step)]! : node[step]!);
        parent[steps[^1]] = JsonNode.Parse(value);
        Assert.NotEmpty(Errors(schema, good));
    }

    [Theory]
    [InlineData("review")]
    [InlineData("guard")]
    [InlineData("release-list")]
    [InlineData("version")]
    [InlineData("journal-intent")]
    [InlineData("journal-result")]
    [InlineData("backup-meta")]
    [InlineData("encrypted-meta")]
    public async Task A_missing_or_surplus_member_is_refused(string document)
    {
        var (schema, good) = await DocumentAsync(document);
        var accepted = new List<string>();
        foreach (var node in Objects(good).ToList())
        {
            foreach (var (name, value) in node.ToList())
            {
                node.Remove(name);
                if (Errors(schema, good).Count == 0)
                    accepted.Add($"without {node.GetPath()}.{name}");
                node[name] = value;
            }
            node["surplus"] = "surplus";
            if (Errors(schema, good).Count == 0)
                accepted.Add($"surplus in {node.GetPath()}");
            node.Remove("surplus");
        }
        Assert.DoesNotContain(accepted, one => !IsFree(one));
    }

    private static readonly string[] FreeMembers = [".conditions.", "$.checks.", "$.evidence.", "$.encryption"];

    // A workload need not have a condition, a journal's line names the checks that were made, and most backups are not encrypted.
    private static bool IsFree(string accepted) =>
        accepted.StartsWith("without", StringComparison.Ordinal)
        && FreeMembers.Any(member => accepted.Contains(member, StringComparison.Ordinal));

    private static IEnumerable<JsonObject> Objects(JsonNode? node) =>
        node switch
        {
            JsonObject found => found.SelectMany(member => Objects(member.Value)).Prepend(found),
            JsonArray array => array.SelectMany(Objects),
            _ => [],
        };

    private static IReadOnlyList<string> Errors(DocumentSchema schema, JsonNode document) =>
        schema.Errors(JsonSerializer.SerializeToElement(document));

    private static async Task<(DocumentSchema, JsonNode)> DocumentAsync(string document) =>
        document switch
        {
            "review" => (DocumentSchema.Review, JsonNode.Parse(await PrintedAsync("explain", "gitlab-cny", "-o", "json"))!),
            "guard" => (DocumentSchema.Guard, JsonNode.Parse(await GuardedAsync())!),
            "release-list" => (DocumentSchema.ReleaseList, JsonNode.Parse(await PrintedAsync("list", "-o", "json"))!),
            "version" => (DocumentSchema.Version, JsonNode.Parse(await PrintedAsync("version", "-o", "json"))!),
            "journal-intent" => (DocumentSchema.JournalLine, JsonNode.Parse(JournalIntent)!),
            "journal-result" => (DocumentSchema.JournalLine, JsonNode.Parse(JournalResult)!),
            "encrypted-meta" => (DocumentSchema.BackupMeta, JsonNode.Parse(EncryptedMeta)!),
            _ => (DocumentSchema.BackupMeta, JsonNode.Parse(BackupMeta)!),
        };

    private static async Task<string> GuardedAsync()
    {
        using var cli = new CliScene();
        return (await cli.RunAsync("guard", "gitlab-cny", "--wait", "0s", "--mine-if", "chart=gitlab-8", "-o", "json")).Out;
    }

    private static async Task<string> PrintedAsync(params string[] arguments)
    {
        using var cli = new CliScene();
        var result = await cli.RunAsync(arguments);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        return result.Out;
    }
}
