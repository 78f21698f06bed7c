using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Helmstuck.Cli.Printers;

/// <summary>
/// A JSON document as YAML: block style, with quotes around strings that would otherwise be read as something else.
/// </summary>
internal static class YamlText
{
    public static string Of(string json)
    {
        using var document = JsonDocument.Parse(json);
        var yaml = new StringBuilder();
        Write(yaml, document.RootElement, 0, inList: false);
        return yaml.ToString();
    }

    private static void Write(StringBuilder yaml, JsonElement value, int indent, bool inList)
    {
        var first = true;
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    if (!(first && inList))
                        yaml.Append(' ', indent);
                    first = false;
                    yaml.Append(Text(member.Name)).Append(':');
                    WriteNested(yaml, member.Value, indent);
                }
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    if (!(first && inList))
                        yaml.Append(' ', indent);
                    first = false;
                    yaml.Append("- ");
                    if (IsBlock(item))
                        Write(yaml, item, indent + 2, inList: true);
                    else
                        yaml.Append(Scalar(item)).Append('\n');
                }
                break;
            default:
                yaml.Append(Scalar(value)).Append('\n');
                break;
        }
    }

    private static void WriteNested(StringBuilder yaml, JsonElement value, int indent)
    {
        if (!IsBlock(value))
        {
            yaml.Append(' ').Append(Scalar(value)).Append('\n');
            return;
        }
        yaml.Append('\n');
        Write(yaml, value, value.ValueKind == JsonValueKind.Array ? indent : indent + 2, inList: false);
    }

    private static bool IsBlock(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => value.EnumerateObject().Any(),
            JsonValueKind.Array => value.GetArrayLength() > 0,
            _ => false,
        };

    private static string Scalar(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => "{}",
            JsonValueKind.Array => "[]",
            JsonValueKind.String => Text(value.GetString()!),
            _ => value.GetRawText(),
        };

    private static string Text(string text)
    {
        var plain =
            text.Length > 0
            && char.IsAsciiLetter(text[0])
            && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '/' or ' ')
            && text[^1] != ' '
            && !IsWord(text);
        return plain ? text : Quoted(text);
    }

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\t' => quoted.Append("\\t"),
                < ' ' or 0x7F => quoted.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}"),
                > 0xFFFF when JsonText.Hidden(rune) => quoted.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}"),
                _ when JsonText.Hidden(rune) => quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
                _ => quoted.Append(rune),
            };
        }
        return quoted.Append('"').ToString();
    }

    // Words that YAML 1.1 or 1.2 reads as a boolean, a null or a number.
    private static bool IsWord(string text) =>
        text.ToLowerInvariant() is "true" or "false" or "yes" or "no" or "on" or "off" or "y" or "n" or "null" or "nan" or "inf"
        || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
