using System.Text.Json.Serialization;

namespace Helmstuck.Recovery;

/// <summary>What a recovery writes: the journal's lines, the description of a backup, and the Event.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Serialization,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase
)]
[JsonSerializable(typeof(JournalLine))]
[JsonSerializable(typeof(JournalResultLine))]
[JsonSerializable(typeof(BackupMeta))]
[JsonSerializable(typeof(EventDocument))]
internal sealed partial class RecoveryJson : JsonSerializerContext;
