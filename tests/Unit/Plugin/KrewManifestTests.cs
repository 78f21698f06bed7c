using System.Text.RegularExpressions;
using Helmstuck.Tests.Unit.Repository;
using YamlDotNet.RepresentationModel;

namespace Helmstuck.Tests.Unit.Plugin;

/// <summary>The rules that krew's own validator checks (krew: internal/index/validation/validate.go) and its guide asks for.</summary>
public sealed class KrewManifestTests
{
    private readonly YamlMappingNode _manifest = YamlFile.Load("plugin/helmstuck.yaml");

    [Fact]
    public void Header_and_name_are_what_krew_wants()
    {
        Assert.Equal("krew.googlecontainertools.github.com/v1alpha2", _manifest.Text("apiVersion"));
        Assert.Equal("Plugin", _manifest.Text("kind"));
        var name = _manifest.Map("metadata").Text("name");
        Assert.Equal("helmstuck", name);
        Assert.Matches(@"^[\w-]+$", name);
    }

    [Fact]
    public void Descriptions_are_there_and_short()
    {
        var spec = _manifest.Map("spec");
        Assert.Matches(@"^v\d+\.\d+\.\d+$", spec.Text("version"));
        Assert.StartsWith("https://", spec.Text("homepage"), StringComparison.Ordinal);
        Assert.InRange(spec.Text("shortDescription").Length, 10, 50);
        Assert.DoesNotMatch(@"\.$", spec.Text("shortDescription"));
        Assert.All(spec.Text("description").Split('\n'), line => Assert.True(line.Length <= 90, line));
    }

    [Fact]
    public void Each_platform_is_named_once_and_carries_program_shim_and_licence()
    {
        var version = _manifest.Map("spec").Text("version");
        var platforms = _manifest.Map("spec").Maps("platforms");
        var selectors = platforms
            .Select(platform => platform.Map("selector", "matchLabels"))
            .Select(labels => $"{labels.Text("os")}/{labels.Text("arch")}")
            .ToList();
        Assert.Equal(["darwin/amd64", "darwin/arm64", "linux/amd64", "linux/arm64"], selectors.Order(StringComparer.Ordinal));
        foreach (var (platform, selector) in platforms.Zip(selectors))
        {
            Assert.EndsWith($"/{version}/helmstuck_{selector.Replace('/', '_')}.tar.gz", platform.Text("uri"), StringComparison.Ordinal);
            Assert.Matches("^[a-f0-9]{64}$", platform.Text("sha256"));
            Assert.Equal("kubectl-helmstuck", platform.Text("bin"));
            var files = platform.Maps("files").Select(file => file.Text("from"));
            Assert.Equal(["kubectl-helmstuck", "kubectl_complete-helmstuck", "LICENSE", "THIRD-PARTY-NOTICES.txt"], files);
        }
    }

    [Fact]
    public void Version_is_the_one_that_is_built()
    {
        var props = File.ReadAllText(Path.Combine(TestPrograms.RepositoryRoot, "Directory.Build.props"));
        Assert.Equal(
            "v" + Regex.Match(props, "<VersionPrefix>(.*)</VersionPrefix>").Groups[1].Value,
            _manifest.Map("spec").Text("version")
        );
    }
}
