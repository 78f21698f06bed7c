using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Helmstuck.Recovery;

/// <summary>
/// The folder of backups and the journal: folders 0700, files 0600, every file on disk before the call returns.
/// </summary>
/// <param name="root"><c>$XDG_STATE_HOME/helmstuck</c>, else <c>~/.local/state/helmstuck</c>.</param>
internal sealed partial class StateFolder(string root)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>
    /// O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK: a link that was created after the check is not followed.
    /// </summary>
    private static int AppendFlags =>
        OperatingSystem.IsMacOS() ? 0x100010E
        : RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x88C02
        : 0xA0C02;

    public string Root { get; } = root;

    /// <summary>It is removed at the end of the program (the demo): no command can use what is in it afterwards.</summary>
    public bool EndsWithProgram { get; init; }

    /// <summary>The end of the name of every description.</summary>
    public const string MetaSuffix = ".meta.json";

    /// <summary>The end of the name of every encrypted backup, after the name that it would have if it were not.</summary>
    public const string EncryptedSuffix = ".enc";

    public string Journal => In("journal.jsonl");

    public string Backups => In("backups");

    /// <summary>Empty without a home: a relative path would be that of a file of the current folder.</summary>
    private string In(string name) => Root.Length == 0 ? "" : Path.Combine(Root, name);

    /// <summary>
    /// A relative home is resolved against the current folder: a printed path must be valid from any folder.
    /// Without a home the folder has no path, and nothing can be written.
    /// </summary>
    public static StateFolder From(Func<string, string?> variable, string home)
    {
        if (variable("XDG_STATE_HOME") is { Length: > 0 } state && Path.IsPathRooted(state))
            return new(Path.Combine(state, "helmstuck"));
        return new(home.Length == 0 ? "" : Path.GetFullPath(Path.Combine(home, ".local", "state", "helmstuck")));
    }

    /// <summary>The message if something could not be written here, so that nothing was sent to the cluster.</summary>
    /// <param name="withCommands">Commands for kubectl follow that do the same.</param>
    public string Unwritable(string what, Exception failure, bool withCommands) =>
        $"error: {what} could not be written{(Root.Length > 0 ? $" under {Root}" : "")}: {failure.Message.TrimEnd('.')}; "
        + "nothing was changed: make the folder writable or set XDG_STATE_HOME"
        + (withCommands ? ", or do the same with kubectl:" : "");

    /// <summary>Where the backup of a record would be written at <paramref name="time"/>.</summary>
    public string BackupPath(string context, string ns, string record, DateTimeOffset time) =>
        Path.Combine(
            Backups,
            Segment(context),
            Segment(ns),
            $"{Segment(record)}.{time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}.json"
        );

    /// <summary>The description beside a backup.</summary>
    public static string MetaPath(string backup)
    {
        var plain = PlainName(backup);
        return plain.EndsWith(".json", StringComparison.Ordinal) ? plain[..^5] + MetaSuffix : plain + MetaSuffix;
    }

    /// <summary>The name of a backup's file where it is not encrypted.</summary>
    public static string PlainName(string backup) =>
        backup.EndsWith(EncryptedSuffix, StringComparison.Ordinal) ? backup[..^EncryptedSuffix.Length] : backup;

    /// <summary>Every byte outside <c>[A-Za-z0-9._-]</c>, and a leading dot, percent-encoded.</summary>
    public static string Segment(string text)
    {
        var segment = new StringBuilder();
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            var letter = (char)value;
            if (char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' || (letter == '.' && segment.Length > 0))
                segment.Append(letter);
            else
                segment.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
        }
        return segment.Length == 0 ? "%00" : segment.ToString();
    }

    /// <summary>
    /// Removes the permissions of others from existing folders, from the root to the path: another user may have created
    /// them. Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.
    /// </summary>
    public void Tighten(string path)
    {
        if (Root.Length == 0)
            throw new IOException("no home folder is known; set HOME or XDG_STATE_HOME");
        for (
            var folder = Path.GetDirectoryName(path);
            folder is not null && folder.StartsWith(Root, StringComparison.Ordinal);
            folder = Path.GetDirectoryName(folder)
        )
        {
            if (FileStatus.Of(folder, follow: folder == Root) is not { } status)
                continue;
            if (!status.IsFolder)
                throw new IOException($"{folder} is not a folder");
            CheckOwner(folder, status);
            Restrict(folder, Private | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Another user can change their own folder, whatever its mode.</summary>
    private static void CheckOwner(string path, FileStatus status)
    {
        if (!status.IsOurs)
            throw new IOException($"{path} belongs to another user (uid {status.Owner})");
    }

    /// <summary>The journal must be a regular file of this user, not a link: the target of a link may be anything.</summary>
    private void CheckJournal()
    {
        if (FileStatus.Of(Journal, follow: false) is not { } status)
            return;
        if (status.IsLink)
            throw new IOException($"{Journal} is a symbolic link; replace it with a file");
        if (!status.IsRegular)
            throw new IOException($"{Journal} is not a regular file");
        CheckOwner(Journal, status);
    }

    private static void Restrict(string path, UnixFileMode mode)
    {
        if (!Path.Exists(path) || (File.GetUnixFileMode(path) & ~mode) == 0)
            return;
        File.SetUnixFileMode(path, mode);
        // Some file systems have one mode for all files, and accept another without a word.
        if ((File.GetUnixFileMode(path) & ~mode) != 0)
            throw new IOException($"{path} is open to other users, and its mode cannot be changed");
    }

    /// <summary>
    /// Writes a new file. An existing file with the same content is accepted; any other is never overwritten. Throws <see
    /// cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.
    /// </summary>
    public static void WriteNew(string path, ReadOnlySpan<byte> content)
    {
        MakeFolder(Path.GetDirectoryName(path)!);
        if (
            FileStatus.Of(path, follow: true) is { IsRegular: true }
            && new FileInfo(path).Length == content.Length
            && File.ReadAllBytes(path).AsSpan().SequenceEqual(content)
        )
            return;
        using (
            var file = new FileStream(
                path,
                new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.Write,
                    Share = FileShare.None,
                    UnixCreateMode = Private,
                    // A write that fails must fail here, and not once more when the file is closed.
                    BufferSize = 0,
                }
            )
        )
        {
            try
            {
                file.Write(content);
            }
            catch (ArgumentOutOfRangeException failure)
            {
                // EFBIG, of a limit or of the file system.
                throw new IOException("file too large", failure);
            }
            file.Flush(flushToDisk: true);
        }
        SyncFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>
    /// Appends one line with one write at the current end, so that two processes never mix or overwrite their lines (a FileStream would
    /// write at the end as of the time when it opened the file). Throws <see cref="IOException"/> or <see
    /// cref="UnauthorizedAccessException"/>.
    /// </summary>
    public void AppendJournal(ReadOnlySpan<byte> line)
    {
        Tighten(Journal);
        MakeFolder(Root);
        CheckJournal();
        MakeFile(Journal);
        Restrict(Journal, Private);
        var descriptor = Open(Journal, AppendFlags);
        if (descriptor < 0)
            throw new IOException($"cannot open {Journal} (errno {Marshal.GetLastPInvokeError()})");
        // On a file system without locks several writers are possible; the append itself is still atomic.
        while (Lock(descriptor, Exclusive) != 0 && Marshal.GetLastPInvokeError() == 4) // EINTR
        { }
        byte[] whole = EndsWithLine(descriptor) ? [.. line, (byte)'\n'] : [(byte)'\n', .. line, (byte)'\n'];
        var written = Send(descriptor, whole, (nuint)whole.Length) == whole.Length && Sync(descriptor) == 0;
        var error = Marshal.GetLastPInvokeError();
        // Not left to the close: a child that was just forked holds the descriptor until it runs its program.
        _ = Lock(descriptor, Unlock);
        _ = Close(descriptor);
        if (!written)
            throw new IOException($"cannot write to {Journal} (errno {error})");
    }

    /// <summary>Creates an empty file unless it exists.</summary>
    private void MakeFile(string path)
    {
        if (File.Exists(path))
            return;
        try
        {
            using var made = new FileStream(
                path,
                new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.Write,
                    UnixCreateMode = Private,
                }
            );
        }
        catch (IOException) when (File.Exists(path))
        {
            return; // Another process was faster.
        }
        SyncFolder(Root);
    }

    /// <summary>False if the last line is incomplete, for example after a full disk: the next one must not be appended to it.</summary>
    private static bool EndsWithLine(int descriptor)
    {
        var length = Seek(descriptor, 0, 2); // SEEK_END
        Span<byte> last = stackalloc byte[1];
        return length <= 0 || Receive(descriptor, last, 1, length - 1) != 1 || last[0] == '\n';
    }

    /// <summary>Creates the folder and its parents, each durably.</summary>
    private static void MakeFolder(string path)
    {
        var missing = new Stack<string>();
        for (var folder = path; folder is { Length: > 0 } && !Directory.Exists(folder); folder = Path.GetDirectoryName(folder))
            missing.Push(folder);
        foreach (var folder in missing)
        {
            // One by one: CreateDirectory applies the mode to the last folder only.
            Directory.CreateDirectory(folder, Private | UnixFileMode.UserExecute);
            SyncFolder(Path.GetDirectoryName(folder) is { Length: > 0 } above ? above : ".");
        }
    }

    // A new file's name is durable only after its folder is synced.
    private static void SyncFolder(string path)
    {
        var descriptor = Open(path, 0);
        if (descriptor < 0)
            throw new IOException($"cannot open {path} to make its new file durable (errno {Marshal.GetLastPInvokeError()})");
        var failed = Sync(descriptor) != 0;
        var error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        // EINVAL: a file system without fsync of a folder keeps the name with the file.
        if (failed && error != 22)
            throw new IOException($"cannot make {path} durable (errno {error})");
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Send(int descriptor, ReadOnlySpan<byte> buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "pread", SetLastError = true)]
    private static partial nint Receive(int descriptor, Span<byte> buffer, nuint count, long offset);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    private static partial long Seek(int descriptor, long offset, int whence);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Lock(int descriptor, int operation);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
