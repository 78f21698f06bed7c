using System.Globalization;

namespace Helmstuck.Processes;

/// <summary>What <c>ps</c> prints where there is no <c>/proc</c>, as on macOS.</summary>
internal static class PsList
{
    public static readonly IReadOnlyList<string> Command = ["ps", "-axww", "-o", "pid=,user=,state=,etime=,command="];

    /// <summary>
    /// The processes that have not ended. <c>ps</c> joins the arguments by blanks, so one that holds a blank comes back as several.
    /// </summary>
    public static IEnumerable<LocalProcess> Read(string output)
    {
        foreach (var line in output.Split('\n'))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (
                words.Length > 4
                && int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && LocalProcesses.StateOf(words[2]) is { } state
            )
                yield return new LocalProcess
                {
                    Pid = pid,
                    User = words[1],
                    State = state,
                    Age = Elapsed(words[3]),
                    Arguments = words[4..],
                };
        }
    }

    /// <summary><c>[[days-]hours:]minutes:seconds</c> (ps(1)).</summary>
    private static TimeSpan? Elapsed(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var days = 0;
        if (dash >= 0 && !int.TryParse(text[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out days))
            return null;
        var total = 0L;
        foreach (var part in text[(dash + 1)..].Split(':'))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return null;
            total = (total * 60) + number;
        }
        return TimeSpan.FromSeconds((days * 86400L) + total);
    }
}
