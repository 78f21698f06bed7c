using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Helmstuck.Runbook;
using Helmstuck.Terminal;

namespace Helmstuck.Cli.Printers;

/// <summary>JSON for people and scripts: indented, nothing escaped that JSON does not require.</summary>
internal static class JsonText
{
    // Not for HTML: a chart name with '+' or an apostrophe in a sentence stays readable. Control characters are escaped all the same.
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public const string ApiVersion = "helmstuck/v1";

    public static string Of<T>(T document, JsonTypeInfo<T> shape)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Readable))
            JsonSerializer.Serialize(json, document, shape);
        return Shown(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    /// <summary>
    /// The same JSON, with characters that a terminal interprets or does not show written as escapes: they occur only in strings.
    /// </summary>
    private static string Shown(string json)
    {
        if (!json.EnumerateRunes().Any(Hidden))
            return json;
        var shown = new StringBuilder(json.Length + 64);
        foreach (var rune in json.EnumerateRunes())
        {
            if (!Hidden(rune))
                shown.Append(rune);
            else
                foreach (var half in rune.ToString())
                    shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)half:x4}");
        }
        return shown.ToString();
    }

    /// <summary>Characters that a terminal interprets or does not show, other than ASCII control characters.</summary>
    public static bool Hidden(Rune rune) => rune.Value > '~' && TextWidth.IsHidden(rune.Value);

    /// <summary>RFC 3339 in UTC, or null.</summary>
    public static string? Time(DateTimeOffset? time) => time is { } known ? PlainText.Rfc3339(known) : null;
}
