using System.Globalization;
using Helmstuck.Terminal;

namespace Helmstuck.Runbook;

/// <summary>Text from elsewhere in Markdown.</summary>
internal static class MarkdownText
{
    /// <summary>
    /// The text as a code span, on one line and cleaned as the screen cleans it; <c>(none)</c> where it is empty. Outside of a code span
    /// GitHub and GitLab make links, mentions and references of <c>https://…</c>, <c>@all</c>, <c>#1</c>, <c>GH-1</c> and the hashes of
    /// commits, and no escape keeps them from it: so also sentences of this program that name something stand in one.
    /// </summary>
    public static string Code(string text)
    {
        var line = Clean.Line(text);
        if (line.Length == 0)
            return "(none)";
        // A span ends at as many backticks as it began with; one space on both sides is not part of it (CommonMark: code spans).
        var fence = new string('`', LongestRun(line) + 1);
        var pad = line[0] is '`' or ' ' || line[^1] is '`' or ' ' ? " " : "";
        return $"{fence}{pad}{line}{pad}{fence}";
    }

    /// <summary>A revision as a code span: seven digits are the hash of a commit, too.</summary>
    public static string Code(long revision) => Code(revision.ToString(CultureInfo.InvariantCulture));

    private static int LongestRun(string line)
    {
        var (longest, run) = (0, 0);
        foreach (var letter in line)
        {
            run = letter == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }
        return longest;
    }
}
