using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Helmstuck.Helm.Payload;

/// <summary>
/// One digest for equal values: SHA-256 of their JSON with sorted members and numbers in one spelling. Numbers are compared by value and
/// exactly, so no two different values have the same digest, and a number that a Helm rounded has another one than its file.
/// </summary>
internal static class ValuesDigest
{
    public const string Prefix = "sha256:";

    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");

    /// <summary>Whether the text is a digest as this program prints it.</summary>
    public static bool IsOne(string text) =>
        text.Length == Prefix.Length + 64
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && !text.AsSpan(Prefix.Length).ContainsAnyExcept(Hexadecimal);

    /// <summary>
    /// The digest of values files, merged in order: maps are merged, everything else, also null, replaces what was there (Helm:
    /// cli/values/options.go MergeValues, MergeMaps). Null if a text cannot be compared.
    /// </summary>
    public static string? Of(IReadOnlyList<JsonElement> files)
    {
        using var buffer = new MemoryStream();
        try
        {
            using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true, MaxDepth = 100_000 }))
                Write(writer, files);
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate is JSON but not text: Helm replaces it, and different ones become equal.
            return null;
        }
        return Prefix + Convert.ToHexStringLower(SHA256.HashData(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }

    /// <param name="layers">Maps that become one, a later one over an earlier one; or a single value.</param>
    private static void Write(Utf8JsonWriter writer, IReadOnlyList<JsonElement> layers)
    {
        var value = layers[^1];
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var (name, values) in Members(layers))
                {
                    writer.WritePropertyName(name);
                    Write(writer, values);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Write(writer, [item]);
                writer.WriteEndArray();
                break;
            case JsonValueKind.Number:
                writer.WriteRawValue(Number(value.GetRawText()), skipInputValidation: true);
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(value.GetString());
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    /// <summary>Each member with its values from the last one that is not a map on, or all of them if all are maps.</summary>
    private static SortedDictionary<string, List<JsonElement>> Members(IReadOnlyList<JsonElement> layers)
    {
        var members = new SortedDictionary<string, List<JsonElement>>(StringComparer.Ordinal);
        foreach (var layer in layers)
        foreach (var member in layer.EnumerateObject())
        {
            if (!members.TryGetValue(member.Name, out var values))
                members.Add(member.Name, values = []);
            if (member.Value.ValueKind != JsonValueKind.Object || values is [.., { ValueKind: not JsonValueKind.Object }])
                values.Clear();
            values.Add(member.Value);
        }
        return members;
    }

    /// <summary>
    /// The number as digits without outer zeros and an exponent: <c>1000</c>, <c>1e3</c> and <c>1.0e+3</c> are <c>1e3</c>.
    /// </summary>
    private static string Number(string text)
    {
        var sign = text[0] == '-' ? "-" : "";
        var body = text.AsSpan(sign.Length);
        var letter = body.IndexOfAny('e', 'E');
        var mantissa = (letter < 0 ? body : body[..letter]).ToString();
        // An exponent of this length is beyond every number that Helm can write.
        var exponent = letter < 0 ? 0 : decimal.Parse(body[(letter + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        if (point >= 0)
            exponent -= mantissa.Length - point - 1;
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal).TrimStart('0');
        var trimmed = digits.TrimEnd('0');
        exponent += digits.Length - trimmed.Length;
        return trimmed.Length == 0 ? "0" : string.Create(CultureInfo.InvariantCulture, $"{sign}{trimmed}e{exponent:0}");
    }
}
