namespace Helmstuck.Tui.Keys;

/// <summary>
/// One command of the command line. <paramref name="words"/>: its names, the first one is shown; <paramref name="argument"/>: what follows
/// it, empty if nothing does; <paramref name="does"/>: what the help and the README print.
/// </summary>
internal sealed class LineCommand(Command command, string[] words, string argument, string does)
{
    public Command Command => command;

    public string[] Words => words;

    public string Argument => argument;

    public string Does => does;

    /// <summary>The one list of these commands. Words are as in k9s.</summary>
    public static readonly LineCommand[] All =
    [
        new(Command.Namespace, ["ns", "namespace", "namespaces"], "NAME", "change the namespace (`all`: all namespaces)"),
        new(Command.Context, ["ctx", "context", "contexts"], "NAME", "change the context"),
        new(Command.All, ["all", "stuck"], "", "stuck only / all releases"),
        new(Command.Deep, ["deep"], "", "search deeper"),
        new(Command.Sort, ["sort"], "COLUMN", "sort by name, status, revision, age or none"),
        new(Command.Read, ["read", "refresh"], "", "read everything again"),
        new(Command.Help, ["help", "h", "?"], "", "help"),
        new(Command.Quit, ["q", "quit", "q!", "exit"], "", "quit"),
    ];

    /// <summary>The command of that name; null if it is unknown.</summary>
    public static LineCommand? Named(string word) => Array.Find(All, one => Array.IndexOf(one.Words, word) >= 0);

    /// <summary>How it is typed: <c>:ns NAME</c>.</summary>
    public string Usage => $":{Words[0]} {Argument}".TrimEnd();

    /// <summary>
    /// The line with its last word completed as far as it is certain, by the names that the command takes; the line itself if nothing fits.
    /// </summary>
    public static string Complete(string line, IReadOnlyList<string> contexts, IReadOnlyList<string> namespaces)
    {
        var space = line.IndexOf(' ');
        var names =
            space < 0
                ? Array.ConvertAll(All, one => one.Words[0])
                : Named(line[..space])?.Command switch
                {
                    Command.Context => contexts,
                    Command.Namespace => namespaces,
                    Command.Sort => State.RowOrder.Names,
                    _ => [],
                };
        var typed = line[(space + 1)..];
        string? common = null;
        foreach (var name in names)
        {
            if (!name.StartsWith(typed, StringComparison.Ordinal))
                continue;
            var same = 0;
            while (common is not null && same < Math.Min(common.Length, name.Length) && common[same] == name[same])
                same++;
            common = common is null ? name : common[..same];
        }
        return common is null ? line : line[..(space + 1)] + common;
    }
}
