using System.Text;

namespace Helmstuck.Helm.Manifests;

/// <summary>
/// YamlDotNet rejects a literal block whose first line contains only spaces; go-yaml and the YAML specification accept it. Templates write
/// such lines in place of an <c>if</c>.
/// </summary>
internal static class ManifestBlocks
{
    /// <summary>
    /// The text with those lines made empty, which means the same; null if there are none, or if such a line is indented more than the
    /// block's text, which no parser accepts. Lines inside a block are its text and stay unchanged.
    /// </summary>
    public static string? Clean(string text)
    {
        var cleaned = new StringBuilder(text.Length);
        var changed = false;
        var blockIndent = -1;
        var atStart = false;
        var deepest = 0;
        for (var start = 0; start < text.Length; )
        {
            var end = text.IndexOf('\n', start);
            var line = text.AsSpan(start..(end < 0 ? text.Length : end)).TrimEnd('\r');
            start = end < 0 ? text.Length : end + 1;
            var indent = line.IndexOfAnyExcept(' ');
            if (indent < 0)
            {
                if (!line.IsEmpty && atStart)
                    (changed, deepest) = (true, Math.Max(deepest, line.Length));
                cleaned.Append(atStart ? "" : line).Append('\n');
                continue;
            }
            cleaned.Append(line).Append('\n');
            if (atStart && indent > blockIndent && indent < deepest)
                return null;
            (atStart, deepest) = (false, 0);
            if (blockIndent >= 0 && indent > blockIndent)
                continue;
            blockIndent = OpensBlock(line) ? indent : -1;
            atStart = blockIndent >= 0;
        }
        return changed ? cleaned.ToString() : null;
    }

    /// <summary>Whether the line ends with a block's header (<c>key: |-</c>), a comment aside.</summary>
    private static bool OpensBlock(ReadOnlySpan<char> line)
    {
        var comment = line.IndexOf(" #", StringComparison.Ordinal);
        var rest = (comment < 0 ? line : line[..comment]).TrimEnd().TrimEnd("+-123456789");
        return rest.Length > 1 && rest[^1] is '|' or '>' && rest[^2] == ' ';
    }
}
