using Helmstuck.Runbook.Reviewing;

namespace Helmstuck.Cli;

/// <summary>The arguments of <c>guard</c>.</summary>
internal sealed record GuardRequest(
    string Release,
    TimeSpan Wait,
    IReadOnlyList<OwnCondition> Conditions,
    Consent Consent,
    TimeSpan Watch,
    bool DryRun,
    bool Json
);
