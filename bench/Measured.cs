using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Helmstuck.Bench;

/// <summary>Starts a program and lets the kernel tell what it used.</summary>
internal static partial class Measure
{
    private const int SetChildSubreaper = 36;

    /// <summary>
    /// The wall time of a command that runs to its end, its output thrown away. Throws if it does not end with exit code 0.
    /// </summary>
    public static TimeSpan Time(string program, string[] arguments, IReadOnlyDictionary<string, string?> environment)
    {
        var log = Path.GetTempFileName();
        var clock = Stopwatch.StartNew();
        Wait(Spawn(program, arguments, environment, log), log, out _);
        var wall = clock.Elapsed;
        File.Delete(log);
        return wall;
    }

    /// <summary>The peak of a command's resident memory, in bytes.</summary>
    public static long Peak(string program, string[] arguments, IReadOnlyDictionary<string, string?> environment)
    {
        // The kernel counts what a process was before its exec, here this bench: so a small shell starts it, and leaves it to us as an
        // orphan.
        PseudoTerminalCalls.Checked(AdoptOrphans(SetChildSubreaper, 1), "prctl");
        var log = Path.GetTempFileName();
        var id = Path.GetTempFileName();
        Wait(
            Spawn("/bin/sh", ["-c", "id=$1; shift; \"$@\" & echo $! >\"$id\"", "sh", id, program, .. arguments], environment, log),
            log,
            out _
        );
        Wait(int.Parse(File.ReadAllText(id), CultureInfo.InvariantCulture), log, out var peak);
        File.Delete(log);
        File.Delete(id);
        return peak;
    }

    /// <summary>
    /// Runs a full-screen program in a terminal until a frame is as wanted, then quits it with q: the time to that frame and the peak of
    /// its resident memory, in bytes, up to there. The clock runs from before the start of the shell that becomes the program.
    /// </summary>
    public static async Task<(TimeSpan Wall, long PeakBytes)> ScreenAsync(
        string program,
        string[] arguments,
        IReadOnlyDictionary<string, string?> environment,
        Func<VirtualScreen, bool> wanted,
        int columns = 120,
        int rows = 40
    )
    {
        var clock = Stopwatch.StartNew();
        await using var terminal = PseudoTerminal.Start(program, arguments, columns, rows, environment);
        await terminal.WaitUntilAsync(wanted, "the screen is complete");
        var wall = clock.Elapsed;
        var peak = PeakOf(terminal);
        terminal.Send("q");
        await terminal.WaitForExitAsync();
        return (wall, peak);
    }

    /// <summary>The peak of a running program's resident memory, in bytes.</summary>
    public static long PeakOf(PseudoTerminal terminal) => StatusOf(terminal, "VmHWM:");

    /// <summary>A running program's resident memory, in bytes.</summary>
    public static long ResidentOf(PseudoTerminal terminal) => StatusOf(terminal, "VmRSS:");

    private static long StatusOf(PseudoTerminal terminal, string field)
    {
        var peak = File.ReadLines($"/proc/{terminal.Id}/status").Single(line => line.StartsWith(field, StringComparison.Ordinal));
        return 1024 * long.Parse(peak.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    private static unsafe int Spawn(string program, string[] arguments, IReadOnlyDictionary<string, string?> environment, string log)
    {
        const int writeOnly = 1;
        // Room for the C library's opaque structure (80 bytes in glibc).
        var actions = stackalloc byte[512];
        Require(InitActions(actions));
        Require(AddOpen(actions, 0, "/dev/null", 0, 0));
        Require(AddOpen(actions, 1, "/dev/null", writeOnly, 0));
        Require(AddOpen(actions, 2, log, writeOnly, 0));
        var argv = Strings([program, .. arguments]);
        var envp = Strings([.. Merge(environment).Select(pair => $"{pair.Key}={pair.Value}")]);
        Require(PosixSpawn(out var id, program, actions, null, argv, envp));
        Free(argv);
        Free(envp);
        return id;
    }

    private static unsafe void Wait(int id, string log, out long peak)
    {
        // struct rusage on 64-bit Linux: two timevals (32 bytes), then ru_maxrss in kilobytes.
        var usage = stackalloc long[32];
        PseudoTerminalCalls.Checked(Wait4(id, out var status, 0, usage), "wait4");
        peak = usage[4] * 1024;
        if (status != 0)
            throw new InvalidOperationException($"a measured command ended with status {status}:\n{File.ReadAllText(log)}");
    }

    private static Dictionary<string, string> Merge(IReadOnlyDictionary<string, string?> over)
    {
        var all = Environment
            .GetEnvironmentVariables()
            .Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);
        foreach (var own in TestPrograms.OwnVariables)
            all.Remove(own);
        foreach (var (name, value) in over)
            if (value is null)
                all.Remove(name);
            else
                all[name] = value;
        return all;
    }

    private static unsafe byte** Strings(string[] values)
    {
        var array = (byte**)NativeMemory.Alloc((nuint)(values.Length + 1), (nuint)sizeof(byte*));
        for (var index = 0; index < values.Length; index++)
            array[index] = (byte*)Marshal.StringToCoTaskMemUTF8(values[index]);
        array[values.Length] = null;
        return array;
    }

    private static unsafe void Free(byte** array)
    {
        for (var item = array; *item is not null; item++)
            Marshal.FreeCoTaskMem((nint)(*item));
        NativeMemory.Free(array);
    }

    // The posix_spawn family returns the error instead of setting errno.
    private static void Require(int error)
    {
        if (error != 0)
            throw new System.ComponentModel.Win32Exception(error);
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static unsafe partial int InitActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int AddOpen(byte* actions, int file, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int PosixSpawn(out int id, string path, byte* actions, void* attributes, byte** argv, byte** envp);

    [LibraryImport("libc", EntryPoint = "wait4", SetLastError = true)]
    private static unsafe partial int Wait4(int id, out int status, int options, long* usage);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int AdoptOrphans(int option, ulong value);
}
