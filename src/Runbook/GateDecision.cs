namespace Helmstuck.Runbook;

/// <summary>Whether the delete may proceed, and what was lifted for it. <paramref name="Attested"/>: ids of checks.</summary>
internal sealed record GateDecision(IReadOnlyList<Check> Blocking, IReadOnlyList<Override> Applied, IReadOnlyList<string> Attested)
{
    public bool Open => Blocking.Count == 0;
}
