namespace Helmstuck.Runbook.Reviewing;

/// <summary>Whether a record fulfils one <see cref="OwnCondition"/>.</summary>
/// <param name="Expected">What the pipeline gave; null if it gave nothing.</param>
/// <param name="Found">What the record has; null if it has nothing of the kind, or if it cannot be read.</param>
/// <param name="Reason">Why it is not fulfilled, one clause; null if it is.</param>
internal sealed record OwnAnswer(string Id, string? Expected, string? Found, string? Reason)
{
    public bool Met => Reason is null;
}
