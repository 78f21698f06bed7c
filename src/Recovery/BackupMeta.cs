using System.Text.Json.Serialization;

namespace Helmstuck.Recovery;

/// <summary>The file beside a backup (docs/schema/backup-meta.json): where the backup belongs.</summary>
internal sealed record BackupMeta(
    string Context,
    string Server,
    [property: JsonPropertyName("kubeSystemUid")] string ClusterUid,
    string User,
    string Namespace,
    string Release,
    string Record,
    long Revision
)
{
    /// <summary>When it was written, RFC 3339.</summary>
    [JsonPropertyOrder(-1)]
    public string Time { get; init; } = "";

    /// <summary>Null if the backup is not encrypted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EncryptedObject? Encryption { get; init; }
}
