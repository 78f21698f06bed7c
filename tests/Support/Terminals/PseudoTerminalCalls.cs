using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Helmstuck.Tests.Support;

/// <summary>The calls of the C library that a pseudo-terminal needs beside those of the program itself (numbers are Linux's).</summary>
internal static unsafe partial class PseudoTerminalCalls
{
    public const int ReadWrite = 2,
        NoControllingTerminal = 0x100,
        CloseOnExec = 0x80000;
    public const ulong SetWindowSize = 0x5414;

    /// <summary>The result of a call, or an exception that names it if it is negative.</summary>
    public static int Checked(int result, string call) =>
        result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError(), $"{call}: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    public static partial int OpenMaster(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    public static partial int Grant(int master);

    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    public static partial int Unlock(int master);

    [LibraryImport("libc", EntryPoint = "ptsname_r", SetLastError = true)]
    public static partial int SlaveName(int master, byte* name, nuint size);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(int file, ulong request, Terminal.LibC.WindowSize* size);
}
