using System.Globalization;
using System.Text.RegularExpressions;
using Helmstuck.Go;

namespace Helmstuck.Config;

/// <summary>Turns bound settings, whose single values have been checked, into typed ones, and checks combinations of values.</summary>
internal static class SettingsReader
{
    /// <summary><paramref name="helmDriver"/>: HELM_DRIVER, the storage if no layer names one.</summary>
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
            if (
                (Missing(("url", part.Url), ("project", part.Project)) ?? TokenProblem(part.Url!, part.TokenEnv, part.TokenFile)) is
                { } problem
            )
                return new SettingsResult.Failed($"{SourceOf(key, provenance)}: {key}{problem}");
            gitlab.Add(GitLab(part, key, provenance, home));
        }
        var github = new List<GitHubSettings>();
        foreach (var part in bound.Pipelines?.GitHub ?? [])
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"pipelines.github[{github.Count}]");
            if ((Missing(("repository", part.Repository)) ?? TokenProblem(part.Url, part.TokenEnv, part.TokenFile)) is { } problem)
                return new SettingsResult.Failed($"{SourceOf(key, provenance)}: {key}{problem}");
            github.Add(GitHub(part, key, provenance, home));
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
                    LongestTimeout = Duration(bound.Helm?.LongestTimeout) ?? defaults.Helm.LongestTimeout,
                    LocalProcesses = bound.Helm?.LocalProcesses ?? defaults.Helm.LocalProcesses,
                    Driver = driver ?? defaults.Helm.Driver,
                },
                ProductionContexts = Expression(bound.Contexts?.Production),
                Event = bound.Event ?? defaults.Event,
                GitLab = gitlab,
                GitHub = github,
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

    /// <summary>What is wrong with a list item that lacks a key, as the end of a sentence that begins with the item.</summary>
    private static string? Missing(params (string Key, string? Value)[] needed) =>
        needed.FirstOrDefault(pair => pair.Value is null) is { Key: { } key } ? $".{key} is missing" : null;

    /// <summary>
    /// As <see cref="Missing"/>, for the source of a token and the address it is sent to; a null address is a default one over https.
    /// </summary>
    private static string? TokenProblem(string? url, string? tokenEnv, string? tokenFile)
    {
        if (tokenEnv is not null && tokenFile is not null)
            return $" has both tokenEnv ({tokenEnv}) and tokenFile ({tokenFile}): remove one of them";
        return (tokenEnv ?? tokenFile) is not null && url is not null && new Uri(url) is { Scheme: "http", IsLoopback: false }
            ? $".url: a token would be sent unencrypted: {url} is not https"
            : null;
    }

    private static GitLabSettings GitLab(SettingsFile.GitLabPart part, string key, Provenance provenance, string home) =>
        Shared(
            new GitLabSettings
            {
                Name = part.Name ?? part.Project!,
                Url = new Uri(part.Url!),
                Timeout = Settings.PipelineTimeout,
                Project = part.Project!.Trim('/'),
                Jobs = Expression(part.Jobs),
            },
            part,
            key,
            provenance,
            home
        );

    private static GitHubSettings GitHub(SettingsFile.GitHubPart part, string key, Provenance provenance, string home) =>
        Shared(
            new GitHubSettings
            {
                Name = part.Name ?? part.Repository!,
                Url = new Uri(part.Url ?? GitHubSettings.DefaultUrl),
                Timeout = Settings.PipelineTimeout,
                Repository = part.Repository!,
                Workflows = Expression(part.Workflows),
            },
            part,
            key,
            provenance,
            home
        );

    /// <summary>The settings with what the list item says about a CI server of any kind.</summary>
    private static T Shared<T>(T settings, SettingsFile.CiServerPart part, string key, Provenance provenance, string home)
        where T : CiServerSettings =>
        settings with
        {
            TokenEnv = part.TokenEnv,
            TokenFile = FilePath(part.TokenFile, $"{key}.tokenFile", provenance, home),
            CaFile = FilePath(part.CaFile, $"{key}.caFile", provenance, home),
            Refs = Expression(part.Refs),
            Contexts = Expression(part.Contexts),
            Timeout = Duration(part.Timeout) ?? settings.Timeout,
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

    /// <summary>The file or variable that should contain what the list item lacks.</summary>
    private static string SourceOf(string key, Provenance provenance) =>
        provenance
            .Sources.Where(source => source.Key.StartsWith(key, StringComparison.Ordinal))
            .Select(source => source.Value)
            .FirstOrDefault()
        ?? provenance.File
        ?? SettingsLoader.Prefix + "*";
}
