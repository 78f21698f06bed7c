using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Helmstuck.Tests.Unit.Plugin;

/// <summary>The rules that krew's own validator checks (krew: internal/index/validation/validate.go) and its guide asks for.</summary>
public sealed class KrewManifestTests
{
    private static readonly string Path = System.IO.Path.Combine(TestPrograms.RepositoryRoot, "plugin/helmstuck.yaml");
    private readonly YamlMappingNode _manifest = Load();

    [Fact]
    public void Header_and_name_are_what_krew_wants()
    {
        Assert.Equal("krew.googlecontainertools.github.com/v1alpha2", Text(_manifest, "apiVersion"));
        Assert.Equal("Plugin", Text(_manifest, "kind"));
        var name = Text(Map(_manifest, "metadata"), "name");
        Assert.Equal(System.IO.Path.GetFileNameWithoutExtension(Path), name);
        Assert.Matches(@"^[\w-]+$", name);
    }

    [Fact]
    public void Descriptions_are_there_and_short()
    {
        var spec = Map(_manifest, "spec");
        Assert.Matches(@"^v\d+\.\d+\.\d+$", Text(spec, "version"));
        Assert.StartsWith("https://", Text(spec, "homepage"), StringComparison.Ordinal);
        Assert.InRange(Text(spec, "shortDescription").Length, 10, 50);
        Assert.DoesNotMatch(@"\.$", Text(spec, "shortDescription"));
        Assert.All(Text(spec, "description").Split('\n'), line => Assert.True(line.Length <= 90, line));
    }

    [Fact]
    public void Each_platform_is_named_once_and_carries_program_shim_and_licence()
    {
        var version = Text(Map(_manifest, "spec"), "version");
        var platforms = ((YamlSequenceNode)Map(_manifest, "spec").Children["platforms"]).Cast<YamlMappingNode>().ToList();
        var selectors = platforms
            .Select(platform => Map(Map(platform, "selector"), "matchLabels"))
            .Select(labels => $"{Text(labels, "os")}/{Text(labels, "arch")}")
            .ToList();
        Assert.Equal(["darwin/amd64", "darwin/arm64", "linux/amd64", "linux/arm64"], selectors.Order(StringComparer.Ordinal));
        foreach (var (platform, selector) in platforms.Zip(selectors))
        {
            Assert.EndsWith($"/{version}/helmstuck_{selector.Replace('/', '_')}.tar.gz", Text(platform, "uri"), StringComparison.Ordinal);
            Assert.Matches("^[a-f0-9]{64}$", Text(platform, "sha256"));
            Assert.Equal("kubectl-helmstuck", Text(platform, "bin"));
            var files = ((YamlSequenceNode)platform.Children["files"]).Cast<YamlMappingNode>().Select(file => Text(file, "from"));
            Assert.Equal(["kubectl-helmstuck", "kubectl_complete-helmstuck", "LICENSE"], files);
        }
    }

    [Fact]
    public void Version_is_the_one_that_is_built()
    {
        var props = File.ReadAllText(System.IO.Path.Combine(TestPrograms.RepositoryRoot, "Directory.Build.props"));
        Assert.Equal(
            "v" + Regex.Match(props, "<VersionPrefix>(.*)</VersionPrefix>").Groups[1].Value,
            Text(Map(_manifest, "spec"), "version")
        );
    }

    private static YamlMappingNode Load()
    {
        using var reader = File.OpenText(Path);
        var stream = new YamlStream();
        stream.Load(reader);
        return (YamlMappingNode)Assert.Single(stream.Documents).RootNode;
    }

    private static YamlMappingNode Map(YamlMappingNode node, string key) => (YamlMappingNode)node.Children[key];

    private static string Text(YamlMappingNode node, string key) => ((YamlScalarNode)node.Children[key]).Value!;
}
