using System.Text.Json;

namespace Helmstuck.Helm.Manifests;

/// <summary>The fields that differ between two objects, images first, then in the order of the new object.</summary>
internal sealed class ChangeFields
{
    private const string Hidden = "(hidden)";

    private readonly List<FieldChange> fields = [];
    private readonly bool secret;

    private ChangeFields(bool secret) => this.secret = secret;

    /// <summary>
    /// Either side may be <c>default</c> (no such object); then only the images are listed, because the whole object is new or gone.
    /// For a Secret only metadata and type are shown.
    /// </summary>
    public static IReadOnlyList<FieldChange> Of(JsonElement before, JsonElement after, bool secret)
    {
        var changes = new ChangeFields(secret);
        if (before.ValueKind == JsonValueKind.Undefined || after.ValueKind == JsonValueKind.Undefined)
            changes.Images("", before, after);
        else
            changes.Compare("", "", before, after);
        return [.. changes.fields.OrderBy(field => !field.IsImage)];
    }

    private void Compare(string path, string field, JsonElement before, JsonElement after)
    {
        if (before.ValueKind == JsonValueKind.Object && after.ValueKind == JsonValueKind.Object)
            CompareObjects(path, before, after);
        else if (before.ValueKind == JsonValueKind.Array && after.ValueKind == JsonValueKind.Array)
            CompareLists(path, field, before, after);
        else if (!Same(before, after))
            Add(path, field, before, after);
    }

    private void CompareObjects(string path, JsonElement before, JsonElement after)
    {
        foreach (var member in after.EnumerateObject())
            Compare(
                ManifestPath.Member(path, member.Name),
                member.Name,
                before.TryGetProperty(member.Name, out var old) ? old : default,
                member.Value
            );
        foreach (var member in before.EnumerateObject())
        {
            if (!after.TryGetProperty(member.Name, out _))
                Compare(ManifestPath.Member(path, member.Name), member.Name, member.Value, default);
        }
    }

    private void CompareLists(string path, string field, JsonElement before, JsonElement after)
    {
        if (JsonElement.DeepEquals(before, after))
            return;
        if (ItemsByKey(field, before) is { } old && ItemsByKey(field, after) is { } now)
        {
            foreach (var (key, item) in now)
                Compare(ManifestPath.Item(path, key), "", old.FirstOrDefault(pair => pair.Key == key).Value, item);
            foreach (var (key, item) in old)
            {
                if (!now.Exists(pair => pair.Key == key))
                    Compare(ManifestPath.Item(path, key), "", item, default);
            }
            var (order, newOrder) = (Order(old, now), Order(now, old));
            if (order != newOrder)
                fields.Add(new FieldChange($"{path} (order)", order, newOrder));
            return;
        }
        if (
            before.GetArrayLength() != after.GetArrayLength()
            || !after.EnumerateArray().Any(item => item.ValueKind is JsonValueKind.Object)
        )
        {
            Add(path, field, before, after);
            return;
        }
        for (var at = 0; at < after.GetArrayLength(); at++)
            Compare(ManifestPath.Item(path, $"{at}"), "", before[at], after[at]);
    }

    /// <summary>Keys of the items that both lists have, in this list's order.</summary>
    private static string Order(List<KeyValuePair<string, JsonElement>> list, List<KeyValuePair<string, JsonElement>> other) =>
        string.Join(
            ", ",
            list.Where(item => other.Exists(pair => pair.Key == item.Key))
                .Select(item => item.Key[(item.Key.IndexOf('=', StringComparison.Ordinal) + 1)..])
        );

