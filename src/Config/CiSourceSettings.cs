using System.Text.RegularExpressions;
using Helmstuck.Go;

namespace Helmstuck.Config;

/// <summary>One CI source of the settings, checked and complete.</summary>
/// <param name="Values">Texts, and lists of texts, by their key; paths are absolute.</param>
internal sealed record CiSourceSettings(CiSourceKind Kind, IReadOnlyDictionary<string, object> Values)
{
    public string Name => Text("name")!;

    /// <summary>The program of a command with its arguments.</summary>
    public IReadOnlyList<string> Run => (IReadOnlyList<string>)Values[CiSourceKinds.Command.Place];

    public Uri Url => new(Text("url")!);

    /// <summary>What is asked: the GitLab project or the GitHub repository.</summary>
    public string Place => Text(Kind.Place)!;

    /// <summary>The jobs or workflows that count, by name; null: all.</summary>
    public Regex? Names => Expression(Kind.Names);

    /// <summary>The contexts in which this source is asked; null: all.</summary>
    public Regex? Contexts => Expression("contexts");

    public TimeSpan Timeout => GoDuration.Parse(Text("timeout")!)!.Value;

    /// <summary>The keys of the kind with their values; null where the source has none.</summary>
    public IEnumerable<(string Key, object? Value)> Fields =>
        Kind.Keys.Select(key => (key.Key, Values.TryGetValue(key.Key, out var value) ? value : null));

    /// <summary>Null if the source does not have that key.</summary>
    public string? Text(string key) => Values.TryGetValue(key, out var value) ? value as string : null;

    public Regex? Expression(string key) => Text(key) is { } text ? ValueRules.Compile(text) : null;
}
