using System.Runtime.InteropServices;

namespace Helmstuck.Terminal;

/// <summary>The terminal device: its settings, its size, and bytes to and from it. Knows nothing of what the bytes mean.</summary>
internal sealed unsafe class Tty : IDisposable
{
    /// <summary>How long to wait for a terminal that accepts no output when the program is about to end, in milliseconds.</summary>
    private const int HurriedWait = 1000;

    private readonly byte[] _found = new byte[LibC.TermiosSize];
    private readonly int _descriptor,
        _wakeReader,
        _wakeWriter;
    private bool _disposed,
        _full;

    private Tty(int descriptor, int wakeReader, int wakeWriter) =>
        (_descriptor, _wakeReader, _wakeWriter) = (descriptor, wakeReader, wakeWriter);

    /// <summary>If true, a write to a terminal that accepts no output gives up instead of waiting forever.</summary>
    public volatile bool Hurry;

    /// <summary>
    /// True when some shell above this program could continue it after a stop. Where the session leader itself is in this process group
    /// (a program started by a terminal or a container alone), nobody could.
    /// </summary>
    public static bool CanStop => LibC.ProcessGroup() != LibC.Session(0);

    /// <summary>
    /// Opens the terminal at that path, or the program's own (null), and saves its settings. Null, with the reason, if it cannot be opened.
    /// </summary>
    public static Tty? Open(string? path, out string? error)
    {
        path ??= OwnPath();
        var descriptor = LibC.OpenTerminal(path);
        if (descriptor < 0)
        {
            error = $"there is no terminal: {path}: {LibC.ErrorText}";
            return null;
        }
        var ends = stackalloc int[2];
        if (LibC.Pipe(ends) < 0)
        {
            error = $"no pipe can be made: {LibC.ErrorText}";
            LibC.Close(descriptor);
            return null;
        }
        var tty = new Tty(descriptor, ends[0], ends[1]);
        fixed (byte* found = tty._found)
        {
            if (LibC.GetAttributes(descriptor, found) == 0)
            {
                error = null;
                return tty;
            }
        }
        error = $"{path} is not a terminal: {LibC.ErrorText}";
        tty.Dispose();
        return null;
    }

    /// <summary>
    /// Keys arrive at once, without echo, Ctrl-C and Ctrl-Z as bytes; a line feed only moves down. In the background this stops the
    /// program until it is brought to the foreground, as it should. False if the terminal is gone.
    /// </summary>
    public bool MakeRaw()
    {
        var raw = stackalloc byte[LibC.TermiosSize];
        _found.AsSpan().CopyTo(new Span<byte>(raw, LibC.TermiosSize));
        LibC.MakeRaw(raw);
        return Apply(raw);
    }

    /// <summary>Restores the terminal's settings, also from the background.</summary>
    public bool Restore()
    {
        byte* blocked = stackalloc byte[LibC.SignalSetSize],
            before = stackalloc byte[LibC.SignalSetSize];
        _ = LibC.EmptySet(blocked);
        _ = LibC.AddToSet(blocked, LibC.SignalTerminalOutput);
        _ = LibC.MaskSignals(LibC.BlockSignals, blocked, before);
        bool done;
        fixed (byte* found = _found)
            done = Apply(found);
        _ = LibC.MaskSignals(LibC.SetSignals, before, null);
        return done;
    }

    /// <summary>Columns and rows; 80 by 24 if the terminal does not report them.</summary>
    public (int Width, int Height) Size
    {
        get
        {
            LibC.WindowSize size;
            return LibC.GetWindowSize(_descriptor, &size) == 0 && size is { Columns: > 0, Rows: > 0 }
                ? (size.Columns, size.Rows)
                : (80, 24);
        }
    }

