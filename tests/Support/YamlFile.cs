using YamlDotNet.RepresentationModel;

namespace Helmstuck.Tests.Support;

/// <summary>Reads the repository's own YAML files. Whatever is not there, or is of another kind, makes the test fail.</summary>
internal static class YamlFile
{
    /// <summary>The one document of a file.</summary>
    /// <param name="path">Absolute, or relative to the repository's root.</param>
    public static YamlMappingNode Load(string path)
    {
        using var reader = File.OpenText(Path.Combine(TestPrograms.RepositoryRoot, path));
        return Read(reader);
    }

    /// <summary>The one document of a text.</summary>
    public static YamlMappingNode Read(TextReader reader)
    {
        var stream = new YamlStream();
        stream.Load(reader);
        return (YamlMappingNode)Assert.Single(stream.Documents).RootNode;
    }

    /// <summary>The mapping at the end of the keys.</summary>
    public static YamlMappingNode Map(this YamlMappingNode node, params string[] keys) =>
        keys.Aggregate(node, (map, key) => (YamlMappingNode)map.Children[key]);

    public static string Text(this YamlMappingNode node, string key) => ((YamlScalarNode)node.Children[key]).Value!;

    public static IEnumerable<string> Texts(this YamlMappingNode node, string key) =>
        ((YamlSequenceNode)node.Children[key]).Select(item => ((YamlScalarNode)item).Value!);

    public static IReadOnlyList<YamlMappingNode> Maps(this YamlMappingNode node, string key) =>
        [.. ((YamlSequenceNode)node.Children[key]).Cast<YamlMappingNode>()];

    /// <summary>The key's value, or null where the key is not there.</summary>
    public static string? TextOrNull(this YamlMappingNode node, string key) => node.Children.ContainsKey(key) ? node.Text(key) : null;

    /// <summary>The names of the keys.</summary>
    public static IEnumerable<string> Keys(this YamlMappingNode node) => node.Children.Keys.Select(key => ((YamlScalarNode)key).Value!);
}
