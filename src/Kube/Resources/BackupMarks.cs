namespace Helmstuck.Kube.Resources;

/// <summary>What a backup tool leaves on an object that it brings back: labels, its own name as a writer, and writes of long ago.</summary>
internal static class BackupMarks
{
    /// <summary>The API server stamps the creation and its first write in one request, both in whole seconds.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    /// <summary>Whether a field manager is a tool that restores backups, by its name.</summary>
    public static bool IsTool(string manager) =>
        manager.Contains("velero", StringComparison.OrdinalIgnoreCase)
        || manager.Contains("backup", StringComparison.OrdinalIgnoreCase)
        || manager.Contains("restore", StringComparison.OrdinalIgnoreCase)
        || manager is "stork" or "ark";

    /// <summary>
    /// The restore that labels name, else the backup, as <c>restore r1</c> or <c>backup b1</c>; null where none does. Helm hands the labels
    /// of a record down to the next revision, so a label alone does not prove that this object was brought back.
    /// </summary>
    public static string? Named(ObjectMeta meta) =>
        Label(meta, "/restore-name") is { } restore ? $"restore {restore}"
        : Label(meta, "/backup-name") is { } backup ? $"backup {backup}"
        : null;

    /// <summary>
    /// Whether a tool brought the object back: one wrote it, or a part of it was written before the object was created, which only a tool
    /// that puts back an older object's managedFields can leave (Velero: pkg/restore/restore.go).
    /// </summary>
    public static bool AreOn(ObjectMeta meta) =>
        meta.ManagedFields.Any(field => IsTool(field.Manager) || field.Time < meta.CreationTimestamp - Slack);

    /// <summary>Whether that write came with the object's creation.</summary>
    public static bool IsOfCreation(ManagedField write, ObjectMeta meta) =>
        write.Time is { } at && meta.CreationTimestamp is { } created && (at - created).Duration() <= Slack;

    private static string? Label(ObjectMeta meta, string ending) =>
        meta.Labels.FirstOrDefault(label => label.Key.EndsWith(ending, StringComparison.Ordinal)).Value is { Length: > 0 } name
            ? name
            : null;
}
