namespace Helmstuck.Cli.Printers;

/// <summary>What <c>version -o json</c> prints (docs/schema/version.json).</summary>
/// <param name="Commit">Null if the program was not built from a commit.</param>
/// <param name="Date">The date of the commit.</param>
/// <param name="Framework">The .NET runtime.</param>
/// <param name="HelmRules">The versions of Helm whose rules the outlook follows.</param>
/// <param name="ServerVersion">Of the API server; null if it was not asked or did not answer.</param>
internal sealed record VersionDocument(
    string Version,
    string? Commit,
    string? Date,
    string Platform,
    string Framework,
    string HelmRules,
    string? ServerVersion
);
