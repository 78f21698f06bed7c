using System.Runtime.InteropServices;

namespace Helmstuck.Tests.Terminal.StateFolders;

/// <summary>Something that is wrong with the folder that backups and journal go to.</summary>
/// <param name="Spoil">Spoils it. Is given an empty folder that belongs to the user of the run.</param>
/// <param name="Words">What the error says of it.</param>
internal sealed partial record StateFault(string Name, Action<StateHome> Spoil, string Words)
{
    private const UnixFileMode ReadAndEnter = UnixFileMode.UserRead | UnixFileMode.UserExecute;

    public static readonly IReadOnlyList<StateFault> All =
    [
        new("full disk: no backup", home => home.LargestFile = 0, "file too large"),
        new("full disk: no journal", NoRoomForTheJournal, "cannot write to"),
        new("read-only HOME", home => File.SetUnixFileMode(home.Folder, ReadAndEnter), "denied"),
        new("read-only folder of backups", home => Make(home, "helmstuck/backups", ReadAndEnter), "denied"),
        new("missing HOME", home => home.Variables["HOME"] = "/nonexistent/home", "no home folder is known"),
        new("HOME that is a file", home => home.Variables["HOME"] = home.File("home"), "already exists"),
        new("state folder that is a file", home => home.File("helmstuck"), "is not a folder"),
        new("state folder of another user", MakeForeign, "belongs to another user (uid 0)"),
        new("link to a folder of another user", home => Link(home, "helmstuck", Foreign(home)), "belongs to another user (uid 0)"),
        new("link in place of the backups", home => Link(home, "helmstuck/backups", home.Folder), "is not a folder"),
        new("link in place of the journal", home => Link(home, "helmstuck/journal.jsonl", "/dev/null"), "is a symbolic link"),
        new("folder in place of the journal", home => Make(home, "helmstuck/journal.jsonl", ReadAndEnter), "is not a regular file"),
        new("FIFO in place of the journal", MakeFifo, "is not a regular file"),
        new("journal that cannot be written", ReadOnlyJournal, "cannot open"),
        new("folder in place of the lock", home => Make(home, "helmstuck/runs.lock", ReadAndEnter), "runs.lock"),
    ];

    public override string ToString() => Name;

    private static void Make(StateHome home, string name, UnixFileMode mode)
    {
        Directory.CreateDirectory(Path.Combine(home.Folder, name));
        home.Own(name);
        File.SetUnixFileMode(Path.Combine(home.Folder, name), mode);
    }

    /// <summary>The journal is as long as a file may be; the backup has room.</summary>
    private static void NoRoomForTheJournal(StateHome home)
    {
        home.File("helmstuck/journal.jsonl", new string('\n', 65536));
        home.LargestFile = 65536;
    }

    private static void ReadOnlyJournal(StateHome home) =>
        File.SetUnixFileMode(home.File("helmstuck/journal.jsonl"), UnixFileMode.UserRead);

    private static void Link(StateHome home, string name, string target)
    {
        var path = Path.Combine(home.Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.CreateSymbolicLink(path, target);
        home.Own(name);
    }

    /// <summary>Only root can make a folder that is not the user's; anybody else looks at one of root.</summary>
    private static string Foreign(StateHome home) =>
        Environment.IsPrivilegedProcess ? Directory.CreateDirectory(Path.Combine(home.Folder, "foreign")).FullName : "/usr";

    private static void MakeFifo(StateHome home)
    {
        Directory.CreateDirectory(Path.Combine(home.Folder, "helmstuck"));
        Assert.Equal(0, MakeFifo(Path.Combine(home.Folder, "helmstuck/journal.jsonl"), 0x180));
        home.Own("helmstuck/journal.jsonl");
    }

    /// <summary>A folder of another user in the place of the user's own.</summary>
    private static void MakeForeign(StateHome home)
    {
        if (Environment.IsPrivilegedProcess)
            Directory.CreateDirectory(Path.Combine(home.Folder, "helmstuck"));
        else
            Link(home, "helmstuck", Foreign(home));
    }

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeFifo(string path, uint mode);
}
