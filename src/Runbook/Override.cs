namespace Helmstuck.Runbook;

/// <summary>A check that the user overrode. The reason is in the journal and the report.</summary>
internal sealed record Override(string CheckId, string Reason);
