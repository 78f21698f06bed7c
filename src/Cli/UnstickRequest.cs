using Helmstuck.Recovery;
using Helmstuck.Runbook;
using Helmstuck.Runbook.Reviewing;

namespace Helmstuck.Cli;

/// <summary>The arguments of <c>unstick</c>.</summary>
internal sealed record UnstickRequest(
    string Release,
    IReadOnlyList<long> Revisions,
    bool Yes,
    DryRunMode DryRun,
    Remedy Remedy,
    Consent Consent,
    TimeSpan? Watch
);