    /// <summary>
    /// Waits for input, a <see cref="Wake"/>, or that many milliseconds (-1: without end). Interruptions by signals count as a wake.
    /// </summary>
    public void Wait(int milliseconds)
    {
        var targets = stackalloc LibC.PollTarget[2];
        targets[0] = new() { Descriptor = _descriptor, Events = LibC.Readable };
        targets[1] = new() { Descriptor = _wakeReader, Events = LibC.Readable };
        if (LibC.Poll(targets, 2, milliseconds) > 0 && targets[1].Result != 0)
        {
            byte taken;
            _ = LibC.Read(_wakeReader, &taken, 1);
        }
    }

    /// <summary>Ends a <see cref="Wait"/> on another thread.</summary>
    public void Wake()
    {
        byte any = 0;
        _ = LibC.Write(_wakeWriter, &any, 1);
    }

    /// <summary>Reads the available bytes, without waiting.</summary>
    public TtyResult Read(Span<byte> buffer, out int count)
    {
        count = 0;
        // A hung-up terminal reads as the end; a terminal without input must not be read, because on some systems that also reads as the
        // end.
        var target = new LibC.PollTarget { Descriptor = _descriptor, Events = LibC.Readable };
        if (LibC.Poll(&target, 1, 0) <= 0)
            return TtyResult.Nothing;
        if ((target.Result & LibC.Readable) == 0)
            return (target.Result & (LibC.HungUp | LibC.Failed | LibC.Invalid)) != 0 ? TtyResult.Gone : TtyResult.Nothing;
        fixed (byte* start = buffer)
        {
            var read = LibC.Read(_descriptor, start, (nuint)buffer.Length);
            if (read < 0)
                return LibC.Error == LibC.Interrupted || LibC.Error == LibC.TryAgain ? TtyResult.Nothing : TtyResult.Gone;
            count = (int)read;
            return read == 0 ? TtyResult.Gone : TtyResult.Done;
        }
    }

    /// <summary>
    /// Writes all bytes, and waits while the terminal accepts none. In a hurry it waits only once: a terminal that was given up is tried
    /// again without waiting.
    /// </summary>
    public TtyResult Write(ReadOnlySpan<byte> bytes)
    {
        var waited = _full ? HurriedWait : 0;
        fixed (byte* start = bytes)
        {
            for (var done = 0; done < bytes.Length; )
            {
                var written = LibC.Write(_descriptor, start + done, (nuint)(bytes.Length - done));
                if (written >= 0)
                {
                    done += (int)written;
                    waited = 0;
                    _full = false;
                }
                else if (LibC.Error == LibC.TryAgain)
                {
                    _full = Hurry && waited >= HurriedWait;
                    if (_full)
                        return TtyResult.Nothing;
                    var target = new LibC.PollTarget { Descriptor = _descriptor, Events = LibC.Writable };
                    waited += LibC.Poll(&target, 1, 100) == 0 ? 100 : 0;
                }
                else if (LibC.Error != LibC.Interrupted)
                {
                    return TtyResult.Gone;
                }
            }
        }
        return TtyResult.Done;
    }

    /// <summary>Drops what was written and nobody has read yet, which makes room.</summary>
    public void Discard() => _ = LibC.Flush(_descriptor, LibC.Output);

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _ = LibC.Close(_descriptor);
        _ = LibC.Close(_wakeReader);
        _ = LibC.Close(_wakeWriter);
    }

    private bool Apply(byte* termios)
    {
        int result;
        do result = LibC.SetAttributes(_descriptor, termios);
        while (result < 0 && LibC.Error == LibC.Interrupted);
        return result == 0;
    }

    private static string OwnPath()
    {
        // poll does not work on macOS's /dev/tty: use the device itself.
        for (var descriptor = 0; OperatingSystem.IsMacOS() && descriptor < 3; descriptor++)
        {
            if (LibC.IsTerminal(descriptor) == 1 && Marshal.PtrToStringUTF8((nint)LibC.TerminalName(descriptor)) is { } name)
                return name;
        }
        return "/dev/tty";
    }
}
