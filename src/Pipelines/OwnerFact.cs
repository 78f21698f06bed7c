namespace Helmstuck.Pipelines;

/// <summary>A release has the marks of another deployer.</summary>
/// <param name="Name">The owner's own object or program: <c>flux-system/gitlab</c>, <c>terraform-provider-helm</c>.</param>
/// <param name="Evidence">Where its marks were found, one per line.</param>
/// <param name="Advice">What to do instead, or before, one step per line; a command has its own line.</param>
/// <param name="LeaveToOwner">
/// It acts by itself and would undo or repeat a change by this program: leave the release to it.
/// </param>
internal sealed record OwnerFact(
    OwnerKind Kind,
    string Name,
    IReadOnlyList<string> Evidence,
    IReadOnlyList<string> Advice,
    bool LeaveToOwner
)
{
    /// <summary>It tries a failed release again by itself and leaves a pending one alone: marking it failed is the better remedy.</summary>
    public bool RetriesFailed { get; init; }
}
