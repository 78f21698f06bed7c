using Helmstuck.Runbook.Checks;

namespace Helmstuck.Runbook.Reviewing;

/// <summary>The overrides and attestations so far.</summary>
internal sealed record Consent
{
    public static readonly Consent None = new();

    public IReadOnlyList<Override> Overrides { get; init; } = [];

    /// <summary>A reason for every overridable check that fails or is unknown; null if none was given.</summary>
    public string? BlanketReason { get; init; }

    /// <summary>The ids of the attested checks; this lifts them if they are unknown.</summary>
    public IReadOnlyList<string> Attested { get; init; } = [];

    /// <summary>The reason for this check, or for all; null if none exists, or if it does not apply.</summary>
    public string? ReasonFor(Check check) =>
        CheckList.Of(check).CanBeOverridden
            ? Overrides.FirstOrDefault(lifted => lifted.CheckId == check.Id)?.Reason ?? BlanketReason
            : null;

    /// <summary>
    /// The same for a user who saw these checks: the general reason covers what blocked then, and nothing that blocks only afterwards.
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
                    .. seen.Where(check => CheckList.IsOverridable(check) && Overrides.All(lifted => lifted.CheckId != check.Id))
                        .Select(check => new Override(check.Id, reason)),
                ],
            };
}
