using Helmstuck.Helm.Records;
using Helmstuck.Pipelines;

namespace Helmstuck.Survey;

/// <summary>What a survey needs besides the cluster; plain values from the settings.</summary>
internal sealed record SurveyOptions
{
    public required StorageDriver Driver { get; init; }

    /// <summary>Settings <c>helm.idleAfter</c>.</summary>
    public required TimeSpan IdleAfter { get; init; }

    /// <summary>Settings <c>health.hpaTolerance</c>: a share, 0 to 1.</summary>
    public required double HpaTolerance { get; init; }

    public IReadOnlyList<ICiSource> CiSources { get; init; } = [];
}
