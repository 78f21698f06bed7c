namespace Helmstuck.Runbook;

/// <summary>The answer of a check: the state, the summary, and the evidence.</summary>
internal sealed record CheckAnswer(CheckState State, string Summary, IReadOnlyList<string> Evidence)
{
    /// <summary>Facts that can change the answer are still being read.</summary>
    public bool Pending { get; init; }

    /// <inheritdoc cref="Check.PassesAt"/>
    public DateTimeOffset? PassesAt { get; init; }
}
