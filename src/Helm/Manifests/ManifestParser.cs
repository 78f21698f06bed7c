using System.Text.Json;

namespace Helmstuck.Helm.Manifests;

/// <summary>
/// Parses a manifest as Helm's builder does (Helm: kube/client.go Build; Kubernetes: cli-runtime resource.Builder.Stream, apimachinery
/// util/yaml YAMLReader, FlattenListVisitor).
/// </summary>
internal static class ManifestParser
{
    /// <summary>The limit for a manifest with anchors and aliases expanded, in bytes of JSON beyond six times its own length.</summary>
    public const int ExpansionLimit = 8 << 20;

    /// <summary>The size, in characters, from which a second thread is worth starting.</summary>
    private const int LargeFrom = 200_000;

    /// <summary>
    /// Never throws on any text. A namespaced object that names no namespace gets <paramref name="releaseNamespace"/>; only built-in kinds
    /// are known to be cluster-scoped, so a cluster-scoped custom object has the release's namespace in its key until discovery says
    /// otherwise. <paramref name="shared"/>: another manifest of the same release; documents with the same text are taken from it as the
    /// same instances and not parsed again.
    /// </summary>
    public static ManifestSet Parse(string manifest, string releaseNamespace, ManifestSet? shared = null)
    {
        var objects = new List<ManifestObject>();
        var problems = new List<string>();
        var documents = new Dictionary<ReadOnlyMemory<char>, ManifestDocument>(TextComparer.Instance);
        List<(ReadOnlyMemory<char> Text, bool BadSeparator)> parts = [.. Split(manifest)];
        List<ReadOnlyMemory<char>> unread =
        [
            .. parts.Select(part => part.Text).Distinct(TextComparer.Instance).Where(text => shared?.Documents?.ContainsKey(text) != true),
        ];
        var read = ReadAll(unread, manifest.Length, releaseNamespace);
        for (var i = 0; i < unread.Count; i++)
            documents.Add(unread[i], read[i]);
        var number = 0;
        foreach (var (text, badSeparator) in parts)
        {
            number++;
            if (badSeparator)
                problems.Add($"Document {number} of the manifest begins with a line of --- and more text: Helm refuses that.");
            if (!documents.TryGetValue(text, out var document))
                documents.Add(text, document = shared!.Documents![text]);
            objects.AddRange(document.Objects);
            if (document.Problem is { } problem)
                problems.Add(
                    $"Document {number} of the manifest{(SourceOf(text.Span) is { Length: > 0 } source ? $" ({source})" : "")}: {problem}"
                );
        }
        return new ManifestSet(objects, problems) { Documents = documents };
    }

    /// <summary>
    /// The texts between lines of <c>---</c> (which may end with white space or a comment). A line that only starts with it is an
    /// error in Helm; here it separates documents, too.
    /// </summary>
    private static IEnumerable<(ReadOnlyMemory<char> Text, bool BadSeparator)> Split(string manifest)
    {
        var start = 0;
        var bad = false;
        for (var line = 0; line < manifest.Length; )
        {
            var end = manifest.IndexOf('\n', line);
            var next = end < 0 ? manifest.Length : end + 1;
            if (manifest.AsSpan(line, next - line).StartsWith("---", StringComparison.Ordinal))
            {
                if (line > start)
                    yield return (manifest.AsMemory(start, line - start), bad);
                var rest = manifest.AsSpan(line + 3, next - line - 3).Trim();
                bad = !rest.IsEmpty && rest[0] != '#';
                start = next;
            }
            line = next;
        }
        if (start < manifest.Length)
            yield return (manifest.AsMemory(start), bad);
    }

    /// <summary>
    /// The documents in order. A large manifest is read in two halves in parallel; each half has the whole budget for expanded
    /// anchors.
    /// </summary>
    private static List<ManifestDocument> ReadAll(List<ReadOnlyMemory<char>> texts, int length, string releaseNamespace)
    {
        List<ManifestDocument> Range(int from, int to)
        {
            var json = new NodeJson(6L * length + ExpansionLimit);
            var read = new List<ManifestDocument>(to - from);
            for (var i = from; i < to; i++)
                read.Add(Read(texts[i], releaseNamespace, json));
            return read;
        }
        if (length < LargeFrom || texts.Count < 2)
            return Range(0, texts.Count);
        var second = Task.Run(() => Range(texts.Count / 2, texts.Count));
        var first = Range(0, texts.Count / 2);
        return [.. first, .. second.GetAwaiter().GetResult()];
    }

    private static ManifestDocument Read(ReadOnlyMemory<char> text, string releaseNamespace, NodeJson json)
    {
        JsonElement root;
        try
        {
            if (ManifestYaml.Parse(text) is not { } node)
                return new ManifestDocument([], null);
            root = json.From(node);
        }
        catch (ManifestException broken)
        {
            return new ManifestDocument([], broken.Message);
        }
        if (root.ValueKind == JsonValueKind.Null)
            return new ManifestDocument([], null);
        var objects = new List<ManifestObject>();
        var problem = Flatten(root, new ItemContext(releaseNamespace, SourceOf(text.Span), "", ""), objects);
        return new ManifestDocument(objects, problem);
    }

    /// <summary>What an object takes from around it where it does not say so itself.</summary>
    private sealed record ItemContext(string ReleaseNamespace, string Source, string Kind, string Version, bool InList = false);

    /// <summary>
    /// For Helm, every object with <c>items</c> is a list; an item without a kind has the list's kind without "List"
    /// (Kubernetes: unstructuredJSONScheme.decodeToList).
    /// </summary>
    private static string? Flatten(JsonElement root, ItemContext context, List<ManifestObject> objects)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return "it is a plain value, not an object.";
        var kind = Text(root, "kind");
        var version = Text(root, "apiVersion");
        if (kind.Length == 0)
            (kind, version) = (context.Kind, context.Version);
        if (kind.Length == 0)
            return "its object has no kind.";
        if (root.TryGetProperty("items", out var items))
        {
            if (items.ValueKind is not (JsonValueKind.Array or JsonValueKind.Null))
                return "its items are not a list.";
            if (items.ValueKind == JsonValueKind.Null)
                return null;
            var itemKind = kind.EndsWith("List", StringComparison.Ordinal) ? kind[..^4] : kind;
            string? problem = null;
            foreach (var item in items.EnumerateArray())
                problem = Flatten(item, context with { Kind = itemKind, Version = version, InList = true }, objects) ?? problem;
            return problem;
        }
        var meta = root.TryGetProperty("metadata", out var found) ? found : default;
        var space =
            ManifestKinds.IsClusterScoped(version, kind) ? ""
            : Text(meta, "namespace") is { Length: > 0 } own ? own
            : context.ReleaseNamespace;
        objects.Add(new ManifestObject(new ObjectKey(version, kind, space, Text(meta, "name")), root, context.Source, context.InList));
        return null;
    }

    private static string Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";

    private static string SourceOf(ReadOnlySpan<char> text)
    {
        foreach (var line in text.EnumerateLines())
        {
            if (line.StartsWith("# Source: ", StringComparison.Ordinal))
                return line[10..].Trim().ToString();
            if (!line.IsWhiteSpace() && line[0] != '#')
                break;
        }
        return "";
    }

    private sealed class TextComparer : IEqualityComparer<ReadOnlyMemory<char>>
    {
        public static readonly TextComparer Instance = new();

        public bool Equals(ReadOnlyMemory<char> x, ReadOnlyMemory<char> y) => x.Span.SequenceEqual(y.Span);

        public int GetHashCode(ReadOnlyMemory<char> text) => string.GetHashCode(text.Span);
    }
}
