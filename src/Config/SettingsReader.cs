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

        var encryption = bound.Backup?.EncryptTo ?? defaults.EncryptBackupsTo;
        if (EncryptionProblem(encryption, home, out var encryptTo) is { } wrong)
            return new SettingsResult.Failed($"{provenance.Of("backup.encryptTo[0]")}: backup.encryptTo{wrong}");

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
                EncryptBackupsTo = encryptTo,
                CiSources = sources,
                Ui = new UiSettings
                {
                    Theme = bound.Ui?.Theme ?? defaults.Ui.Theme,
                    Ascii = bound.Ui?.Ascii ?? defaults.Ui.Ascii,
                    Mouse = bound.Ui?.Mouse ?? defaults.Ui.Mouse,
                    Refresh = Duration(bound.Ui?.Refresh) ?? defaults.Ui.Refresh,
                },
                ReadOnly = bound.ReadOnly ?? defaults.ReadOnly,
            },
            provenance
        );
    }

    /// <summary>
    /// A path that is relative would be another program in another folder. <paramref name="command"/>: with <c>~/</c> as the home folder.
    /// </summary>
    private static string? EncryptionProblem(IReadOnlyList<string> given, string home, out IReadOnlyList<string> command)
    {
        command =
            given.Count > 0 && given[0].StartsWith("~/", StringComparison.Ordinal)
                ? [Path.Combine(home, given[0][2..]), .. given.Skip(1)]
                : given;
        return given.Count == 0 ? null
            : given[0].Length == 0 ? " has no program"
            : command[0].Contains('/', StringComparison.Ordinal) && !Path.IsPathRooted(command[0])
                ? $"[0]: \"{command[0]}\" is neither a program's name nor an absolute path"
            : null;
    }

    private static Regex? Expression(string? text) => text is null ? null : ValueRules.Compile(text);

    private static TimeSpan? Duration(string? text) => text is null ? null : GoDuration.Parse(text);
}
