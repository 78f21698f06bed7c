using System.Globalization;
using System.Text.Json;

namespace Helmstuck.Config;

/// <summary>
/// Compares a layer with <see cref="SettingsShape"/> before it is bound: the binder would skip unknown keys and take <c>"true"</c> for
/// <c>true</c>.
/// </summary>
internal static class SettingsCheck
{
    /// <summary>
    /// What is wrong with a settings file's JSON, naming file, key and value; else null, and each key that it sets is added to
    /// <paramref name="sources"/>.
    /// </summary>
    public static string? File(string file, JsonElement json, IDictionary<string, string> sources) =>
        Walk(file, json, SettingsShape.Root, "", sources);

    /// <summary>
    /// What is wrong with a variable, naming it, the key and the value; else null. <paramref name="path"/>: its name without the prefix,
    /// joined by colons. <paramref name="key"/>: the key that it sets, spelled as in the file.
    /// </summary>
    public static string? Variable(string variable, string path, string value, out string key)
    {
        Shape shape = SettingsShape.Root;
        key = "";
        foreach (var segment in path.Split(':'))
        {
            switch (shape)
            {
                case Shape.Section section when section.Find(segment) is { } found:
                    key = Join(key, found.Key);
                    shape = found.Shape;
                    break;
                case Shape.ListOf list when int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out var index):
                    key = string.Create(CultureInfo.InvariantCulture, $"{key}[{index}]");
                    shape = list.Item;
                    break;
                default:
                    return $"{variable}: unknown setting{Shown(variable, value)}";
            }
        }
        if (shape is not Shape.Value leaf)
            return $"{variable}: {key} is a group of settings, not a single setting{Shown(variable, value)}";
        return leaf.Problem(value) is { } problem ? $"{variable}: {key}: {Sentence(leaf, Quote(value), problem)}" : null;
    }

    private static string? Walk(string file, JsonElement json, Shape shape, string key, IDictionary<string, string> sources)
    {
        switch (shape)
        {
            case Shape.Section section when json.ValueKind == JsonValueKind.Object:
                return WalkSection(file, json, section, key, sources);
            case Shape.Section:
                return $"{file}: {Name(key)} is not an object but {Raw(json)}";
            case Shape.ListOf list when json.ValueKind == JsonValueKind.Array:
                var index = 0;
                foreach (var item in json.EnumerateArray())
                {
                    if (
                        Walk(file, item, list.Item, string.Create(CultureInfo.InvariantCulture, $"{key}[{index++}]"), sources) is
                        { } problem
                    )
                        return problem;
                }
                return null;
            case Shape.ListOf:
                return $"{file}: {key} is not a list but {Raw(json)}";
            case Shape.Value leaf:
                var text = json.ValueKind == JsonValueKind.String ? json.GetString()! : json.GetRawText();
                if (TypeOf(json) != leaf.Type)
                    return $"{file}: {key}: {(leaf.Hidden ? "the value" : Raw(json))} is not {Spoken(leaf.Type)}";
                if (leaf.Problem(text) is { } wrong)
                    return $"{file}: {key}: {Sentence(leaf, Raw(json), wrong)}";
                sources[key] = file;
                return null;
            default:
                throw new InvalidOperationException("a shape is a section, a list or a value");
        }
    }

    private static string? WalkSection(
        string file,
        JsonElement json,
        Shape.Section section,
        string key,
        IDictionary<string, string> sources
    )
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var member in json.EnumerateObject())
        {
            var path = Join(key, member.Name);
            if (section.Find(member.Name) is not { } found)
                return $"{file}: unknown key {path}{Shown(member.Name, member.Value)}; {Name(key)} takes "
                    + $"{string.Join(", ", section.Keys.Keys)}";
            if (!seen.Add(member.Name))
                return $"{file}: {path} is set twice, the second time to "
                    + $"{(found.Shape is Shape.Value { Hidden: true } ? "another value" : Raw(member.Value))}";
            // A null means the same as no key.
            if (
                member.Value.ValueKind != JsonValueKind.Null
                && Walk(file, member.Value, found.Shape, Join(key, found.Key), sources) is { } problem
            )
                return problem;
        }
        return null;
    }

    private static string Sentence(Shape.Value leaf, string value, string problem) => leaf.Hidden ? problem : $"{value} {problem}";

    private static string Join(string key, string name) => key.Length == 0 ? name : $"{key}.{name}";

    private static string Name(string key) => key.Length == 0 ? "the file" : key;

    private static JsonType? TypeOf(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.String => JsonType.Text,
            JsonValueKind.Number => JsonType.Number,
            JsonValueKind.True or JsonValueKind.False => JsonType.Boolean,
            _ => null,
        };

    private static string Spoken(JsonType type) =>
        type switch
        {
            JsonType.Text => "a string",
            JsonType.Number => "a number",
            _ => "true or false",
        };

    private static string Shown(string name, JsonElement value) => SecretWords.AreIn(name) ? SecretHint : $" ({Raw(value)})";

    private static string Shown(string name, string value) => SecretWords.AreIn(name) ? SecretHint : $" ({Quote(value)})";

    private const string SecretHint = " (its value is not shown; secrets do not belong here: use tokenEnv or tokenFile)";

    private static string Raw(JsonElement json)
    {
        var raw = json.ValueKind switch
        {
            JsonValueKind.String => Quote(json.GetString()!),
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            _ => json.GetRawText(),
        };
        return raw;
    }

    /// <summary>One line, cut, without characters that a terminal interprets.</summary>
    private static string Quote(string value)
    {
        var shown = string.Concat(value.Take(80).Select(letter => char.IsControl(letter) ? '?' : letter));
        return $"\"{shown}{(value.Length > 80 ? "…" : "")}\"";
    }
}
