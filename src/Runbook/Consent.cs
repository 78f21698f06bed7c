using Helmstuck.Runbook.Checks;

namespace Helmstuck.Runbook;

/// <summary>What a person has said about the checks so far.</summary>
internal sealed record Consent
{
    public static readonly Consent None = new();

    public IReadOnlyList<Override> Overrides { get; init; } = [];

    /// <summary>A reason that covers every overridable check that fails or is unknown; null where none was given.</summary>
    public string? BlanketReason { get; init; }

    /// <summary>The ids of the checks that were attested, which lifts them where they are unknown.</summary>
    public IReadOnlyList<string> Attested { get; init; } = [];

    /// <summary>The reason given for this check, or for all; null where there is none, or where none counts.</summary>
    public string? ReasonFor(Check check) =>
        CheckList.Of(check).CanBeOverridden
            ? Overrides.FirstOrDefault(lifted => lifted.CheckId == check.Id)?.Reason ?? BlanketReason
            : null;

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
                    .. seen.Where(check => check.IsOverridable && Overrides.All(lifted => lifted.CheckId != check.Id))
                        .Select(check => new Override(check.Id, reason)),
                ],
            };
}
