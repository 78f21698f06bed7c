namespace Helmstuck.Runbook;

/// <summary>The API server's answer to "may I"; null: it gave none.</summary>
internal sealed record Permission(string Verb, string Resource, string Name, bool? Allowed, string Why)
{
    public Rehearsal Rehearsal { get; init; }
}
