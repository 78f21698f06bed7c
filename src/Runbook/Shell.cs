namespace Helmstuck.Runbook;

/// <summary>Text for a POSIX shell.</summary>
internal static class Shell
{
    /// <summary>The word as it must be typed: quoted only if a shell would interpret it.</summary>
    public static string Quote(string word) =>
        word.Length > 0
        && word.All(letter =>
            char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' or '/' or ':' or '%' or '=' or ',' or '@' or '+'
        )
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>
    /// The command in lines of that many cells, each but the last ending with a backslash, so that a shell joins them. Inside quotes a
    /// shell does not: a command with a quoted word is one line. None if the command is empty.
    /// </summary>
    public static List<string> Lines(string command, int width)
    {
        var lines = new List<string>();
        while (command.Length > width && width > 2 && !command.Contains('\'') && !command.Contains('\\'))
        {
            var space = command.LastIndexOf(' ', width - 2);
            lines.Add(space > 0 ? command[..space] + " \\" : command[..(width - 1)] + "\\");
            command = command[(space > 0 ? space + 1 : width - 1)..];
        }
        if (command.Length > 0)
            lines.Add(command);
        return lines;
    }
}
