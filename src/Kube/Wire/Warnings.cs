using System.Text;

namespace Helmstuck.Kube.Wire;

/// <summary>Reads <c>Warning: 299 - "text"</c> headers. apimachinery: pkg/util/net/http.go ParseWarningHeaders.</summary>
internal static class Warnings
{
    /// <summary>The texts of the warnings with code 299 in one header line; a line may contain several, separated by commas.</summary>
    public static IEnumerable<string> Parse(string header)
    {
        var at = 0;
        while (at < header.Length)
        {
            var open = header.IndexOf('"', at);
            if (open < 0)
                yield break;
            var head = header.AsSpan(at, open - at).Trim(", ").ToString();
            var text = new StringBuilder();
            for (at = open + 1; at < header.Length && header[at] != '"'; at++)
            {
                if (header[at] == '\\' && at + 1 < header.Length)
                    at++;
                text.Append(header[at]);
            }
            if (at == header.Length)
                yield break;
            at++;
            if (head.StartsWith("299 ", StringComparison.Ordinal))
                yield return text.ToString();
            // An optional date in quotes follows; it is not another warning.
            while (at < header.Length && header[at] == ' ')
                at++;
            if (at < header.Length && header[at] == '"')
                at = header.IndexOf('"', at + 1) is var end and >= 0 ? end + 1 : header.Length;
        }
    }
}
