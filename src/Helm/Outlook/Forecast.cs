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
}
