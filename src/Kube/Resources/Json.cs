using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Helmstuck.Kube.Resources;

/// <summary>
/// Tolerant access to JSON from the API server: a missing member, a null and a wrong type are all "absent" and never throw.
/// </summary>
internal static class Json
{
    /// <summary>The value at a path of member names, or null.</summary>
    public static JsonElement? At(this JsonElement json, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out json))
                return null;
        }
        return json.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : json;
    }

    /// <summary>The string at a path, or null.</summary>
    public static string? Text(this JsonElement json, params ReadOnlySpan<string> path) =>
        json.At(path) is { } value ? TextOf(value) : null;

    /// <summary>
    /// The string, or null for anything else, also for a lone surrogate (<c>"\ud800"</c>), which is valid JSON but not text.
    /// </summary>
    private static string? TextOf(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The string at a path as UTF-8, or null: for long ones, which need no <see cref="string"/> on the way.</summary>
    public static byte[]? Utf8(this JsonElement json, params ReadOnlySpan<string> path)
    {
        if (json.At(path) is not { ValueKind: JsonValueKind.String } value)
            return null;
        var quoted = JsonMarshal.GetRawUtf8Value(value);
        return !quoted.Contains((byte)'\\') ? quoted[1..^1].ToArray()
            : TextOf(value) is { } text ? Encoding.UTF8.GetBytes(text)
            : null;
    }

    /// <summary>The whole number at a path, or null (also for a number outside a long).</summary>
    public static long? Number(this JsonElement json, params ReadOnlySpan<string> path) =>
        json.At(path) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;

    /// <summary>The boolean at a path, or null.</summary>
    public static bool? Flag(this JsonElement json, params ReadOnlySpan<string> path) =>
        json.At(path) switch
        {
            { ValueKind: JsonValueKind.True } => true,
            { ValueKind: JsonValueKind.False } => false,
            _ => null,
        };

    /// <summary>The RFC 3339 time at a path as UTC, or null.</summary>
    public static DateTimeOffset? Time(this JsonElement json, params ReadOnlySpan<string> path) => ParseTime(json.Text(path));

    /// <summary>An RFC 3339 time as UTC, or null for null, the empty text (Helm 3's zero time) and anything else.</summary>
    public static DateTimeOffset? ParseTime(string? text) =>
        DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time
        )
        && time.Year > 1
            ? time
            : null;

    /// <summary>The items of the array at a path; none if there is no array.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement json, params ReadOnlySpan<string> path) =>
        json.At(path) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>The members of the object at a path whose values are strings; empty if there is no object.</summary>
    public static IReadOnlyDictionary<string, string> Map(this JsonElement json, params ReadOnlySpan<string> path)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        if (json.At(path) is not { ValueKind: JsonValueKind.Object } found)
            return map;
        foreach (var member in found.EnumerateObject())
        {
            if (TextOf(member.Value) is { } text)
                map[member.Name] = text;
        }
        return map;
    }
}
