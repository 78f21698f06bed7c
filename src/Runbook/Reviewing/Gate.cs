using Helmstuck.Runbook.Checks;

namespace Helmstuck.Runbook.Reviewing;

/// <summary>The one rule for which checks block the delete.</summary>
internal static class Gate
{
    /// <summary>
    /// <c>fail</c> and <c>unknown</c> block, unless the check can be overridden or attested and that was done. A
    /// check that has not answered always blocks.
    /// </summary>
    public static GateDecision Decide(IReadOnlyList<Check> checks, Consent consent)
    {
        var blocking = new List<Check>();
        var applied = new List<Override>();
        var attested = new List<string>();
        foreach (var definition in CheckList.All)
        {
            var check = definition.In(checks);
            if (!check.Blocks)
                continue;
            if (check.Pending)
                blocking.Add(check);
            else if (definition.IsLiftedByAttesting(check) && consent.Attested.Contains(check.Id))
                attested.Add(check.Id);
            else if (consent.ReasonFor(check) is { } reason)
                applied.Add(new Override(check.Id, reason));
            else
                blocking.Add(check);
        }
        return new GateDecision(blocking, applied, attested);
    }
}
