namespace Helmstuck.Helm.Outlook;

/// <summary>
/// What one Helm command would do. <paramref name="Base"/>: the record that the next upgrade merges from (upgrade and upgrade --install
/// only).
/// </summary>
internal sealed record Verdict(VerdictOutcome Outcome, long? Base, long? NewRevision, HelmError? Error);
