using System.Globalization;
using System.Text;

namespace Helmstuck.Tui.Update;

/// <summary>A line of text that is typed at its end.</summary>
internal static class LineEdit
{
    private const int MaxLength = 500;

    /// <summary>The line with the text behind it: one line, no control characters, at most 500 characters.</summary>
    public static string Insert(string line, string text)
    {
        var plain = new StringBuilder(line);
        foreach (var rune in text.EnumerateRunes())
        {
            if (plain.Length + rune.Utf16SequenceLength > MaxLength)
                break;
            if (rune.Value is '\n' or '\r' or '\t')
                plain.Append(' ');
            else if (!Rune.IsControl(rune))
                plain.Append(rune.ToString());
        }
        return plain.ToString();
    }

    /// <summary>The line without its last character as a person counts them.</summary>
    public static string Erase(string line)
    {
        if (line.Length == 0)
            return line;
        var starts = StringInfo.ParseCombiningCharacters(line);
        return line[..starts[^1]];
    }
}
