using System.Text;
using System.Text.Json;
using Helmstuck.Helm.Manifests;

namespace Helmstuck.Helm.Live;

/// <summary>
/// The two forms of a Secret's contents: <c>data</c> in base64, and <c>stringData</c> as text, which the API server merges into data.
/// </summary>
internal static class LiveSecret
{
    /// <summary>Notes a difference at a path and returns false.</summary>
    public delegate bool Note(string path, JsonElement manifest, JsonElement live);

    public static bool Data(JsonElement data, JsonElement manifest, JsonElement live, Note differs)
    {
        if (data.ValueKind != JsonValueKind.Object)
            return true;
        var overridden = manifest.TryGetProperty("stringData", out var texts) && texts.ValueKind == JsonValueKind.Object ? texts : default;
        foreach (var member in data.EnumerateObject())
        {
            if (
                member.Value.ValueKind == JsonValueKind.Null
                || overridden.ValueKind == JsonValueKind.Object && overridden.TryGetProperty(member.Name, out _)
            )
                continue;
            var there = Get(live, member.Name);
            if (!Bytes(member.Value).SequenceEqual(Bytes(there)) || there.ValueKind == JsonValueKind.Undefined)
                return differs(ManifestPath.Member("data", member.Name), member.Value, there);
        }
        return true;
    }

    public static bool StringData(JsonElement texts, JsonElement liveData, Note differs)
    {
        if (texts.ValueKind != JsonValueKind.Object)
            return true;
        foreach (var member in texts.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Null)
                continue;
            var there = Get(liveData, member.Name);
            var wanted = ManifestLists.Scalar(member.Value);
            if (!Encoding.UTF8.GetBytes(wanted).AsSpan().SequenceEqual(Bytes(there)) || there.ValueKind == JsonValueKind.Undefined)
                return differs(ManifestPath.Member("stringData", member.Name), member.Value, there);
        }
        return true;
    }

    /// <summary>
    /// White space inside base64 is ignored, as Go's decoder ignores line breaks; text that is not base64 is compared as it is.
    /// </summary>
    private static byte[] Bytes(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
            return [];
        var text = value.GetString()!;
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : Encoding.UTF8.GetBytes(text);
    }

    private static JsonElement Get(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;
}
