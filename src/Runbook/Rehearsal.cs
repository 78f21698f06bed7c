namespace Helmstuck.Runbook;

/// <summary>What came of sending the request with <c>dryRun=All</c>, which asks admission as well as the authorizer.</summary>
internal enum Rehearsal
{
    None,
    Accepted,
    Refused,
}
