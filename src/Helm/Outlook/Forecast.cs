using Helmstuck.Helm.Records;

namespace Helmstuck.Helm.Outlook;

/// <summary>What Helm thinks of a release in one state of its records, and what it would do with each command.</summary>
internal sealed record Forecast
{
    /// <summary>The record that Helm takes for the newest; null where it finds none (Helm: storage.go Last).</summary>
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

/// <summary>The newest record as Helm sees it. <paramref name="Chart"/> is empty where its payload was not read.</summary>
internal sealed record LastRecord(int Revision, string Status, string Chart = "", string AppVersion = "");

/// <summary>Which of Helm's lists show the release: <c>helm3 list</c>, <c>helm3 list --all</c>, <c>helm4 list</c>.</summary>
internal sealed record Listed(bool Helm3, bool Helm3All, bool Helm4);

internal enum VerdictOutcome
{
    /// <summary>Helm accepts the command and writes a new record (uninstall: starts deleting).</summary>
    Proceeds,

    /// <summary>Helm takes the install path.</summary>
    Installs,

    /// <summary>Helm writes nothing and prints the error.</summary>
    Refused,
}

/// <summary>
/// What one Helm command would do. <paramref name="Base"/>: the record that the next upgrade merges from (upgrade and upgrade --install
/// only).
/// </summary>
internal sealed record Verdict(VerdictOutcome Outcome, int? Base, int? NewRevision, HelmError? Error);

/// <summary>
/// Helm's own words, without the prefix such as <c>Error: UPGRADE FAILED: </c>. Empty for a Helm that goes ahead all the same (one known
/// case: pruning several records whose payloads carry another revision than their names stops Helm 3 only).
/// </summary>
internal sealed record HelmError(string Helm3, string Helm4);

/// <summary>The forecasts that a decision needs, and what they rest on.</summary>
internal sealed record Outlook
{
    public required Forecast Now { get; init; }
    public required Forecast AfterDelete { get; init; }
    public required Forecast AfterMarkFailed { get; init; }

    /// <summary>The forecast after all of <see cref="ToDelete"/> are gone; null where that is just the stuck one.</summary>
    public Forecast? AfterDeleteAll { get; init; }

    /// <summary>
    /// Revisions that must go, newest first, before Helm is unlocked: the stuck one, and pending ones right below it; none where nothing is
    /// in the way.
    /// </summary>
    public IReadOnlyList<int> ToDelete { get; init; } = [];

    /// <summary>
    /// Facts worth a line each beyond the forecasts: number reuse, orphans, apply method flip, two deployed, gaps, pruning, disagreeing
    /// labels.
    /// </summary>
    public IReadOnlyList<OutlookNote> Notes { get; init; } = [];
}

/// <summary>One noteworthy consequence, as a plain sentence. <paramref name="Id"/> is stable, for tests and scripts.</summary>
internal sealed record OutlookNote(string Id, string Text);
