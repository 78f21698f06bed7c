using System.Text.Json;
using System.Xml.Linq;

namespace Helmstuck.Release;

/// <summary>Reads from NuGet's <c>project.assets.json</c> and from the packages themselves what a program for one platform is built of.</summary>
internal static class PackageList
{
    /// <summary>Sorted by name. Throws where a package is not on this machine or does not say its licence.</summary>
    public static IReadOnlyList<Package> Read(string assets)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(assets));
        var root = document.RootElement;
        var folders = root.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToList();
        // The target that names a platform, not the one for all.
        var target = root.GetProperty("targets").EnumerateObject().Single(one => one.Name.Contains('/', StringComparison.Ordinal));
        var platform = target.Name.Split('/')[1];
        var restored = target
            .Value.EnumerateObject()
            .Select(one =>
                Of(
                    folders,
                    one.Name.Split('/')[0],
                    one.Name.Split('/')[1],
                    IsShipped(one, platform),
                    one.Value.TryGetProperty("dependencies", out var needs)
                        ? [.. needs.EnumerateObject().Select(need => need.Name).Order(StringComparer.Ordinal)]
                        : []
                )
            );
        var downloaded = root.GetProperty("project")
            .GetProperty("frameworks")
            .EnumerateObject()
            .Single()
            .Value.GetProperty("downloadDependencies")
            .EnumerateArray()
            .Select(one => (Name: one.GetProperty("name").GetString()!, Version: one.GetProperty("version").GetString()!))
            .Where(one => one.Name == RuntimeOf(platform))
            .Select(one => Of(folders, one.Name, one.Version.Trim('[', ']').Split(',')[0], true, []));
        return [.. restored.Concat(downloaded).OrderBy(one => one.Name, StringComparer.Ordinal)];
    }

    private static string RuntimeOf(string platform) => $"Microsoft.NETCore.App.Runtime.NativeAOT.{platform}";

    /// <summary>Libraries, and the part of the compiler that is linked into the program.</summary>
    private static bool IsShipped(JsonProperty package, string platform) =>
        package.Name.StartsWith($"runtime.{platform}.", StringComparison.Ordinal)
        || (
            package.Value.TryGetProperty("runtime", out var files)
            && files.EnumerateObject().Any(file => !file.Name.EndsWith("_._", StringComparison.Ordinal))
        );

    private static Package Of(List<string> folders, string name, string version, bool shipped, string[] dependencies)
    {
        var relative = Path.Combine(name.ToLowerInvariant(), version);
        var folder =
            folders.Select(one => Path.Combine(one, relative)).FirstOrDefault(Directory.Exists)
            ?? throw new InvalidOperationException($"{name} {version} is not in {string.Join(", ", folders)}");
        var about = XDocument
            .Load(Directory.GetFiles(folder, "*.nuspec").Single())
            .Descendants()
            .ToLookup(one => one.Name.LocalName, one => one);
        var licence = about["license"].FirstOrDefault(one => one.Attribute("type")?.Value == "expression")?.Value;
        var hash = Convert.FromBase64String(File.ReadAllText(Directory.GetFiles(folder, "*.nupkg.sha512").Single()));
        return new(
            name,
            version,
            folder,
            licence ?? throw new InvalidOperationException($"{name} {version} does not say its licence"),
            about["copyright"].FirstOrDefault()?.Value ?? about["authors"].Single().Value,
            Convert.ToHexStringLower(hash),
            shipped,
            dependencies
        );
    }
}
