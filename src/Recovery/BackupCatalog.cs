using System.Globalization;

namespace Helmstuck.Recovery;

/// <summary>The backups on this machine: what can be restored, and the removal of old ones.</summary>
internal sealed class BackupCatalog(StateFolder folder)
{
    /// <summary>Every backup, newest first, and those that cannot be restored with the reason. Asks no cluster.</summary>
    public IReadOnlyList<ListedBackup> All() =>
        !Directory.Exists(folder.Backups)
            ? []
            :
            [
                .. Directory
                    .EnumerateFiles(folder.Backups, "*.json*", SearchOption.AllDirectories)
                    .Where(path =>
                        StateFolder.PlainName(path).EndsWith(".json", StringComparison.Ordinal)
                        && !path.EndsWith(StateFolder.MetaSuffix, StringComparison.Ordinal)
                    )
                    .Select(Describe)
                    .OrderByDescending(backup => backup.Time)
                    .ThenBy(backup => backup.Path, StringComparer.Ordinal),
            ];

    /// <summary>
    /// Removes a backup and its description, and its folders if they are empty then. Throws <see cref="IOException"/> or
    /// <see cref="UnauthorizedAccessException"/>.
    /// </summary>
    public void Remove(ListedBackup backup)
    {
        // The description goes first: a backup without one is listed as not restorable, one without an object would not be listed.
        File.Delete(StateFolder.MetaPath(backup.Path));
        File.Delete(backup.Path);
        for (
            var above = Path.GetDirectoryName(backup.Path)!;
            above.Length > folder.Backups.Length && !Directory.EnumerateFileSystemEntries(above).Any();
            above = Path.GetDirectoryName(above)!
        )
            Directory.Delete(above);
    }

    /// <summary>The encrypted backup of that object; null if no stored backup matches.</summary>
    public ListedBackup? Find(ReadOnlySpan<byte> rawObject)
    {
        var digest = EncryptedObject.Digest(rawObject);
        return All().FirstOrDefault(backup => backup.IsEncrypted && backup.Meta?.Encryption?.ObjectDigest == digest);
    }

    private static ListedBackup Describe(string path)
    {
        if (BackupStore.IsEncrypted(path))
            return DescribeEncrypted(path);
        var (stored, error) = BackupStore.Read(path);
        if (stored is null)
            return new ListedBackup(path, File.GetLastWriteTimeUtc(path), null, error!["error: ".Length..]);
        var (_, problem) = RestoreBody.Of(stored.Object);
        return new ListedBackup(path, TimeOf(path, stored.Meta), stored.Meta, problem is null ? null : $"it {problem}");
    }

    private static ListedBackup DescribeEncrypted(string path)
    {
        var (meta, error) = BackupStore.ReadMeta(path);
        if (meta is null)
            return new ListedBackup(path, File.GetLastWriteTimeUtc(path), null, error!["error: ".Length..]);
        return new ListedBackup(path, TimeOf(path, meta), meta, EncryptionProblem(path, meta));
    }

    /// <summary>What only the person who has the key can find out is no problem.</summary>
    private static string? EncryptionProblem(string path, BackupMeta meta)
    {
        if (meta.Encryption is not { } encryption)
            return $"{StateFolder.MetaPath(path)} does not describe an encrypted backup";
        try
        {
            return encryption.FileDigest == EncryptedObject.Digest(File.ReadAllBytes(path)) ? null : "its content was changed";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"cannot read {path}: {failure.Message}";
        }
    }

    private static DateTimeOffset TimeOf(string path, BackupMeta meta) =>
        DateTimeOffset.TryParse(
            meta.Time,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var written
        )
            ? written
            : File.GetLastWriteTimeUtc(path);
}
