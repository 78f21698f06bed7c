using System.Text.Json;

namespace Helmstuck.Helm.Manifests;

/// <summary>
/// A file that Helm reads as one YAML document: values, or a Chart.yaml (Helm: chart/loader/load.go LoadValues over sigs.k8s.io/yaml).
/// </summary>
internal static class ValuesFile
{
    /// <summary>The largest file that is read, in characters.</summary>
    public const int MostCharacters = 8 << 20;

    /// <summary>
    /// The document as JSON, an object; or why it is not known what Helm reads from the text, as the continuation of a file's name. The
    /// reason never contains a value. Several documents are refused: Helm since 3.17 merges them, an older Helm reads only the first.
    /// </summary>
    public static (JsonElement Json, string? Problem) Read(string text)
    {
        if (text.Length > MostCharacters)
            return (default, $"is larger than {MostCharacters >> 20} MiB");
        if (HasSeveralDocuments(text))
            return (default, "has more than one YAML document, which Helm versions read differently");
        try
        {
            var node = ManifestYaml.Parse(text.AsMemory());
            var json = node is null ? default : new NodeJson(6L * text.Length + ManifestParser.ExpansionLimit).From(node);
            return json.ValueKind switch
            {
                JsonValueKind.Undefined or JsonValueKind.Null => (JsonElement.Parse("{}"), null),
                JsonValueKind.Object => (json, null),
                _ => (default, "is not a map"),
            };
        }
        catch (ManifestException broken)
        {
            return (default, $"cannot be read: {broken.Message.TrimEnd('.')}");
        }
    }

    /// <summary>Whether a line that ends or begins a document comes after anything but comments, or more than once.</summary>
    private static bool HasSeveralDocuments(string text)
    {
        var content = false;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("---", StringComparison.Ordinal) || line.StartsWith("...", StringComparison.Ordinal))
            {
                if (content)
                    return true;
                content = true;
            }
            else if (!line.IsWhiteSpace() && line.TrimStart()[0] is not '#')
                content = true;
        }
        return false;
    }
}
