namespace Helmstuck.Runbook.Checks;

/// <summary>One check of the runbook as data: what it asks, what lifts it, what its answer means for the advice, and how it answers.</summary>
internal abstract record CheckDefinition
{
    /// <summary>As flags, the journal and JSON spell it.</summary>
    public required string Id { get; init; }

    /// <summary>The question that it answers, one sentence.</summary>
    public required string Question { get; init; }

    public required CheckTopic Topic { get; init; }

    /// <summary>Whether a reason lifts it.</summary>
    public bool CanBeOverridden { get; init; }

    /// <summary>What a person attests to lift it while it is unknown; empty where nobody can attest it.</summary>
    public string Attestation { get; init; } = "";

    /// <summary>Its answer is about one remedy: what it said of another one does not count.</summary>
    public bool DependsOnRemedy { get; init; }

    /// <summary>It is asked even where the release has no record.</summary>
    public bool NeedsNoRecord { get; init; }

    /// <summary>What to do where it fails; null where that says nothing.</summary>
    public RecommendedAction? Advises { get; init; }

    /// <summary>What to weigh before a delete that this answer does not advise against; null where there is nothing.</summary>
    public Func<Check, string?> Doubt { get; init; } = static _ => null;

    /// <summary>When its fact was read, by this machine's clock; null: with the rest of the Review.</summary>
    public Func<ReviewFacts, DateTimeOffset?> ReadAt { get; init; } = static _ => null;

    /// <summary>The answer as far as the facts go.</summary>
    public abstract Check Ask(CheckSubject subject);

    /// <summary>Its answer among these; a pending one where it has not answered.</summary>
    public Check In(IReadOnlyList<Check> checks) => checks.FirstOrDefault(check => check.Id == Id) ?? Waiting("not answered yet");

    /// <summary>Whether attesting lifts this answer: an unknown one, not a failed one.</summary>
    public bool IsLiftedByAttesting(Check check) => Attestation.Length > 0 && check is { State: CheckState.Unknown, Pending: false };

    /// <summary>Its answer while its fact is on the way.</summary>
    public Check BeingRead => Waiting("being read");

    private Check Waiting(string summary) => new(Id, CheckState.Unknown, summary, []) { Pending = true };
}
