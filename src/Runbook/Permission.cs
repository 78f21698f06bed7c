namespace Helmstuck.Runbook;

/// <summary>The API server's answer to an access review: null if it did not decide.</summary>
internal sealed record Permission(string Verb, string Resource, string Name, bool? Allowed, string Why);
