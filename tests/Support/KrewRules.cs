using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Helmstuck.Tests.Support;

/// <summary>
/// The rules that krew holds a manifest to before it accepts a plugin (krew: internal/index/validation/validate.go and
/// cmd/validate-krew-manifest), each with its own words for what is wrong.
/// </summary>
internal static class KrewRules
{
    private static readonly string[] Reserved = ["CON", "PRN", "AUX", "NUL", .. Numbered("COM"), .. Numbered("LPT")];

    private static readonly string[] Known =
    [
        "windows/386",
        "windows/amd64",
        "windows/arm64",
        "linux/386",
        "linux/amd64",
        "linux/arm",
        "linux/arm64",
        "linux/ppc64le",
        "darwin/386",
        "darwin/amd64",
        "darwin/arm64",
    ];

    /// <summary>What is wrong with a manifest; empty for one that krew takes.</summary>
    /// <param name="fileName">The manifest's own, without <c>.yaml</c>.</param>
    public static IReadOnlyList<string> Broken(YamlMappingNode manifest, string fileName)
    {
        var wrong = new List<string>();
        void Must(bool held, string otherwise)
        {
            if (!held)
                wrong.Add(otherwise);
        }
        Only(manifest, "the manifest", "apiVersion", "kind", "metadata", "spec");
        Must(manifest.TextOrNull("apiVersion") == "krew.googlecontainertools.github.com/v1alpha2", "apiVersion is not krew's");
        Must(manifest.TextOrNull("kind") == "Plugin", "kind is not Plugin");
        var name = manifest.Map("metadata").TextOrNull("name") ?? "";
        Must(Regex.IsMatch(name, @"^[\w-]+$"), "the name has a letter that is not allowed");
        Must(!Reserved.Contains(name.ToUpperInvariant()), "the name is one that Windows keeps for itself");
        Must(name == fileName, "the name is not that of the file");
        var spec = manifest.Map("spec");
        Only(spec, "spec", "version", "homepage", "shortDescription", "description", "caveats", "platforms");
        Must(
            Regex.IsMatch(spec.TextOrNull("version") ?? "", @"^v(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?$"),
            "the version is no semantic version with a v"
        );
        var summary = spec.TextOrNull("shortDescription") ?? "";
        Must(summary.Length > 0, "there is no short description");
        Must(!summary.Contains('\n', StringComparison.Ordinal), "the short description has a line break");
        Must(!summary.EndsWith('.'), "the short description ends with a period");
        var platforms = spec.Children.ContainsKey("platforms") ? spec.Maps("platforms") : [];
        Must(platforms.Count > 0, "there is no platform");
        foreach (var platform in platforms)
        {
            Only(platform, "a platform", "selector", "uri", "sha256", "bin", "files");
            Must(Regex.IsMatch(platform.TextOrNull("uri") ?? "", @"^https://.*\.(tar\.gz|zip)$"), "a uri names no archive");
            Must(Regex.IsMatch(platform.TextOrNull("sha256") ?? "", "^[a-f0-9]{64}$"), "a sha256 is none");
            Must(platform.TextOrNull("bin") is { Length: > 0 }, "a platform has no bin");
            var files = platform.Children.ContainsKey("files") ? platform.Maps("files") : null;
            Must(files is not { Count: 0 }, "files is empty");
            foreach (var file in files ?? [])
                Must(file.TextOrNull("from") is { Length: > 0 } && file.TextOrNull("to") is { Length: > 0 }, "a file has no from or no to");
            Must(files is null || files.Any(file => file.TextOrNull("from") == "LICENSE"), "the licence is not installed");
            var labels = platform.Children.ContainsKey("selector") ? platform.Map("selector", "matchLabels") : [];
            Must(labels.Children.Count > 0, "a selector is empty");
            Must(labels.Keys().All(key => key is "os" or "arch"), "a selector has a key that is neither os nor arch");
            Must(labels.TextOrNull("os") != "windows" || platform.Text("bin").EndsWith(".exe", StringComparison.Ordinal), "no .exe");
        }
        foreach (var machine in Known)
            Must(platforms.Count(platform => Selects(platform, machine)) <= 1, $"more than one platform is for {machine}");
        foreach (var platform in platforms)
            Must(Known.Any(machine => Selects(platform, machine)), "a platform is for no machine that krew knows");
        return wrong;

        void Only(YamlMappingNode node, string where, params string[] keys) =>
            Must(node.Keys().All(keys.Contains), $"{where} has a field that krew does not know");
    }

    private static bool Selects(YamlMappingNode platform, string machine)
    {
        if (!platform.Children.ContainsKey("selector"))
            return false;
        var labels = platform.Map("selector", "matchLabels");
        var (os, arch) = (machine.Split('/')[0], machine.Split('/')[1]);
        return (labels.TextOrNull("os") ?? os) == os && (labels.TextOrNull("arch") ?? arch) == arch;
    }

    private static IEnumerable<string> Numbered(string port) => Enumerable.Range(1, 9).Select(number => $"{port}{number}");
}
