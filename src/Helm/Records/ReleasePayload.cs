using System.Globalization;

namespace Helmstuck.Helm.Records;

/// <summary>
/// The members of a release's JSON that this program reads (Helm: release/v1/release.go). Values and templates are skipped.
/// </summary>
internal sealed partial record ReleasePayload
{
    public required string Name { get; init; }

    /// <summary>The revision in 64 bits, as Helm's int has; 0 if the payload has none.</summary>
    public required long Version { get; init; }

    /// <summary>Whether the payload has an <c>info</c>. Helm decodes a payload without it, and then crashes.</summary>
    public bool HasInfo { get; init; } = true;
    public string Namespace { get; init; } = "";

    /// <summary>As stored; <c>unknown</c> if the payload has no status, which Helm treats the same way.</summary>
    public string Status { get; init; } = ReleaseStatus.Unknown;

    public string Description { get; init; } = "";

    /// <summary>The revision that a rollback restores, written since Helm 4.3; else 0 (Helm: action/rollback.go).</summary>
    public long RollbackRevision { get; init; }

    /// <summary>
    /// The revision that a rollback restores: by its own member, else by the description that Helm gives it; null if neither names one.
    /// </summary>
    public long? RollbackTarget =>
        RollbackRevision > 0 ? RollbackRevision
        : Description.StartsWith(RollbackTo, StringComparison.Ordinal)
        && long.TryParse(Description.AsSpan(RollbackTo.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var target)
            ? target
        : null;

    private const string RollbackTo = "Rollback to ";

    /// <summary>By the clock of the client that ran Helm.</summary>
    public DateTimeOffset? FirstDeployed { get; init; }

    /// <summary>When the operation began, by the clock of the client that ran Helm; never updated afterwards.</summary>
    public DateTimeOffset? LastDeployed { get; init; }

    /// <summary>When the uninstall began, by the clock of the client that ran Helm; null where there was none.</summary>
    public DateTimeOffset? Deleted { get; init; }

    public string ChartName { get; init; } = "";
    public string ChartVersion { get; init; } = "";
    public string AppVersion { get; init; } = "";
    public string Manifest { get; init; } = "";
    public IReadOnlyList<ReleaseHook> Hooks { get; init; } = [];

    /// <summary><c>ssa</c> or <c>csa</c> (Helm 4), empty if absent, which means csa.</summary>
    public string ApplyMethod { get; init; } = "";

    /// <summary><c>gitlab-8.1.4</c>; empty if the payload names no chart.</summary>
    public string Chart =>
        ChartName.Length == 0 ? ""
        : ChartVersion.Length == 0 ? ChartName
        : $"{ChartName}-{ChartVersion}";
}
