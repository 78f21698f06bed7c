namespace Helmstuck.Runbook;

/// <summary>A check that a person lifted on purpose. The reason goes to the journal and the report.</summary>
internal sealed record Override(string CheckId, string Reason);

/// <summary>What a person has said about the checks so far.</summary>
internal sealed record Consent
{
    public static readonly Consent None = new();

    public IReadOnlyList<Override> Overrides { get; init; } = [];

    /// <summary>A reason that covers every overridable check that fails or is unknown; null where none was given.</summary>
    public string? BlanketReason { get; init; }

    /// <summary>"I have checked that no CI job is running": lifts an unknown ci-jobs, not a failed one.</summary>
    public bool CiJobsAttested { get; init; }

    /// <summary>
    /// The same for a person who saw these checks: the blanket reason covers what blocked then, and nothing that blocks only afterwards.
    /// </summary>
    public Consent HeldTo(IReadOnlyList<Check> seen) =>
        BlanketReason is not { } reason
            ? this
            : this with
            {
                BlanketReason = null,
                Overrides =
                [
                    .. Overrides,
                    .. seen.Where(check =>
                            check is { Blocks: true, Pending: false }
                            && CheckId.CanBeOverridden(check.Id)
                            && Overrides.All(lifted => lifted.CheckId != check.Id)
                        )
                        .Select(check => new Override(check.Id, reason)),
                ],
            };
}

/// <summary>Whether the delete may go on, and what was lifted for it.</summary>
internal sealed record GateDecision(IReadOnlyList<Check> Blocking, IReadOnlyList<Override> Applied, bool Attested)
{
    public bool Open => Blocking.Count == 0;
}

/// <summary>The one rule of which checks stop the delete.</summary>
internal static class Gate
{
    /// <summary>
    /// <c>fail</c> and <c>unknown</c> block, unless overridden with a reason (workloads, ci-jobs, helm-idle, owner) or, for an unknown
    /// ci-jobs, attested. A check that has not answered blocks whatever was said.
    /// </summary>
    public static GateDecision Decide(IReadOnlyList<Check> checks, Consent consent)
    {
        var blocking = new List<Check>();
        var applied = new List<Override>();
        var attested = false;
        foreach (var id in CheckId.All)
        {
            var check =
                checks.FirstOrDefault(candidate => candidate.Id == id)
                ?? new Check(id, CheckState.Unknown, "not answered yet", []) { Pending = true };
            if (!check.Blocks)
                continue;
            if (check.Pending)
                blocking.Add(check);
            else if (id == CheckId.CiJobs && check.State == CheckState.Unknown && consent.CiJobsAttested)
                attested = true;
            else if (CheckId.CanBeOverridden(id) && Reason(consent, id) is { } reason)
                applied.Add(new Override(id, reason));
            else
                blocking.Add(check);
        }
        return new GateDecision(blocking, applied, attested);
    }

    private static string? Reason(Consent consent, string id) =>
        consent.Overrides.FirstOrDefault(lifted => lifted.CheckId == id)?.Reason ?? consent.BlanketReason;
}
