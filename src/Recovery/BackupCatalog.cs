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
                    .EnumerateFiles(folder.Backups, "*.json", SearchOption.AllDirectories)
                    .Where(path => !path.EndsWith(StateFolder.MetaSuffix, StringComparison.Ordinal))
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

    private static ListedBackup Describe(string path)
    {
        var (stored, error) = BackupStore.Read(path);
        if (stored is null)
            return new ListedBackup(path, File.GetLastWriteTimeUtc(path), null, error!["error: ".Length..]);
        var time = DateTimeOffset.TryParse(
            stored.Meta.Time,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var written
        )
            ? written
            : File.GetLastWriteTimeUtc(path);
        var (_, problem) = RestoreBody.Of(stored.Object);
        return new ListedBackup(path, time, stored.Meta, problem is null ? null : $"it {problem}");
    }
}
