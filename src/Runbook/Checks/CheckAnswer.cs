namespace Helmstuck.Runbook.Checks;

/// <summary>What a check's judge says of the facts: the state, the sentence that is read first, and what it rests on.</summary>
internal sealed record CheckAnswer(CheckState State, string Summary, IReadOnlyList<string> Evidence)
{
    /// <summary>Facts that may change the answer are still being read.</summary>
    public bool Pending { get; init; }
}
