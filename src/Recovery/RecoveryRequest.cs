using Helmstuck.Runbook;

namespace Helmstuck.Recovery;

/// <summary>How much of it is carried out.</summary>
internal enum DryRunMode
{
    None,

    /// <summary>Nothing is sent that changes anything.</summary>
    Client,

    /// <summary>The API server is asked with dryRun=All: admission and preconditions answer, nothing is written.</summary>
    Server,
}

/// <summary>A confirmed request: this plan, with these checks lifted.</summary>
internal sealed record RecoveryRequest(RecoveryPlan Plan, Consent Consent, DryRunMode DryRun = DryRunMode.None)
{
    /// <summary>The backup paths that were shown, in the order of the plan's records; empty: none were.</summary>
    public IReadOnlyList<string> BackupPaths { get; init; } = [];
}
