using Helmstuck.Recovery;
using Helmstuck.Runbook;

namespace Helmstuck.Cli.Printers;

/// <summary>What <c>backups -o json</c> prints (docs/schema/backup-list.json).</summary>
internal sealed record BackupListDocument(string ApiVersion, string Kind, BackupListDocument.BackupPart[] Items)
{
    public static BackupListDocument From(IReadOnlyList<ListedBackup> backups) =>
        new(JsonText.ApiVersion, "BackupList", [.. backups.Select(From)]);

    private static BackupPart From(ListedBackup backup) =>
        new(
            backup.Path,
            PlainText.Rfc3339(backup.Time),
            backup.Meta?.Context,
            backup.Meta?.Server,
            backup.Meta?.Namespace,
            backup.Meta?.Release,
            backup.Meta?.Revision,
            backup.Meta?.Record,
            backup.Meta?.User,
            backup.IsEncrypted,
            backup.Problem is null,
            backup.Problem
        );

    /// <param name="Encrypted">It can be restored only by a person who can decrypt it.</param>
    /// <param name="Restorable">Whether its files are complete and valid; whether the name is free only the cluster knows.</param>
    /// <param name="Reason">Why it is not restorable; null if it is.</param>
    internal sealed record BackupPart(
        string File,
        string Time,
        string? Context,
        string? Server,
        string? Namespace,
        string? Release,
        long? Revision,
        string? Record,
        string? User,
        bool Encrypted,
        bool Restorable,
        string? Reason
    );
}
