namespace Helmstuck.Cli.Printers;

/// <summary>What <c>guard -o json</c> prints (docs/schema/guard.json).</summary>
internal sealed record GuardDocument(
    string ApiVersion,
    string Kind,
    string Context,
    string Namespace,
    string Release,
    string Outcome,
    int ExitCode,
    bool DryRun,
    long WaitedSeconds,
    GuardDocument.StuckPart? Record,
    GuardDocument.ConditionPart[] Conditions,
    ReviewDocument.CheckPart[] Checks,
    string[] Reasons,
    string[] Commands,
    string[] Backups,
    string[] Lines
)
{
    internal sealed record StuckPart(
        string Kind,
        string Name,
        string Uid,
        string ResourceVersion,
        long Revision,
        string Status,
        string Chart
    );

    /// <param name="Expected">The pipeline's; null if it gave none.</param>
    /// <param name="Found">The record's; null if it has none.</param>
    /// <param name="Reason">Why it is not met; null if it is.</param>
    internal sealed record ConditionPart(string Id, bool Met, string? Expected, string? Found, string? Reason);
}
