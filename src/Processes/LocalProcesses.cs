using System.Globalization;
using System.Text;

namespace Helmstuck.Processes;

/// <summary>
/// The processes of this machine: on Linux from <c>/proc</c>, elsewhere from <c>ps</c>. Processes that this user may not see are not found.
/// </summary>
/// <param name="proc">The folder of the processes.</param>
/// <param name="passwords">The file with the names of the users.</param>
internal sealed class LocalProcesses(string proc = "/proc", string passwords = "/etc/passwd")
{
    /// <summary>
    /// Linux counts a process's times in this many ticks a second, on every platform that this program has (proc_pid_stat(5)).
    /// </summary>
    private const double TicksPerSecond = 100;

    private static readonly TimeSpan PsTimeout = TimeSpan.FromSeconds(5);
    private const int PsOutput = 4 << 20;

    /// <summary>
    /// Those whose arguments <paramref name="wanted"/> picks, by their number. Only of these more than the arguments is read. Throws
    /// <see cref="IOException"/> where no list of processes can be had.
    /// </summary>
    public async Task<IReadOnlyList<LocalProcess>> FindAsync(Func<IReadOnlyList<string>, bool> wanted, CancellationToken cancellation)
    {
        if (Directory.Exists(Path.Combine(proc, "self")))
            return
            [
                .. Directory
                    .EnumerateDirectories(proc)
                    .Select(folder => Read(folder, wanted))
                    .OfType<LocalProcess>()
                    .OrderBy(one => one.Pid),
            ];
        var ps = new ChildCommand(PsList.Command) { Timeout = PsTimeout, MaxOutputBytes = PsOutput };
        var listed = await Child.RunAsync(ps, cancellation).ConfigureAwait(false);
        return listed is ChildResult.Exited { ExitCode: 0, Truncated: false, Output: var output }
            ? [.. PsList.Read(output).Where(process => wanted(process.Arguments))]
            : throw new IOException("neither /proc nor ps lists the processes of this machine");
    }

    /// <summary>Null for one that is not wanted, that has ended, or that this user may not look at.</summary>
    private LocalProcess? Read(string folder, Func<IReadOnlyList<string>, bool> wanted)
    {
        if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
            return null;
        if (Split(folder, "cmdline") is not { Count: > 0 } arguments || !wanted(arguments))
            return null;
        if (Text(folder, "stat") is not { } stat || Text(folder, "status") is not { } status)
            return null;
        // The program's name, in brackets, may hold brackets and blanks itself.
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 20 || StateOf(fields[0]) is not { } state)
            return null;
        return new LocalProcess
        {
            Pid = pid,
            User = UserOf(status),
            State = state,
            Age = AgeOf(fields[19]),
            Arguments = arguments,
            Environment = SeesOtherFiles(folder) ? null : EnvironmentOf(folder),
        };
    }

    /// <summary>Null for a process that has ended (proc_pid_stat(5)).</summary>
    internal static LocalProcessState? StateOf(string letters) =>
        letters.Length == 0
            ? null
            : letters[0] switch
            {
                'Z' or 'X' or 'x' => null,
                'R' => LocalProcessState.Running,
                'T' or 't' => LocalProcessState.Stopped,
                _ => LocalProcessState.Sleeping,
            };

    private TimeSpan? AgeOf(string startTicks) =>
        Text(proc, "uptime")?.Split(' ')[0] is { } uptime
        && double.TryParse(uptime, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
        && double.TryParse(startTicks, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
        && seconds >= ticks / TicksPerSecond
            ? TimeSpan.FromSeconds(seconds - (ticks / TicksPerSecond))
            : null;

    private string UserOf(string status)
    {
        var line = status.Split('\n').FirstOrDefault(line => line.StartsWith("Uid:", StringComparison.Ordinal)) ?? "";
        var uid = line.Split('\t', StringSplitOptions.RemoveEmptyEntries) is [_, var real, ..] ? real : "?";
        var entry = (Text(Path.GetDirectoryName(passwords)!, Path.GetFileName(passwords)) ?? "")
            .Split('\n')
            .Select(entry => entry.Split(':'))
            .FirstOrDefault(entry => entry.Length > 2 && entry[2] == uid);
        return entry?[0] ?? uid;
    }

    /// <summary>In a container, whose paths name other files than here.</summary>
    private bool SeesOtherFiles(string folder) =>
        MountsOf(folder) is { } its && MountsOf(Path.Combine(proc, "self")) is { } own && its != own;

    private static string? MountsOf(string folder)
    {
        try
        {
            return new FileInfo(Path.Combine(folder, "ns", "mnt")).LinkTarget;
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static Dictionary<string, string>? EnvironmentOf(string folder)
    {
        if (Split(folder, "environ") is not { } entries)
            return null;
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (entry.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
                variables[entry[..equals]] = entry[(equals + 1)..];
        }
        return variables;
    }

    private static List<string>? Split(string folder, string file) =>
        Text(folder, file) is not { } text ? null
        : text.EndsWith('\0') ? [.. text[..^1].Split('\0')]
        : [.. text.Split('\0', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>Null where the file is not there (any more), or this user may not read it.</summary>
    private static string? Text(string folder, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, file), Encoding.UTF8);
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }
}
