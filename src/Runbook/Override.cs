namespace Helmstuck.Runbook;

/// <summary>A check that a person lifted on purpose. The reason goes to the journal and the report.</summary>
internal sealed record Override(string CheckId, string Reason);
