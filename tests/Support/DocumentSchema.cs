using System.Text.Json;
using Json.Schema;

namespace Helmstuck.Tests.Support;

/// <summary>One of the published JSON schemas (docs/schema), which what the program writes is held against.</summary>
internal sealed class DocumentSchema
{
    public static readonly DocumentSchema ReleaseList = new("release-list");
    public static readonly DocumentSchema Review = new("review");
    public static readonly DocumentSchema Version = new("version");
    public static readonly DocumentSchema JournalLine = new("journal-line");
    public static readonly DocumentSchema BackupMeta = new("backup-meta");
    public static readonly DocumentSchema Journal = new("journal");
    public static readonly DocumentSchema BackupList = new("backup-list");
    public static readonly DocumentSchema Guard = new("guard");

    // Without the format check, "date-time" would be a remark only.
    private static readonly EvaluationOptions Strict = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    private readonly JsonSchema schema;
    private readonly string name;

    private DocumentSchema(string name)
    {
        this.name = name;
        schema = JsonSchema.FromFile(PathOf(name));
    }

    /// <summary>Where the schemas are.</summary>
    public static string Folder => Path.Combine(TestPrograms.RepositoryRoot, "docs", "schema");

    /// <summary>What in the document is not as the schema says, a line each; empty where all is well.</summary>
    public IReadOnlyList<string> Errors(JsonElement document)
    {
        var results = schema.Evaluate(document, Strict);
        if (results.IsValid)
            return [];
        var errors = new List<string> { $"not a valid {name}: {document}" };
        foreach (var detail in results.Details ?? [])
        foreach (var (keyword, error) in detail.Errors ?? new Dictionary<string, string>())
            errors.Add($"{detail.InstanceLocation}: {keyword}: {error}");
        return errors;
    }

    /// <summary>Fails unless the JSON is as the schema says.</summary>
    /// <returns>The document.</returns>
    public JsonElement Parse(string json)
    {
        var document = JsonDocument.Parse(json).RootElement;
        Assert.Empty(Errors(document));
        return document;
    }

    /// <summary>
    /// Fails unless each line of the journal under the state folder, and each description of a backup, is as its schema says.
    /// </summary>
    public static void CheckState(string root)
    {
        if (!Directory.Exists(root))
            return;
        foreach (var journal in Directory.EnumerateFiles(root, "journal.jsonl"))
        foreach (var line in File.ReadLines(journal))
            JournalLine.Parse(line);
        foreach (var meta in Directory.EnumerateFiles(root, "*.meta.json", SearchOption.AllDirectories))
            BackupMeta.Parse(File.ReadAllText(meta));
    }

    private static string PathOf(string name) => Path.Combine(Folder, name + ".json");
}
