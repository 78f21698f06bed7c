using System.Text;
using System.Text.Json;

namespace Helmstuck.Kube;

/// <summary>
/// The start of a body for a log: the JSON as it came, but with each string masked that may be confidential. What is no JSON is not shown:
/// it could hold anything.
/// </summary>
internal static class MaskedBody
{
    private static readonly JsonReaderOptions Options = new() { AllowMultipleValues = true };

    public static string Of(ReadOnlySpan<byte> start)
    {
        if (start.Length == 0)
            return "";
        var reader = new Utf8JsonReader(start, isFinalBlock: false, new JsonReaderState(Options));
        var shown = new StringBuilder();
        var names = new List<string>();
        var copied = 0;
        try
        {
            while (reader.Read())
            {
                while (names.Count <= reader.CurrentDepth)
                    names.Add("");
                if (reader.TokenType == JsonTokenType.PropertyName)
                    names[reader.CurrentDepth] = reader.GetString() ?? "";
                else if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth + 1 < names.Count)
                    names[reader.CurrentDepth + 1] = "";
                else if (reader.TokenType == JsonTokenType.String && IsConfidential(names, reader.CurrentDepth))
                {
                    shown.Append(Encoding.UTF8.GetString(start[copied..(int)reader.TokenStartIndex])).Append("\"<masked>\"");
                    copied = (int)reader.BytesConsumed;
                }
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return copied == 0 && reader.BytesConsumed == 0
                ? $"<{start.Length} bytes that are no JSON>"
                : shown.Append("<no JSON from here on>").ToString();
        }
        // A string that is cut in its middle is not consumed.
        return shown.Append(Encoding.UTF8.GetString(start[copied..(int)reader.BytesConsumed]).TrimEnd('\n')).ToString();
    }

    /// <summary>Data of Secrets and ConfigMaps, tokens, variables of containers, and what kubectl apply keeps of an object.</summary>
    private static bool IsConfidential(List<string> names, int depth)
    {
        for (var at = 0; at <= depth; at++)
        {
            if (names[at] is "data" or "stringData" or "binaryData" || (names[at] == "env" && names[depth] == "value"))
                return true;
        }
        return names[depth] is "token" or "password" or "clientKeyData" or "kubectl.kubernetes.io/last-applied-configuration";
    }
}