    private static List<KeyValuePair<string, JsonElement>>? ItemsByKey(string field, JsonElement list)
    {
        var keys = ManifestLists.KeysOf(field, list);
        if (keys.IsEmpty)
            return null;
        var items = new List<KeyValuePair<string, JsonElement>>(list.GetArrayLength());
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in list.EnumerateArray())
        {
            if (ManifestLists.KeyOf(item, keys) is not { } key || !seen.Add(key))
                return null;
            items.Add(KeyValuePair.Create(key, item));
        }
        return items;
    }

    private void Add(string path, string field, JsonElement before, JsonElement after)
    {
        if (secret && !MayShow(path))
        {
            fields.Add(
                new FieldChange(
                    path,
                    before.ValueKind == JsonValueKind.Undefined ? null : Hidden,
                    after.ValueKind == JsonValueKind.Undefined ? null : Hidden
                )
            );
            return;
        }
        var (old, now) = (Show(before), Show(after));
        if (
            old is not null
            && now is not null
            && (old.Contains('\n', StringComparison.Ordinal) || now.Contains('\n', StringComparison.Ordinal))
        )
            (path, old, now) = ChangedLines(path, old, now);
        fields.Add(new FieldChange(path, old, now) { IsImage = IsImage(path, field) && IsText(before) && IsText(after) });
        if (
            !secret
            && before.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Undefined
            && after.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Undefined
        )
            Images(path, before, after);
    }

    /// <summary>Images in a part that exists on one side only, or that could not be compared item by item.</summary>
    private void Images(string path, JsonElement before, JsonElement after)
    {
        var old = new List<KeyValuePair<string, string>>();
        var now = new List<KeyValuePair<string, string>>();
        if (!secret)
        {
            FindImages(path, "", before, old);
            FindImages(path, "", after, now);
        }
        foreach (var (place, image) in now)
        {
            var was = old.Find(pair => pair.Key == place).Value;
            if (was != image)
                fields.Add(new FieldChange(place, was, image) { IsImage = true });
        }
        foreach (var (place, image) in old)
        {
            if (!now.Exists(pair => pair.Key == place))
                fields.Add(new FieldChange(place, image, null) { IsImage = true });
        }
    }

    private static void FindImages(string path, string field, JsonElement json, List<KeyValuePair<string, string>> images)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in json.EnumerateObject())
                    FindImages(ManifestPath.Member(path, member.Name), member.Name, member.Value, images);
                break;
            case JsonValueKind.Array:
                var keys = ManifestLists.KeysOf(field, json);
                var at = 0;
                foreach (var item in json.EnumerateArray())
                {
                    FindImages(ManifestPath.Item(path, ManifestLists.KeyOf(item, keys) ?? $"{at}"), "", item, images);
                    at++;
                }
                break;
            case JsonValueKind.String when IsImage(path, field):
                images.Add(KeyValuePair.Create(path, json.GetString()!));
                break;
        }
    }

    /// <summary>
    /// <c>image</c>, and the parts of an <c>image</c> in many custom resources. Not in metadata or a ConfigMap's data.
    /// </summary>
    private static bool IsImage(string path, string field) =>
        path.StartsWith("spec", StringComparison.Ordinal)
        && (field == "image" || field is "repository" or "tag" or "digest" && path.EndsWith($".image.{field}", StringComparison.Ordinal));

    private static bool IsText(JsonElement json) =>
        json.ValueKind is JsonValueKind.String or JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.Number;

    /// <summary>kubectl keeps a copy of a Secret's data in an annotation.</summary>
    private static bool MayShow(string path) =>
        path is "type" or "immutable" or "apiVersion" or "kind"
        || path.StartsWith("metadata.", StringComparison.Ordinal) && !path.Contains("last-applied-configuration", StringComparison.Ordinal);

    private static bool Same(JsonElement before, JsonElement after) =>
        before.ValueKind == JsonValueKind.Undefined
            ? after.ValueKind == JsonValueKind.Undefined
            : after.ValueKind != JsonValueKind.Undefined && JsonElement.DeepEquals(before, after);

    private static string? Show(JsonElement json) => json.ValueKind == JsonValueKind.Undefined ? null : ManifestLists.Scalar(json);

    /// <summary>For a long text only the lines from the first to the last difference.</summary>
    private static (string Path, string Old, string Now) ChangedLines(string path, string old, string now)
    {
        var (before, after) = (old.Split('\n'), now.Split('\n'));
        var head = 0;
        while (head < before.Length && head < after.Length && before[head] == after[head])
            head++;
        var tail = 0;
        while (tail < before.Length - head && tail < after.Length - head && before[^(tail + 1)] == after[^(tail + 1)])
            tail++;
        return ($"{path} (line {head + 1})", string.Join('\n', before[head..^tail]), string.Join('\n', after[head..^tail]));
    }
}
