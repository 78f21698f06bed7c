using Helmstuck.Cli.Printers;
using Helmstuck.Helm.Records;
using Helmstuck.Recovery;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Reviewing;

namespace Helmstuck.Cli;

/// <summary>How a run of <c>guard</c> ended.</summary>
/// <param name="Outcome">As its JSON spells it.</param>
/// <param name="Lines">What happened, one sentence each, as printed.</param>
internal sealed record GuardResult(string Outcome, int ExitCode, IReadOnlyList<string> Lines)
{
    public const string Free = "free",
        Ended = "ended",
        Freed = "freed",
        WouldFree = "would-free",
        Refused = "refused",
        Changed = "changed",
        Unverified = "unverified",
        Failed = "failed";

    /// <summary>The stuck record that was decided about; null if none was.</summary>
    public ReleaseRecord? Record { get; init; }

    public IReadOnlyList<OwnAnswer> Conditions { get; init; } = [];

    public IReadOnlyList<Check> Checks { get; init; } = [];

    /// <summary>Why a person must look, one clause each.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>The commands for that person.</summary>
    public IReadOnlyList<string> Commands { get; init; } = [];

    public IReadOnlyList<Backup> Backups { get; init; } = [];

    /// <summary>How long it waited for a live operation.</summary>
    public TimeSpan Waited { get; init; }

    /// <summary>The result as <c>-o json</c> prints it.</summary>
    public GuardDocument Document(string context, string ns, GuardRequest request) =>
        new(
            JsonText.ApiVersion,
            "Guard",
            context,
            ns,
            request.Release,
            Outcome,
            ExitCode,
            request.DryRun,
            (long)Waited.TotalSeconds,
            Record is { } record
                ? new GuardDocument.StuckPart(
                    ReviewText.Of(record.Meta.Driver),
                    record.Meta.ObjectName,
                    record.Meta.Uid,
                    record.Meta.ResourceVersion,
                    record.Revision,
                    record.Status,
                    record.Release?.Chart ?? ""
                )
                : null,
            [.. Conditions.Select(one => new GuardDocument.ConditionPart(one.Id, one.Met, one.Expected, one.Found, one.Reason))],
            [.. Checks.Select(ReviewDocument.From)],
            [.. Reasons],
            [.. Commands],
            [.. Backups.Select(backup => backup.Path)],
            [.. Lines]
        );
}
