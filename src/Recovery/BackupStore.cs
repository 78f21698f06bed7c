using System.Text.Json;
using Helmstuck.Kube.Resources;
using Helmstuck.Runbook;

namespace Helmstuck.Recovery;

/// <summary>A backup read from disk.</summary>
internal sealed record StoredBackup(string Path, KubeObject Object, BackupMeta Meta);

/// <summary>
/// Writes and reads backups: the whole object as the API returned it, and a description of the cluster it came from.
/// </summary>
internal sealed class BackupStore(StateFolder folder, TimeProvider time)
{
    /// <summary>The path that a backup would have now.</summary>
    public string PathNow(string context, string ns, string record)
    {
        // If a record was restored and deleted again within a second, the older backup keeps its name.
        for (var at = time.GetUtcNow(); ; at = at.AddSeconds(1))
        {
            var path = folder.BackupPath(context, ns, record, at);
            if (!File.Exists(path))
                return path;
        }
    }

    /// <summary>Writes both files. Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</summary>
    /// <param name="announced">
    /// The result of <see cref="PathNow"/> that was shown to the user; null: none was. Used unless it exists by now.
    /// </param>
    public Backup Write(BackupMeta meta, ReadOnlySpan<byte> rawObject, string? announced = null)
    {
        var path = announced is not null && !File.Exists(announced) ? announced : PathNow(meta.Context, meta.Namespace, meta.Record);
        folder.Tighten(path);
        StateFolder.WriteNew(path, rawObject);
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
            JsonSerializer.Serialize(json, meta with { Time = PlainText.Rfc3339(time.GetUtcNow()) }, RecoveryJson.Default.BackupMeta);
        StateFolder.WriteNew(StateFolder.MetaPath(path), buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        return new Backup(path, meta.Record, meta.Revision);
    }

    /// <summary>Reads a backup and its description; an error says which file is wrong and why.</summary>
    public static (StoredBackup? Backup, string? Error) Read(string path)
    {
        var (read, error) = StrictJson.Read(path);
        if (read is not { } backup)
            return (null, error);
        var stored = new KubeObject(backup);
        if (stored.Kind is not ("Secret" or "ConfigMap") || stored.Meta.Name.Length == 0 || stored.Meta.Namespace.Length == 0)
            return (
                null,
                $"error: {path} is not a backup of a release record: it must be one Secret or ConfigMap with a name and a namespace"
            );
        var metaPath = StateFolder.MetaPath(path);
        (read, error) = StrictJson.Read(metaPath);
        if (read is not { } meta)
            return (null, $"{error}; it says which cluster the backup belongs to, and without it nothing can be restored");
        return (new StoredBackup(path, stored, MetaOf(meta)), null);
    }

    private static BackupMeta MetaOf(JsonElement meta) =>
        new(
            meta.Text("context") ?? "",
            meta.Text("server") ?? "",
            meta.Text("kubeSystemUid") ?? "",
            meta.Text("user") ?? "",
            meta.Text("namespace") ?? "",
            meta.Text("release") ?? "",
            meta.Text("record") ?? "",
            meta.Number("revision") ?? 0
        )
        {
            Time = meta.Text("time") ?? "",
        };
}
