namespace Helmstuck.Pipelines;

/// <summary>Another deployer left its mark on a release.</summary>
/// <param name="Name">The owner's own object or program: <c>flux-system/gitlab</c>, <c>terraform-provider-helm</c>.</param>
/// <param name="Evidence">Where its marks were found, a line each.</param>
/// <param name="Advice">What to do instead, or before: a line each; commands stand alone on theirs.</param>
/// <param name="LeaveToOwner">
/// It acts by itself and would undo, or repeat, what is done behind its back: the release is its to repair.
/// </param>
internal sealed record OwnerFact(
    OwnerKind Kind,
    string Name,
    IReadOnlyList<string> Evidence,
    IReadOnlyList<string> Advice,
    bool LeaveToOwner
);
