using System.Text.Json;
using Helmstuck.Kube.Resources;
using Helmstuck.Runbook;

namespace Helmstuck.Recovery;

/// <summary>
/// Writes and reads backups: the whole object as the API returned it, and a description of the cluster it came from.
/// </summary>
/// <param name="encryption">Null: backups are not encrypted.</param>
internal sealed class BackupStore(StateFolder folder, TimeProvider time, BackupEncryption? encryption)
{
    /// <summary>The path that a backup would have now.</summary>
    public string PathNow(string context, string ns, string record)
    {
        // If a record was restored and deleted again within a second, the older backup keeps its name; so does a decrypted one.
        for (var at = time.GetUtcNow(); ; at = at.AddSeconds(1))
        {
            var path = folder.BackupPath(context, ns, record, at);
            var encrypted = path + StateFolder.EncryptedSuffix;
            if (!File.Exists(path) && !File.Exists(encrypted))
                return encryption is null ? path : encrypted;
        }
    }

    /// <summary>
    /// What the file of a backup will hold; or why the object could not be encrypted, as a line to print. Throws
    /// <see cref="OperationCanceledException"/>.
    /// </summary>
    /// <param name="kind">The object's kind.</param>
    public async Task<(BackupContent? Content, string? Error)> SealAsync(
        ReadOnlyMemory<byte> rawObject,
        string kind,
        CancellationToken cancellation
    )
    {
        if (encryption is null)
            return (new BackupContent(rawObject, rawObject, null), null);
        var (encrypted, error) = await encryption.RunAsync(rawObject, cancellation).ConfigureAwait(false);
        return encrypted is { } bytes
            ? (
                new BackupContent(
                    rawObject,
                    bytes,
                    new EncryptedObject(
                        encryption.Program,
                        kind,
                        EncryptedObject.Digest(rawObject.Span),
                        EncryptedObject.Digest(bytes.Span)
                    )
                ),
                null
            )
            : (null, error);
    }

    /// <summary>
    /// Writes both files and reads the backup back. Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.
    /// </summary>
    /// <param name="announced">
    /// The result of <see cref="PathNow"/> that was shown to the user; null: none was. Used unless it exists by now.
    /// </param>
    public Backup Write(BackupMeta meta, BackupContent content, string? announced = null)
    {
        var path = announced is not null && !File.Exists(announced) ? announced : PathNow(meta.Context, meta.Namespace, meta.Record);
        folder.Tighten(path);
        StateFolder.WriteNew(path, content.Bytes.Span);
        if (!File.ReadAllBytes(path).AsSpan().SequenceEqual(content.Bytes.Span))
            throw new IOException($"{path} does not have the content that was written");
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
            JsonSerializer.Serialize(
                json,
                meta with
                {
                    Time = PlainText.Rfc3339(time.GetUtcNow()),
                    Encryption = content.Encryption,
                },
                RecoveryJson.Default.BackupMeta
            );
        StateFolder.WriteNew(StateFolder.MetaPath(path), buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        return new Backup(path, meta.Record, meta.Revision) { EncryptedBy = content.Encryption?.Program, Plain = content.Plain };
    }

    /// <summary>
    /// Reads a backup and its description; an error says which file is wrong and why, and how to decrypt one that is encrypted.
    /// </summary>
    public static (StoredBackup? Backup, string? Error) Read(string path)
    {
        if (IsEncrypted(path))
            return (null, EncryptedError(path));
        var (content, error) = StrictJson.Bytes(path);
        return content is { } bytes ? Read(path, bytes) : (null, error);
    }

    /// <summary>The same with the object's bytes: the decrypted content of the file at that path, if that is encrypted.</summary>
    public static (StoredBackup? Backup, string? Error) Read(string path, ReadOnlyMemory<byte> content)
    {
        var (read, error) = StrictJson.Parse(path, content);
        if (read is not { } backup)
            return (null, error);
        var stored = new KubeObject(backup);
        if (stored.Kind is not ("Secret" or "ConfigMap") || stored.Meta.Name.Length == 0 || stored.Meta.Namespace.Length == 0)
            return (
                null,
                $"error: {path} is not a backup of a release record: it must be one Secret or ConfigMap with a name and a namespace"
            );
        (var described, error) = ReadMeta(path);
        if (described is not { } meta)
            return (null, $"{error}; it says which cluster the backup belongs to, and without it nothing can be restored");
        return meta.Encryption is { } encrypted && encrypted.ObjectDigest != EncryptedObject.Digest(content.Span)
            ? (null, $"error: {path}: the decrypted content is not the object that was encrypted (by its digest); nothing was changed")
            : (new StoredBackup(path, stored, meta), null);
    }

    public static bool IsEncrypted(string path) => path.EndsWith(StateFolder.EncryptedSuffix, StringComparison.Ordinal);

    /// <summary>The description beside a backup, or what is wrong with its file.</summary>
    public static (BackupMeta? Meta, string? Error) ReadMeta(string path)
    {
        var (read, error) = StrictJson.Read(StateFolder.MetaPath(path));
        return read is { } meta ? (MetaOf(meta), null) : (null, error);
    }

    /// <summary>The backup of a record at a path, as far as its description is there to say how it was encrypted.</summary>
    public static Backup At(string path, string record, long revision) =>
        new(path, record, revision) { EncryptedBy = IsEncrypted(path) ? ReadMeta(path).Meta?.Encryption?.Program ?? "" : null };

    private static string EncryptedError(string path) =>
        $"error: {path} is encrypted; decrypt it and pass it on: {At(path, "", 0).RestoreCommand}";

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
            Encryption = meta.At("encryption") is { } encrypted
                ? new EncryptedObject(
                    encrypted.Text("program") ?? "",
                    encrypted.Text("kind") ?? "",
                    encrypted.Text("objectDigest") ?? "",
                    encrypted.Text("fileDigest") ?? ""
                )
                : null,
        };
}
