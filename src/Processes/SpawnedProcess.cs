using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Helmstuck.Processes;

/// <summary>How a process ended: by itself with <paramref name="ExitCode"/>, or by <paramref name="Signal"/> if that is not 0.</summary>
internal readonly record struct ExitStatus(int ExitCode, int Signal);

/// <summary>
/// A child started by posix_spawn in a session of its own. Not System.Diagnostics.Process: that can give a child no process group, so no
/// time limit reaches its grandchildren, and it changes the terminal's settings for every child.
/// </summary>
internal sealed unsafe partial class SpawnedProcess
{
    /// <summary>ENOENT, the same number on Linux and macOS.</summary>
    public const int NoSuchFile = 2;

    private readonly Lock gate = new();
    private readonly int pid;
    private readonly bool ownSession;
    private bool reaped;

    private SpawnedProcess(int pid, bool ownSession)
    {
        this.pid = pid;
        this.ownSession = ownSession;
        // waitpid blocks, so it gets a thread of its own; there are few children, and they are short-lived.
        Ended = Task.Factory.StartNew(WaitForEnd, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public Task<ExitStatus> Ended { get; }

    /// <summary>
    /// Starts the program at <paramref name="path"/>, or gives errno; <paramref name="argv"/> begins with its name. The two handles become
    /// its standard output and standard error; its standard input is <paramref name="input"/>, or /dev/null if that is null. With
    /// <paramref name="withStdin"/> it has our standard input and error, and stays in our session.
    /// </summary>
    public static (SpawnedProcess? Process, int Errno) Start(
        string path,
        IReadOnlyList<string> argv,
        IReadOnlyDictionary<string, string> environment,
        SafeHandle output,
        SafeHandle errors,
        bool withStdin = false,
        SafeHandle? input = null
    )
    {
        using var file = new NativeStrings([path]);
        using var arguments = new NativeStrings(argv);
        using var variables = new NativeStrings([.. environment.Select(variable => $"{variable.Key}={variable.Value}")]);

        // The sizes of the structs differ between C libraries (the largest has some 340 bytes); they are opaque here.
        var actions = stackalloc byte[1024];
        var attributes = stackalloc byte[1024];
        var signals = stackalloc byte[256];
        ReadOnlySpan<byte> nothing = "/dev/null\0"u8;

        var outputAdded = false;
        var errorsAdded = false;
        var inputAdded = false;
        var actionsReady = false;
        var attributesReady = false;
        try
        {
            output.DangerousAddRef(ref outputAdded);
            errors.DangerousAddRef(ref errorsAdded);
            input?.DangerousAddRef(ref inputAdded);
            int errno;
            if ((errno = InitActions(actions)) != 0)
                return (null, errno);
            actionsReady = true;
            if ((errno = InitAttributes(attributes)) != 0)
                return (null, errno);
            attributesReady = true;

            if (input is not null && (errno = AddDuplicate(actions, (int)input.DangerousGetHandle(), 0)) != 0)
                return (null, errno);
            fixed (byte* noInput = nothing)
            {
                if (!withStdin && input is null && (errno = AddOpen(actions, 0, noInput, 0, 0)) != 0)
                    return (null, errno);
            }
            if (
                (errno = AddDuplicate(actions, (int)output.DangerousGetHandle(), 1)) != 0
                || !withStdin && (errno = AddDuplicate(actions, (int)errors.DangerousGetHandle(), 2)) != 0
            )
                return (null, errno);

            // The .NET runtime ignores SIGPIPE, and an ignored signal stays ignored in a child: "yes | head" would then report an error.
            if (
                EmptySignals(signals) != 0
                || SetSignalMask(attributes, signals) != 0
                || AddSignal(signals, BrokenPipe) != 0
                || SetSignalDefaults(attributes, signals) != 0
            )
                return (null, Marshal.GetLastSystemError());
            if (
                (
                    errno = SetFlags(
                        attributes,
                        (short)(
                            SetDefaults
                            | SetMask
                            | (
                                withStdin ? 0
                                : OperatingSystem.IsMacOS() ? NewSessionMac
                                : NewSessionLinux
                            )
                        )
                    )
                ) != 0
            )
                return (null, errno);

            int pid;
            errno = Spawn(&pid, file.First, actions, attributes, arguments.Pointers, variables.Pointers);
            return errno == 0 ? (new SpawnedProcess(pid, !withStdin), 0) : (null, errno);
        }
        finally
        {
            if (actionsReady)
                _ = DestroyActions(actions);
            if (attributesReady)
                _ = DestroyAttributes(attributes);
            if (outputAdded)
                output.DangerousRelease();
            if (errorsAdded)
                errors.DangerousRelease();
            if (inputAdded)
                input!.DangerousRelease();
        }
    }

    /// <summary>
    /// Kills the child and its process group (only the child if it shares this program's session); does nothing if
    /// it has ended.
    /// </summary>
    public void KillGroup()
    {
        lock (gate)
        {
            // Once the child is reaped, its number may belong to another process.
            if (!reaped)
                _ = Kill(ownSession ? -pid : pid, KillSignal);
        }
    }

    public static string Describe(int errno) => Marshal.GetPInvokeErrorMessage(errno);

    private ExitStatus WaitForEnd()
    {
        var information = stackalloc byte[256];
        var leaveUnreaped = ExitedChildren | (OperatingSystem.IsMacOS() ? NoReapMac : NoReapLinux);
        while (WaitId(ByProcess, pid, information, leaveUnreaped) != 0)
        {
            if (Marshal.GetLastSystemError() != Interrupted)
                break;
        }
        lock (gate)
        {
            reaped = true;
            int status;
            int result;
            do result = WaitPid(pid, &status, 0);
            while (result < 0 && Marshal.GetLastSystemError() == Interrupted);
            // If the parent ignores SIGCHLD, the system keeps no status: it is not known how the child ended.
            if (result != pid)
                return new ExitStatus(UnknownExitCode, 0);
            var signal = status & 0x7f;
            return signal == 0 ? new ExitStatus((status >> 8) & 0xff, 0) : new ExitStatus(0, signal);
        }
    }

    /// <summary>A null-terminated array of C strings.</summary>
    private sealed class NativeStrings : IDisposable
    {
        private readonly ImmutableArray<nint> texts;

        public NativeStrings(IReadOnlyList<string> values)
        {
            texts = [.. values.Select(Marshal.StringToCoTaskMemUTF8)];
            Pointers = (byte**)NativeMemory.AllocZeroed((nuint)values.Count + 1, (nuint)sizeof(byte*));
            for (var index = 0; index < texts.Length; index++)
                Pointers[index] = (byte*)texts[index];
        }

        public byte** Pointers { get; }

        public byte* First => Pointers[0];

        public void Dispose()
        {
            NativeMemory.Free(Pointers);
            foreach (var text in texts)
                Marshal.FreeCoTaskMem(text);
        }
    }
}
