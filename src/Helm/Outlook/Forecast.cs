using Helmstuck.Helm.Records;

namespace Helmstuck.Helm.Outlook;

/// <summary>What Helm thinks of a release in one state of its records, and what each command would do.</summary>
internal sealed record Forecast
{
    /// <summary>The record that is the newest for Helm; null if it finds none (Helm: storage.go Last).</summary>
    public required LastRecord? Last { get; init; }

    /// <summary>Whether the newest record's status is one of <see cref="ReleaseStatus.Stuck"/>.</summary>
    public required bool Stuck { get; init; }

    public required Listed Listed { get; init; }
    public required Verdict Upgrade { get; init; }
    public required Verdict UpgradeInstall { get; init; }
    public required Verdict Install { get; init; }
    public required Verdict InstallReplace { get; init; }

    /// <summary><c>helm rollback RELEASE</c> without a revision. Forecast only: this program never advises it.</summary>
    public required Verdict Rollback { get; init; }

    public required Verdict Uninstall { get; init; }

    /// <summary>
    /// The record that an upgrade starts from, also if the upgrade is refused for another reason; null if none exists.
    /// </summary>
    public long? StartsFrom { get; init; }

    /// <summary>Why no upgrade is accepted; null where one is, be it only <c>upgrade --install</c>.</summary>
    public HelmError? Refusal =>
        Upgrade.Outcome != VerdictOutcome.Refused || UpgradeInstall.Outcome != VerdictOutcome.Refused ? null
        : Upgrade.Error is { Meaning: null } && UpgradeInstall.Error is { Meaning: not null } other ? other
        : Upgrade.Error;
}
