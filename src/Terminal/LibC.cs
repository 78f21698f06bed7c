using System.Runtime.InteropServices;

namespace Helmstuck.Terminal;

/// <summary>
/// The calls of the C library for a terminal. Numbers and layouts that differ between Linux and macOS are only here;
/// <c>struct termios</c> is opaque (cfmakeraw changes it). Calls return -1 on failure; <see cref="Error"/> then has the reason.
/// </summary>
internal static unsafe partial class LibC
{
    public const int Interrupted = 4,
        InputOutput = 5,
        BrokenPipe = 32;
    public const short Readable = 1,
        Writable = 4,
        Failed = 8,
        HungUp = 16,
        Invalid = 32;

    /// <summary>Bytes that are enough for struct termios and for sigset_t on every supported system.</summary>
    public const int TermiosSize = 256,
        SignalSetSize = 128;

    private const int SetNow = 0;

    private static readonly bool Mac = OperatingSystem.IsMacOS();

    public static int TryAgain => Mac ? 35 : 11;

    public static int SignalStop => Mac ? 17 : 19;

    public static int SignalTerminalOutput => 22;

    public static int BlockSignals => Mac ? 1 : 0;

    /// <summary>What was written and not transmitted yet.</summary>
    public static int Output => Mac ? 2 : 1;

    public static int SetSignals => Mac ? 3 : 2;

    /// <summary>errno of the last call on this thread.</summary>
    public static int Error => Marshal.GetLastPInvokeError();

    /// <summary>errno in the C library's words.</summary>
    public static string ErrorText => Marshal.GetPInvokeErrorMessage(Error);

    [StructLayout(LayoutKind.Sequential)]
    public struct PollTarget
    {
        public int Descriptor;
        public short Events,
            Result;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct WindowSize
    {
        public ushort Rows,
            Columns,
            Width,
            Height;
    }

    /// <summary>
    /// Opens a terminal for reading and writing without blocking; it does not become the controlling one, and children do not get it.
    /// </summary>
    public static int OpenTerminal(string path) => Open(path, Mac ? 2 | 0x4 | 0x20000 | 0x1000000 : 2 | 0x800 | 0x100 | 0x80000);

    /// <summary>A pipe's reading and writing end. Children do not inherit it if the system supports that atomically.</summary>
    public static int Pipe(int* ends) => Mac ? PlainPipe(ends) : Pipe2(ends, 0x80000 | 0x800);

    /// <summary>Makes these settings a terminal's now. Stops the program if it is in the background, unless SIGTTOU is blocked.</summary>
    public static int SetAttributes(int descriptor, byte* termios) => SetAttributes(descriptor, SetNow, termios);

    public static int GetWindowSize(int descriptor, WindowSize* size)
        // ioctl takes variable arguments, which Apple's arm64 passes on the stack: six unused ones fill the registers.
        =>
        Mac && RuntimeInformation.ProcessArchitecture == Architecture.Arm64
            ? ControlOnStack(descriptor, 0x40087468, 0, 0, 0, 0, 0, 0, size)
            : Control(descriptor, Mac ? 0x40087468u : 0x5413u, size);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, byte* buffer, nuint size);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, byte* buffer, nuint size);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollTarget* targets, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    public static partial int GetAttributes(int descriptor, byte* termios);

    [LibraryImport("libc", EntryPoint = "tcflush", SetLastError = true)]
    public static partial int Flush(int descriptor, int queue);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    public static partial void MakeRaw(byte* termios);

    [LibraryImport("libc", EntryPoint = "isatty")]
    public static partial int IsTerminal(int descriptor);

    [LibraryImport("libc", EntryPoint = "ttyname")]
    public static partial byte* TerminalName(int descriptor);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "getpgrp")]
    public static partial int ProcessGroup();

    [LibraryImport("libc", EntryPoint = "getsid")]
    public static partial int Session(int process);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    public static partial int EmptySet(byte* set);

    [LibraryImport("libc", EntryPoint = "sigaddset")]
    public static partial int AddToSet(byte* set, int signal);

    // On Linux and macOS it changes the calling thread's mask; pthread_sigmask is in libc only since glibc 2.32.
    [LibraryImport("libc", EntryPoint = "sigprocmask")]
    public static partial int MaskSignals(int how, byte* set, byte* old);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    private static partial int Pipe2(int* ends, int flags);

    [LibraryImport("libc", EntryPoint = "pipe", SetLastError = true)]
    private static partial int PlainPipe(int* ends);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    private static partial int SetAttributes(int descriptor, int when, byte* termios);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(int descriptor, nuint request, WindowSize* size);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int ControlOnStack(
        int descriptor,
        nuint request,
        nint a,
        nint b,
        nint c,
        nint d,
        nint e,
        nint f,
        WindowSize* size
    );
}
