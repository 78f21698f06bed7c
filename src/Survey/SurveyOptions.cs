using Helmstuck.Helm.Records;
using Helmstuck.Pipelines;
using Helmstuck.Processes;

namespace Helmstuck.Survey;

/// <summary>What a survey needs besides the cluster; plain values from the settings.</summary>
internal sealed record SurveyOptions
{
    public required StorageDriver Driver { get; init; }

    /// <summary>Settings <c>helm.idleAfter</c>.</summary>
    public required TimeSpan IdleAfter { get; init; }

    /// <summary>Settings <c>helm.longestTimeout</c>.</summary>
    public TimeSpan LongestTimeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Where to look for helm processes; null: not at all (settings <c>helm.localProcesses</c>, and the demo).</summary>
    public LocalProcesses? LocalProcesses { get; init; }

    /// <summary>
    /// The newest record of a release (namespace, name) that was deleted from this machine; null if none was. Its changes are shown
    /// until the release moves on.
    /// </summary>
    public Func<string, string, ReleaseRecord?> Deleted { get; init; } = static (_, _) => null;

    /// <summary>Settings <c>health.hpaTolerance</c>: a share, 0 to 1.</summary>
    public required double HpaTolerance { get; init; }

    public IReadOnlyList<ICiSource> CiSources { get; init; } = [];

    /// <summary>The CI job that this program is a part of, if that does not count as one that is running; null: every job counts.</summary>
    public OwnJob? OwnJob { get; init; }
}
