namespace Helmstuck.Config;

/// <summary>
/// Which layer set each key. Keys are spelled as in the file, joined by dots: <c>helm.idleAfter</c>, <c>pipelines.gitlab[0].url</c>.
/// </summary>
/// <param name="File">The settings file that was read, or null if the default one does not exist.</param>
internal sealed record Provenance(string? File, IReadOnlyDictionary<string, string> Sources)
{
    public const string Default = "default";

    /// <summary>The file's path, the variable's name, the flag, or <c>default</c>.</summary>
    public string Of(string key) => Sources.GetValueOrDefault(key, Default);

    /// <summary>The same with <paramref name="key"/> set by a later layer: a flag (<c>--driver</c>).</summary>
    public Provenance With(string key, string source) =>
        this with
        {
            Sources = new Dictionary<string, string>(Sources, StringComparer.Ordinal) { [key] = source },
        };
}
