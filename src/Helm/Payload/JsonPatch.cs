using System.Text;
using System.Text.Json;
using Helmstuck.Go;

namespace Helmstuck.Helm.Payload;

/// <summary>Sets string members of one object in a JSON document and leaves every other byte unchanged.</summary>
internal static class JsonPatch
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 10_000 };

    /// <summary>
    /// The document with those members of the object at <paramref name="path"/> set; the same array if all of them have that value
    /// already; null if there is no object at the path. A missing member is added first, unless its value is empty. If a name occurs
    /// more than once, each is set, because readers differ in which one they use. <paramref name="ignoreCase"/>: names are compared as Go
    /// compares them. Throws <see cref="JsonException"/> on text that is not JSON.
    /// </summary>
    public static byte[]? SetMembers(
        byte[] json,
        ReadOnlySpan<string> path,
        IReadOnlyList<(string Name, string Value)> members,
        bool ignoreCase
    )
    {
        var setter = new MemberSetter(members, ignoreCase);
        var reader = new Utf8JsonReader(json, Options);
        reader.Read();
        setter.Walk(ref reader, path);
        while (reader.Read()) { }
        if (setter.Objects == 0)
            return null;
        return setter.Edits.Count == 0 ? json : Apply(json, setter.Edits);
    }

    /// <summary>
    /// The text at a path, the last one if there are several; null if none exists. Throws <see cref="JsonException"/> on text that is
    /// not JSON.
    /// </summary>
    public static string? Text(byte[] json, ReadOnlySpan<string> path)
    {
        var reader = new Utf8JsonReader(json, Options);
        string? found = null;
        reader.Read();
        Find(ref reader, path, ref found);
        while (reader.Read()) { }
        return found;
    }

    private static void Find(ref Utf8JsonReader reader, ReadOnlySpan<string> path, ref string? found)
    {
        if (path.Length == 0)
        {
            found = reader.TokenType == JsonTokenType.String ? GoJson.Text(ref reader) : null;
            reader.Skip();
            return;
        }
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var here = GoJson.Text(ref reader) == path[0];
            reader.Read();
            if (here)
                Find(ref reader, path[1..], ref found);
            else
                reader.Skip();
        }
    }

    private static byte[] Apply(byte[] json, List<(int Start, int End, string Text)> edits)
    {
        var result = new MemoryStream(json.Length + 256);
        var at = 0;
        foreach (var (start, end, text) in edits.OrderBy(edit => edit.Start).ThenBy(edit => edit.End))
        {
            result.Write(json, at, start - at);
            result.Write(Encoding.UTF8.GetBytes(text));
            at = end;
        }
        result.Write(json, at, json.Length - at);
        return result.ToArray();
    }

    /// <summary>Notes what to change so that each object at a path has these members.</summary>
    private sealed class MemberSetter(IReadOnlyList<(string Name, string Value)> members, bool ignoreCase)
    {
        public List<(int Start, int End, string Text)> Edits { get; } = [];

        /// <summary>How many objects were at the path.</summary>
        public int Objects { get; private set; }

        /// <summary>
        /// Follows the path through the reader's current value, and notes what to change in each object at its end.
        /// </summary>
        public void Walk(ref Utf8JsonReader reader, ReadOnlySpan<string> path)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                return;
            }
            var start = (int)reader.BytesConsumed;
            var seen = new bool[members.Count];
            var any = false;
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                any = true;
                var name = GoJson.Text(ref reader);
                reader.Read();
                if (path.Length > 0)
                {
                    if (Same(name, path[0]))
                        Walk(ref reader, path[1..]);
                    else
                        reader.Skip();
                    continue;
                }
                var from = (int)reader.TokenStartIndex;
                var isText = reader.TokenType == JsonTokenType.String;
                var value = isText ? GoJson.Text(ref reader) : null;
                reader.Skip();
                for (var i = 0; i < members.Count; i++)
                {
                    if (!Same(name, members[i].Name))
                        continue;
                    seen[i] = true;
                    if (value != members[i].Value)
                        Edits.Add((from, (int)reader.BytesConsumed, Quote(members[i].Value)));
                }
            }
            if (path.Length > 0)
                return;
            Objects++;
            var missing = string.Join(
                ',',
                members
                    .Where((member, i) => !seen[i] && member.Value.Length > 0)
                    .Select(member => $"{Quote(member.Name)}:{Quote(member.Value)}")
            );
            if (missing.Length > 0)
                Edits.Add((start, start, any ? missing + "," : missing));
        }

        private bool Same(string name, string wanted) => ignoreCase ? Shape.Fold(name) == wanted : name == wanted;

        private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
    }
}
