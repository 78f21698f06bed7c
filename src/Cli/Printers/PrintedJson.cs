using System.Text.Json.Serialization;

namespace Helmstuck.Cli.Printers;

/// <summary>The documents that the command line prints.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Serialization,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase
)]
[JsonSerializable(typeof(ReviewDocument))]
[JsonSerializable(typeof(ReleaseListDocument))]
[JsonSerializable(typeof(JournalDocument))]
[JsonSerializable(typeof(BackupListDocument))]
[JsonSerializable(typeof(GuardDocument))]
[JsonSerializable(typeof(VersionDocument))]
internal sealed partial class PrintedJson : JsonSerializerContext;
