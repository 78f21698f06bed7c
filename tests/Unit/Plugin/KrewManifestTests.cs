using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Helmstuck.Tests.Unit.Plugin;

/// <summary>The krew manifest holds the rules of krew's own validator, and what its guide asks for.</summary>
public sealed class KrewManifestTests
{
    private readonly YamlMappingNode _manifest = YamlFile.Load("plugin/helmstuck.yaml");

    [Fact]
    public void Every_rule_of_krew_is_held() => Assert.Empty(KrewRules.Broken(_manifest, "helmstuck"));

    [Theory]
    [InlineData("v1alpha2", "v1", "apiVersion is not krew's")]
    [InlineData("kind: Plugin", "kind: Plug", "kind is not Plugin")]
    [InlineData("name: helmstuck", "name: helm.stuck", "the name has a letter that is not allowed")]
    [InlineData("name: helmstuck", "name: nul", "the name is one that Windows keeps for itself")]
    [InlineData("name: helmstuck", "name: stuck", "the name is not that of the file")]
    [InlineData("version: v", "version: ", "the version is no semantic version with a v")]
    [InlineData("shortDescription: Recover", "other: Recover", "there is no short description")]
    [InlineData("in pending\n", "in pending.\n", "the short description ends with a period")]
    [InlineData("platforms:", "caveat:", "there is no platform")]
    [InlineData("homepage:", "home:", "spec has a field that krew does not know")]
    [InlineData("linux_amd64.tar.gz", "linux_amd64.rpm", "a uri names no archive")]
    [InlineData("sha256: \"0", "sha256: \"", "a sha256 is none")]
    [InlineData("    bin:", "    exe:", "a platform has no bin")]
    [InlineData("from: LICENSE", "from: README.md", "the licence is not installed")]
    [InlineData("      to: .", "      at: .", "a file has no from or no to")]
    [InlineData("        os: linux", "        system: linux", "a selector has a key that is neither os nor arch")]
    [InlineData("        os: darwin", "        os: linux", "more than one platform is for linux/amd64")]
    [InlineData("        os: darwin", "        os: windows", "no .exe")]
    [InlineData("        os: darwin", "        os: plan9", "a platform is for no machine that krew knows")]
    public void A_broken_rule_is_found(string from, string to, string rule)
    {
        var text = File.ReadAllText(Path.Combine(TestPrograms.RepositoryRoot, "plugin/helmstuck.yaml"));
        Assert.Contains(from, text, StringComparison.Ordinal);
        using var changed = new StringReader(text.Replace(from, to, StringComparison.Ordinal));
        Assert.Contains(rule, KrewRules.Broken(YamlFile.Read(changed), "helmstuck"));
    }

    [Fact]
    public void Descriptions_are_there_and_short()
    {
        var spec = _manifest.Map("spec");
        Assert.StartsWith("https://", spec.Text("homepage"), StringComparison.Ordinal);
        Assert.InRange(spec.Text("shortDescription").Length, 10, 50);
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
