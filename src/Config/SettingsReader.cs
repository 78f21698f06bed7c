using System.Text.RegularExpressions;
using Helmstuck.Go;
using Microsoft.Extensions.Configuration;

namespace Helmstuck.Config;

/// <summary>Turns bound settings, whose single values have been checked, into typed ones, and checks combinations of values.</summary>
internal static class SettingsReader
{
    /// <summary>
    /// <paramref name="pipelines"/>: the group of the CI sources. <paramref name="helmDriver"/>: HELM_DRIVER, the storage if no layer names
    /// one.
    /// </summary>
    public static SettingsResult Read(
        SettingsFile bound,
        IConfigurationSection pipelines,
        Provenance provenance,
        string? helmDriver,
        string home
    )
    {
        var defaults = new Settings();
        var driver = bound.Helm?.Driver;
        if (driver is null && !string.IsNullOrEmpty(helmDriver))
        {
            // Helm: action/action.go Init.
            driver = helmDriver switch
            {
                "secret" or "secrets" => "secret",
                "configmap" or "configmaps" => "configmap",
                _ => null,
            };
            if (driver is null)
                return new SettingsResult.Failed($"HELM_DRIVER: helm.driver: \"{helmDriver}\" is not one of secret, configmap");
            provenance = provenance.With("helm.driver", "HELM_DRIVER");
        }

        var sources = new List<CiSourceSettings>();
        foreach (var kind in CiSourceKinds.All)
        {
            if (new CiSourceReader(kind, provenance, home).Read(pipelines.GetSection(kind.Key), sources) is { } problem)
                return new SettingsResult.Failed(problem);
        }

        return new SettingsResult.Ok(
            new Settings
            {
                Namespace = bound.Namespace,
                Health = new HealthSettings(bound.Health?.HpaTolerance ?? defaults.Health.HpaTolerance),
                Helm = new HelmSettings
                {
                    IdleAfter = Duration(bound.Helm?.IdleAfter) ?? defaults.Helm.IdleAfter,
                    LongestTimeout = Duration(bound.Helm?.LongestTimeout) ?? defaults.Helm.LongestTimeout,
                    LocalProcesses = bound.Helm?.LocalProcesses ?? defaults.Helm.LocalProcesses,
                    Driver = driver ?? defaults.Helm.Driver,
                },
                ProductionContexts = Expression(bound.Contexts?.Production),
                Event = bound.Event ?? defaults.Event,
                CiSources = sources,
                Ui = new UiSettings
                {
                    Theme = bound.Ui?.Theme ?? defaults.Ui.Theme,
                    Ascii = bound.Ui?.Ascii ?? defaults.Ui.Ascii,
                    Refresh = Duration(bound.Ui?.Refresh) ?? defaults.Ui.Refresh,
                },
                ReadOnly = bound.ReadOnly ?? defaults.ReadOnly,
            },
            provenance
        );
    }

    private static Regex? Expression(string? text) => text is null ? null : ValueRules.Compile(text);

    private static TimeSpan? Duration(string? text) => text is null ? null : GoDuration.Parse(text);
}
