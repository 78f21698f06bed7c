using Helmstuck.Runbook;

namespace Helmstuck.Recovery;

/// <summary>How much of it is for real.</summary>
internal enum DryRunMode
{
    None,

    /// <summary>Nothing is sent that could change anything.</summary>
    Client,

    /// <summary>The API server is asked with dryRun=All: admission and preconditions answer, nothing is written.</summary>
    Server,
}

/// <summary>A confirmed wish: this plan, with these checks lifted.</summary>
internal sealed record RecoveryRequest(RecoveryPlan Plan, Consent Consent, DryRunMode DryRun = DryRunMode.None)
{
    /// <summary>Where the person was told that the backups would be, in the order of the plan's records; empty: nobody was told.</summary>
    public IReadOnlyList<string> BackupPaths { get; init; } = [];
}
