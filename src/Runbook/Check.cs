using Helmstuck.Runbook.Checks;

namespace Helmstuck.Runbook;

/// <summary>One check of the runbook with its evidence. <c>fail</c> and <c>unknown</c> block the delete.</summary>
internal sealed record Check(string Id, CheckState State, string Summary, IReadOnlyList<string> Evidence)
{
    /// <summary>It has not answered yet.</summary>
    public bool Pending { get; init; }

    /// <summary>When it was answered, by this machine's clock; null: together with its Review.</summary>
    public DateTimeOffset? At { get; init; }

    public bool Blocks => State is CheckState.Fail or CheckState.Unknown;

    /// <summary>It blocks, and a reason can override it.</summary>
    public bool IsOverridable => Blocks && !Pending && CheckList.Of(this).CanBeOverridden;

    /// <summary>It blocks, and can be attested.</summary>
    public bool IsAttestable => CheckList.Of(this).IsLiftedByAttesting(this);
}
