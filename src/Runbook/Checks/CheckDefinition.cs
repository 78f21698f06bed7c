namespace Helmstuck.Runbook.Checks;

/// <summary>
/// One check of the runbook as data: its question, how it can be lifted, what it means for the advice, and how it answers.
/// </summary>
internal abstract record CheckDefinition
{
    /// <summary>The id in flags, in the journal and in JSON.</summary>
    public required string Id { get; init; }

    /// <summary>The question that it answers, one sentence.</summary>
    public required string Question { get; init; }

    public required CheckTopic Topic { get; init; }

    /// <summary>Whether a reason can override it.</summary>
    public bool CanBeOverridden { get; init; }

    /// <summary>The attestation that lifts it while it is unknown; empty if none lifts it.</summary>
    public string Attestation { get; init; } = "";

    /// <summary>Its answer is about one remedy: an answer about another one does not count.</summary>
    public bool DependsOnRemedy { get; init; }

    /// <summary>It is asked even if the release has no record.</summary>
    public bool NeedsNoRecord { get; init; }

    /// <summary>The advice if it fails; null if none exists.</summary>
    public RecommendedAction? Advises { get; init; }

    /// <summary>A doubt about a delete that this answer does not advise against; null if none exists.</summary>
    public Func<Check, string?> Doubt { get; init; } = static _ => null;

    /// <summary>When its fact was read, by this machine's clock; null: together with the Review.</summary>
    public Func<ReviewFacts, DateTimeOffset?> ReadAt { get; init; } = static _ => null;

    /// <summary>The answer from the facts so far.</summary>
    public abstract Check Ask(CheckSubject subject);

    /// <summary>Its answer among these; a pending one if it was not answered yet.</summary>
    public Check In(IReadOnlyList<Check> checks) => checks.FirstOrDefault(check => check.Id == Id) ?? Waiting("not answered yet");

    /// <summary>Whether this answer can be attested: an unknown one can, a failed one cannot.</summary>
    public bool IsLiftedByAttesting(Check check) => Attestation.Length > 0 && check is { State: CheckState.Unknown, Pending: false };

    /// <summary>Its answer while its fact is being read.</summary>
    public Check BeingRead => Waiting("being read");

    private Check Waiting(string summary) => new(Id, CheckState.Unknown, summary, []) { Pending = true };
}
