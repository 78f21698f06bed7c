using System.Runtime.InteropServices;

namespace Helmstuck.Recovery;

/// <summary>What a path names, without opening it: opening a FIFO waits for its other end, and opening a device may have effects.</summary>
/// <param name="Mode">Type and permissions as in <c>st_mode</c>.</param>
/// <param name="Owner">The user id; null if this system does not report it.</param>
internal sealed partial record FileStatus(int Mode, uint? Owner)
{
    private const int Regular = 0x8000,
        Folder = 0x4000,
        Link = 0xA000,
        TypeBits = 0xF000;

    public bool IsRegular => (Mode & TypeBits) == Regular;

    public bool IsFolder => (Mode & TypeBits) == Folder;

    public bool IsLink => (Mode & TypeBits) == Link;

    /// <summary>It belongs to the effective user of this process, as far as this system reports it.</summary>
    public bool IsOurs => Owner is null || Owner == EffectiveUser();

    /// <summary>Null if there is nothing. Throws <see cref="IOException"/> if that cannot be determined.</summary>
    /// <param name="follow">Whether to follow a symbolic link.</param>
    public static FileStatus? Of(string path, bool follow)
    {
        if (!OperatingSystem.IsLinux())
            return Managed(path, follow);
        var buffer = new byte[256];
        if (Status(-100, path, follow ? 0 : 0x100, 0x7FF, buffer) == 0) // AT_FDCWD, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS
            // The layout of statx is the same on every architecture: stx_uid at 20, stx_mode at 28.
            return new FileStatus(BitConverter.ToUInt16(buffer, 28), BitConverter.ToUInt32(buffer, 20));
        var error = Marshal.GetLastPInvokeError();
        return error is 2 or 20 // ENOENT, ENOTDIR
            ? null
            : throw new IOException($"cannot inspect {path} (errno {error})");
    }

    private static FileStatus? Managed(string path, bool follow)
    {
        var file = new FileInfo(path);
        if (!follow && file.LinkTarget is not null)
            return new FileStatus(Link, null);
        if (Directory.Exists(path))
            return new FileStatus(Folder, null);
        return file.Exists ? new FileStatus(file.Attributes.HasFlag(FileAttributes.Device) ? 0 : Regular, null) : null;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Status(int folder, string path, int flags, uint mask, [Out] byte[] status);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();
}
