namespace Helmstuck.Cli.Printers;

/// <summary>What <c>version -o json</c> prints (docs/schema/version.json).</summary>
internal sealed record VersionDocument(string Version, string Platform, string Framework);
