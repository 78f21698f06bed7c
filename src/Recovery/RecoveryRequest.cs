using Helmstuck.Runbook;
using Helmstuck.Runbook.Reviewing;

namespace Helmstuck.Recovery;

/// <summary>A confirmed request: this plan, with these checks lifted.</summary>
internal sealed record RecoveryRequest(RecoveryPlan Plan, Consent Consent, DryRunMode DryRun = DryRunMode.None)
{
    /// <summary>The backup paths that were shown, in the order of the plan's records; empty: none were.</summary>
    public IReadOnlyList<string> BackupPaths { get; init; } = [];
}
