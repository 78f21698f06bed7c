using System.Globalization;
using Helmstuck.Go;
using Microsoft.Extensions.Configuration;

namespace Helmstuck.Config;

/// <summary>Turns the list of a kind of CI source, whose single values have been checked, into settings.</summary>
internal sealed class CiSourceReader(CiSourceKind kind, Provenance provenance, string home)
{
    private static readonly string[] Files = ["tokenFile", "caFile"];

    /// <summary>Adds the sources of the list; what is wrong with one, naming file or variable and the item, else null.</summary>
    public string? Read(IConfigurationSection list, ICollection<CiSourceSettings> sources)
    {
        foreach (var item in list.GetChildren())
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"pipelines.{kind.Key}[{item.Key}]");
            var values = new Dictionary<string, object>(StringComparer.Ordinal);
            foreach (var (name, shape) in kind.Keys)
            {
                if (shape is Shape.ListOf)
                    values[name] = (IReadOnlyList<string>)[.. item.GetSection(name).GetChildren().Select(one => one.Value ?? "")];
                else if (item[name] is { } value)
                    values[name] = value;
            }
            if (Problem(values) is { } problem)
                return $"{SourceOf(key)}: {key}{problem}";
            sources.Add(new CiSourceSettings(kind, Completed(values, key)));
        }
        return null;
    }

    /// <summary>What is wrong with an item, as the end of a sentence that begins with it; null if nothing is.</summary>
    private string? Problem(Dictionary<string, object> values)
    {
        if (kind.Needed.FirstOrDefault(key => !values.ContainsKey(key)) is { } missing)
            return $".{missing} is missing";
        string? Text(string key) => values.GetValueOrDefault(key) as string;
        return values.GetValueOrDefault(kind.Place) is IReadOnlyList<string> run && (run.Count == 0 || run[0].Length == 0)
            ? $".{kind.Place} has no program"
            : TokenProblem(Text("url"), Text("tokenEnv"), Text("tokenFile"));
    }

    private Dictionary<string, object> Completed(Dictionary<string, object> values, string key)
    {
        foreach (var name in Files.Where(values.ContainsKey))
            values[name] = FilePath((string)values[name], $"{key}.{name}");
        if (kind.DefaultUrl is { } url)
            values.TryAdd("url", url);
        values["timeout"] = GoDuration.Format(
            values.GetValueOrDefault("timeout") is string text ? GoDuration.Parse(text)!.Value : Settings.PipelineTimeout
        );
        if (values[kind.Place] is IReadOnlyList<string> run)
        {
            values.TryAdd("name", Path.GetFileName(run[0]));
            return values;
        }
        var place = (string)values[kind.Place];
        values.TryAdd("name", place);
        values[kind.Place] = place.Trim('/');
        return values;
    }

    /// <summary>
    /// What is wrong with the source of a token, or with the address it is sent to: the end of a sentence that begins with the item. A null
    /// address is a default one over https.
    /// </summary>
    private static string? TokenProblem(string? url, string? tokenEnv, string? tokenFile)
    {
        if (tokenEnv is not null && tokenFile is not null)
            return $" has both tokenEnv ({tokenEnv}) and tokenFile ({tokenFile}): remove one of them";
        return (tokenEnv ?? tokenFile) is not null && url is not null && new Uri(url) is { Scheme: "http", IsLoopback: false }
            ? $".url: a token would be sent unencrypted: {url} is not https"
            : null;
    }

    /// <summary><c>~/</c> is the home folder; a relative path in the settings file is relative to that file.</summary>
    private string FilePath(string path, string key)
    {
        if (path.StartsWith("~/", StringComparison.Ordinal))
            return Path.Combine(home, path[2..]);
        return provenance.File is { } file && provenance.Of(key) == file
            ? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, path)
            : Path.GetFullPath(path);
    }

    /// <summary>The file or variable that should contain what the list item lacks.</summary>
    private string SourceOf(string key) =>
        provenance
            .Sources.Where(source => source.Key.StartsWith(key, StringComparison.Ordinal))
            .Select(source => source.Value)
            .FirstOrDefault()
        ?? provenance.File
        ?? SettingsLoader.Prefix + "*";
}
