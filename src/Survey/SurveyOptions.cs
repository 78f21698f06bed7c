using Helmstuck.Helm.Records;
using Helmstuck.Pipelines;

namespace Helmstuck.Survey;

/// <summary>What a survey needs besides the cluster; plain values from the settings.</summary>
internal sealed record SurveyOptions
{
    public StorageDriver Driver { get; init; } = StorageDriver.Secret;

    /// <summary>Settings <c>helm.idleAfter</c>.</summary>
    public TimeSpan IdleAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Settings <c>health.hpaTolerance</c>: a share, 0 to 1.</summary>
    public double HpaTolerance { get; init; } = 0.10;

    public IReadOnlyList<ICiSource> CiSources { get; init; } = [];
}
