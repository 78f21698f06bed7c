using System.Runtime.InteropServices;

namespace Helmstuck.Processes;

/// <summary>The path of a program, or why it may not be run.</summary>
internal abstract partial record ProgramPath
{
    /// <summary>Run this file.</summary>
    public sealed record Found(string Path) : ProgramPath;

    /// <summary>No folder in PATH contains such a program.</summary>
    public sealed record Missing : ProgramPath;

    /// <summary>The first match is in the current folder or another relative one. <paramref name="Reason"/> says so.</summary>
    public sealed record Relative(string Reason) : ProgramPath;

    private const int Executable = 1;

    /// <summary>
    /// Finds a program as Go's <c>exec.LookPath</c> and so kubectl does: a name with a slash is a path; in PATH only absolute folders
    /// count, and a match in an empty or relative entry (the current folder) is refused, because anyone may have put a file there.
    /// </summary>
    /// <param name="name">The program as it is configured.</param>
    /// <param name="folders">The value of PATH; null or empty: no folder.</param>
    public static ProgramPath Of(string name, string? folders)
    {
        if (name.Contains('/', StringComparison.Ordinal))
            return new Found(name);
        if (string.IsNullOrEmpty(folders))
            return new Missing();
        foreach (var folder in folders.Split(':'))
        {
            var path = System.IO.Path.Combine(folder.Length == 0 ? "." : folder, name);
            if (!File.Exists(path) || Access(path, Executable) != 0)
                continue;
            return System.IO.Path.IsPathRooted(folder)
                ? new Found(path)
                : new Relative(
                    $"{name} was found in {(folder is "" or "." ? "the current folder" : $"the relative folder {folder}")} by PATH, "
                        + "which is not trusted: use its full path, or remove that entry from PATH"
                );
        }
        return new Missing();
    }

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Access(string path, int mode);
}
