namespace Helmstuck.Runbook;

/// <summary>One check of the runbook with its evidence. <c>fail</c> and <c>unknown</c> block the delete.</summary>
internal sealed record Check(string Id, CheckState State, string Summary, IReadOnlyList<string> Evidence)
{
    /// <summary>It has not answered yet.</summary>
    public bool Pending { get; init; }

    /// <summary>When it was answered, by this machine's clock; null: together with its Review.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>When it stops blocking by itself if nothing changes until then, by the server's clock; null if that is not known.</summary>
    public DateTimeOffset? PassesAt { get; init; }

    public bool Blocks => State is CheckState.Fail or CheckState.Unknown;
}
