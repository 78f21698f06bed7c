using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Helmstuck.Go;

/// <summary>JSON values as Go reads them, where .NET reads them differently (Go: encoding/json decode.go).</summary>
internal static class GoJson
{
    /// <summary>Whether Go can hold the number in an interface{}; only an exponent, or hundreds of digits, can make it too large.</summary>
    public static bool FitsDouble(ref Utf8JsonReader reader) =>
        reader.ValueSpan.Length < 300 && reader.ValueSpan.IndexOfAny((byte)'e', (byte)'E') < 0
        || double.TryParse(reader.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value);

    public static bool IsBase64(ref Utf8JsonReader reader)
    {
        var text = reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(Text(ref reader)) : reader.ValueSpan;
        return text.IndexOfAny((byte)' ', (byte)'\t') < 0 && Base64.IsValid(text);
    }

    /// <summary>
    /// The string as Go reads it: bytes that are not UTF-8 and lone surrogates become U+FFFD, where .NET throws.
    /// </summary>
    public static string Text(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
            return Encoding.UTF8.GetString(reader.ValueSpan);
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Unescape(Encoding.UTF8.GetString(reader.ValueSpan));
        }
    }

    private static string Unescape(string escaped)
    {
        var text = new StringBuilder(escaped.Length);
        for (var i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] != '\\')
            {
                text.Append(escaped[i]);
                continue;
            }
            i++;
            text.Append(
                escaped[i] switch
                {
                    'b' => '\b',
                    'f' => '\f',
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    'u' => (char)ushort.Parse(escaped.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                    var itself => itself,
                }
            );
            if (escaped[i] == 'u')
                i += 4;
        }
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else
                text[i] = '\ufffd';
        }
        return text.ToString();
    }
}
