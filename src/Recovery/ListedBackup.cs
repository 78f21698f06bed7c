namespace Helmstuck.Recovery;

/// <summary>A backup on this machine.</summary>
/// <param name="Path">The file of the object.</param>
/// <param name="Time">When it was written: from its description, else the file's own time.</param>
/// <param name="Meta">Where it belongs; null without a readable description.</param>
/// <param name="Problem">
/// Why it cannot be restored; null if its files are complete. Whether the name is free only the cluster knows.
/// </param>
internal sealed record ListedBackup(string Path, DateTimeOffset Time, BackupMeta? Meta, string? Problem)
{
    /// <summary>It can be restored only by a person who can decrypt it.</summary>
    public bool IsEncrypted => BackupStore.IsEncrypted(Path);
}
