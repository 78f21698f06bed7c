namespace Helmstuck.Runbook.Checks;

/// <summary>What the API server answered to "may I": null where it would not say.</summary>
internal sealed record Permission(string Verb, string Resource, string Name, bool? Allowed, string Why);
