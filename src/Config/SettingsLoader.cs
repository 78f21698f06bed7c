using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Memory;

namespace Helmstuck.Config;

/// <summary>
/// Reads the settings: a JSON file, overridden by <c>HELMSTUCK_*</c> variables. The program applies flags to the result.
/// </summary>
internal static class SettingsLoader
{
    public const string Prefix = "HELMSTUCK_";

    private const string DriverVariable = "HELM_DRIVER";

    /// <summary>This process's own variables.</summary>
    public static IConfigurationSource ProcessVariables => new EnvironmentVariablesConfigurationSource { Prefix = Prefix };

    /// <summary>As the other overload, with the given variables (names with their prefix).</summary>
    public static SettingsResult Load(
        string? configFlag,
        Func<string, string?> env,
        IEnumerable<KeyValuePair<string, string>> environmentVariables,
        string home
    ) =>
        Load(
            configFlag,
            env,
            new MemoryConfigurationSource
            {
                InitialData = environmentVariables
                    .Where(variable => variable.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
                    .Select(variable => new KeyValuePair<string, string?>(
                        variable.Key[Prefix.Length..].Replace("__", ":", StringComparison.Ordinal),
                        variable.Value
                    )),
            },
            home
        );

    /// <summary>
    /// <paramref name="configFlag"/>: the value of <c>--config</c>, whose file must exist; null:
    /// <c>$XDG_CONFIG_HOME/helmstuck/config.json</c>, else <c>~/.config/helmstuck/config.json</c>, which need not. <paramref name="env"/>:
    /// XDG_CONFIG_HOME and HELM_DRIVER (the driver if no layer names one). <paramref name="variables"/>: keys without prefix, joined by
    /// colons, in any case; empty values are skipped.
    /// </summary>
    public static SettingsResult Load(string? configFlag, Func<string, string?> env, IConfigurationSource variables, string home)
    {
        var file =
            configFlag
            ?? Path.Combine(
                env("XDG_CONFIG_HOME") is { Length: > 0 } folder && Path.IsPathRooted(folder) ? folder : Path.Combine(home, ".config"),
                "helmstuck",
                "config.json"
            );
        var sources = new Dictionary<string, string>(StringComparer.Ordinal);
        var builder = new ConfigurationBuilder();
        var found = File.Exists(file);
        if (found || configFlag is not null)
        {
            var (json, problem) = ReadFile(file, sources);
            if (problem is not null)
                return new SettingsResult.Failed(problem);
            builder.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json)));
        }

        var layer = new List<KeyValuePair<string, string?>>();
        foreach (var (path, value) in new ConfigurationBuilder().Add(variables).Build().AsEnumerable())
        {
            if (string.IsNullOrEmpty(value))
                continue;
            var variable = Prefix + path.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant();
            if (SettingsCheck.Variable(variable, path, value, out var key) is { } problem)
                return new SettingsResult.Failed(problem);
            layer.Add(new(path, value));
            sources[key] = variable;
        }
        var merged = builder.AddInMemoryCollection(layer).Build();
        if (Gap(merged) is { } gap)
            return new SettingsResult.Failed(gap);
        var provenance = new Provenance(found ? file : null, sources);
        return SettingsReader.Read(
            merged.Get<SettingsFile>() ?? new SettingsFile(),
            merged.GetSection("pipelines"),
            provenance,
            env(DriverVariable),
            home
        );
    }

    /// <summary>Variables can name any index; without this, an index that leaves a gap would silently become another one.</summary>
    private static string? Gap(IConfiguration merged)
    {
        foreach (var list in CiSourceKinds.All.Select(kind => $"pipelines:{kind.Key}").Append("backup:encryptTo"))
        {
            var indices = merged
                .GetSection(list)
                .GetChildren()
                .Select(item => int.Parse(item.Key, CultureInfo.InvariantCulture))
                .Order()
                .ToList();
            for (var index = 0; index < indices.Count; index++)
            {
                if (indices[index] != index)
                    return $"{Prefix}{list.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant()}__{indices[index]}"
                        + $"{(list.StartsWith("pipelines", StringComparison.Ordinal) ? "__*" : "")}: "
                        + $"{list.Replace(':', '.')}[{indices[index]}] is set, but [{index}] is not";
            }
        }
        return null;
    }

    private static (string Json, string? Problem) ReadFile(string file, Dictionary<string, string> sources)
    {
        try
        {
            var text = File.ReadAllText(file);
            // What the JSON provider accepts.
            using var document = JsonDocument.Parse(
                text,
                new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }
            );
            return (text, SettingsCheck.File(file, document.RootElement, sources));
        }
        catch (JsonException error)
        {
            var reason = string.Concat(error.Message.Split(" LineNumber:")[0].Where(letter => !char.IsControl(letter)));
            return ("", $"{file}:{error.LineNumber + 1}:{error.BytePositionInLine + 1}: not JSON: {reason}");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return ("", $"{file}: no such file");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return ("", $"{file}: {error.Message}");
        }
    }
}
