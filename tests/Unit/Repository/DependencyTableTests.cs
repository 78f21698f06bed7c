using System.Text.Json;
using System.Xml.Linq;

namespace Helmstuck.Tests.Unit.Repository;

/// <summary>The README names each package with the version that is built with, and the licence that the package names.</summary>
public sealed class DependencyTableTests
{
    private static readonly Dictionary<string, (string Version, string Licence)> Rows = File.ReadLines(InRoot("README.md"))
        .SkipWhile(line => line != "## Dependencies")
        .TakeWhile(line => !line.StartsWith("Our own", StringComparison.Ordinal))
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| package", StringComparison.Ordinal))
        .Select(line => line.Trim('|', ' ').Split(" | "))
        .ToDictionary(cells => cells[0], cells => (cells[1], cells[2]));

    [Fact]
    public void Every_package_is_there_with_its_version() =>
        Assert.Equal(Packages().Concat(Tools()).Order(), Rows.Select(row => (row.Key, row.Value.Version)).Order());

    [Fact]
    public void Every_licence_is_the_one_that_the_package_names()
    {
        var restored = Rows.Where(row => Directory.Exists(FolderOf(row.Key, row.Value.Version))).ToList();
        // What only the bench needs is not always restored.
        Assert.Superset(new HashSet<string> { "YamlDotNet", "System.CommandLine", "FsCheck" }, restored.Select(row => row.Key).ToHashSet());
        Assert.All(restored, row => Assert.Equal(LicenceIn(FolderOf(row.Key, row.Value.Version)), row.Value.Licence));
    }

    private static IEnumerable<(string Name, string Version)> Packages() =>
        XDocument
            .Load(InRoot("Directory.Packages.props"))
            .Descendants("PackageVersion")
            .Select(package => (package.Attribute("Include")!.Value, package.Attribute("Version")!.Value));

    private static IEnumerable<(string Name, string Version)> Tools()
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(InRoot(".config/dotnet-tools.json")));
        return
        [
            .. manifest
                .RootElement.GetProperty("tools")
                .EnumerateObject()
                .Select(tool => (tool.Name, tool.Value.GetProperty("version").GetString()!)),
        ];
    }

    private static string FolderOf(string package, string version) =>
        Path.Combine(
            Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set
                ? set
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget/packages"),
            package.ToLowerInvariant(),
            version
        );

    private static string LicenceIn(string folder) =>
        XDocument
            .Load(Directory.GetFiles(folder, "*.nuspec").Single())
            .Descendants()
            .Single(one => one.Name.LocalName == "license" && one.Attribute("type")?.Value == "expression")
            .Value;

    private static string InRoot(string file) => Path.Combine(TestPrograms.RepositoryRoot, file);
}
