using System.Globalization;
using System.Text.RegularExpressions;
using Helmstuck.Go;

namespace Helmstuck.Config;

/// <summary>Turns bound settings, whose single values were checked, into typed ones, and checks what belongs together.</summary>
internal static class SettingsReader
{
    /// <summary><paramref name="helmDriver"/>: HELM_DRIVER, the storage where no layer names one.</summary>
    public static SettingsResult Read(SettingsFile bound, Provenance provenance, string? helmDriver, string home)
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

        var gitlab = new List<GitLabSettings>();
        foreach (var part in bound.Pipelines?.GitLab ?? [])
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"pipelines.gitlab[{gitlab.Count}]");
            if (GitLabProblem(part, key, provenance) is { } problem)
                return new SettingsResult.Failed(problem);
            gitlab.Add(GitLab(part, key, provenance, home));
        }
        var commands = new List<CommandSettings>();
        foreach (var part in bound.Pipelines?.Command ?? [])
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"pipelines.command[{commands.Count}]");
            if (part.Run is not { Count: > 0 } run || run[0].Length == 0)
                return new SettingsResult.Failed($"{SourceOf(key, provenance)}: {key}.run has no program");
            commands.Add(
                new CommandSettings
                {
                    Name = part.Name ?? Path.GetFileName(run[0]),
                    Run = run,
                    Timeout = Duration(part.Timeout) ?? Settings.PipelineTimeout,
                    Contexts = Expression(part.Contexts),
                }
            );
        }

        return new SettingsResult.Ok(
            new Settings
            {
                Namespace = bound.Namespace,
                Health = new HealthSettings(bound.Health?.HpaTolerance ?? defaults.Health.HpaTolerance),
                Helm = new HelmSettings
                {
                    IdleAfter = Duration(bound.Helm?.IdleAfter) ?? defaults.Helm.IdleAfter,
                    Driver = driver ?? defaults.Helm.Driver,
                },
                ProductionContexts = Expression(bound.Contexts?.Production),
                Event = bound.Event ?? defaults.Event,
                GitLab = gitlab,
                Commands = commands,
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

    private static string? GitLabProblem(SettingsFile.GitLabPart part, string key, Provenance provenance)
    {
        var source = SourceOf(key, provenance);
        if (part.Url is null)
            return $"{source}: {key}.url is missing";
        if (part.Project is null)
            return $"{source}: {key}.project is missing";
        if (part.TokenEnv is not null && part.TokenFile is not null)
            return $"{source}: {key} has both tokenEnv ({part.TokenEnv}) and tokenFile ({part.TokenFile}): remove one of them";
        return (part.TokenEnv ?? part.TokenFile) is not null && new Uri(part.Url) is { Scheme: "http", IsLoopback: false }
            ? $"{source}: {key}.url: a token would cross the network in the clear: {part.Url} is not https"
            : null;
    }

    private static GitLabSettings GitLab(SettingsFile.GitLabPart part, string key, Provenance provenance, string home) =>
        new()
        {
            Name = part.Name ?? part.Project!,
            Url = new Uri(part.Url!),
            Project = part.Project!.Trim('/'),
            TokenEnv = part.TokenEnv,
            TokenFile = FilePath(part.TokenFile, $"{key}.tokenFile", provenance, home),
            CaFile = FilePath(part.CaFile, $"{key}.caFile", provenance, home),
            Jobs = Expression(part.Jobs),
            Refs = Expression(part.Refs),
            Contexts = Expression(part.Contexts),
            Timeout = Duration(part.Timeout) ?? Settings.PipelineTimeout,
        };

    /// <summary><c>~/</c> is the home folder; a relative path in the settings file is relative to that file.</summary>
    private static string? FilePath(string? path, string key, Provenance provenance, string home)
    {
        if (path is null)
            return null;
        if (path.StartsWith("~/", StringComparison.Ordinal))
            return Path.Combine(home, path[2..]);
        return provenance.File is { } file && provenance.Of(key) == file
            ? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, path)
            : Path.GetFullPath(path);
    }

    private static Regex? Expression(string? text) => text is null ? null : ValueRules.Compile(text);

    private static TimeSpan? Duration(string? text) => text is null ? null : GoDuration.Parse(text);

    /// <summary>The file or variable to look into for what a list's item lacks.</summary>
    private static string SourceOf(string key, Provenance provenance) =>
        provenance
            .Sources.Where(source => source.Key.StartsWith(key, StringComparison.Ordinal))
            .Select(source => source.Value)
            .FirstOrDefault()
        ?? provenance.File
        ?? SettingsLoader.Prefix + "*";
}
