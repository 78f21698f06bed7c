using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Helmstuck.Tests.Terminal.Release;

/// <summary>What a release holds.</summary>
public sealed class ReleaseTests(BuiltRelease release) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("helmstuck-release-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Archive_holds_program_completion_page_and_licences()
    {
        var names = (await release.EntriesAsync()).Select(entry => entry.Name);
        Assert.Equal(
            [
                "CHANGELOG.md",
                "LICENSE",
                "README.md",
                "SHA256SUMS",
                "THIRD-PARTY-NOTICES.txt",
                "completions/_kubectl-helmstuck",
                "completions/kubectl-helmstuck.bash",
                "completions/kubectl-helmstuck.fish",
                "install.sh",
                "kubectl-helmstuck",
                "kubectl_complete-helmstuck",
                "man/kubectl-helmstuck.1",
            ],
            names
        );
    }

    [Fact]
    public async Task Archive_says_nothing_of_who_built_it_and_when()
    {
        var dated = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
        Assert.All(await release.EntriesAsync(), entry => Assert.Equal((0, 0, dated), (entry.Uid, entry.Gid, entry.ModificationTime)));
    }

    [Fact]
    public async Task Only_programs_can_be_run()
    {
        var programs = (await release.EntriesAsync()).Where(entry => entry.Mode.HasFlag(UnixFileMode.UserExecute));
        Assert.Equal(["install.sh", "kubectl-helmstuck", "kubectl_complete-helmstuck"], programs.Select(entry => entry.Name));
    }

    [Fact]
    public async Task Program_in_the_archive_is_the_one_that_was_built()
    {
        var packed = Assert.Single(await release.EntriesAsync(), entry => entry.Name == "kubectl-helmstuck");
        Assert.Equal(await HashAsync(PseudoTerminal.Product), Convert.ToHexStringLower(await SHA256.HashDataAsync(packed.DataStream!)));
    }

    [Fact]
    public async Task Sums_are_those_of_the_files_and_name_them_all()
    {
        var built = await release.FolderAsync();
        var sums = (await File.ReadAllLinesAsync(Path.Combine(built, "SHA256SUMS"))).Select(line => line.Split("  ")).ToList();
        foreach (var sum in sums)
            Assert.Equal(await HashAsync(Path.Combine(built, sum[1])), sum[0]);
        var files = Directory.GetFiles(built).Select(file => Path.GetFileName(file)!);
        Assert.Equal(
            files.Where(file => file != "SHA256SUMS" && !file.EndsWith(".sha256", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            sums.Select(sum => sum[1])
        );
    }

    [Fact]
    public async Task Packaged_again_every_file_is_the_same()
    {
        var first = await release.FolderAsync();
        (await BuiltRelease.PackageAsync(folder)).MustSucceed();
        foreach (var file in Directory.GetFiles(first))
            Assert.Equal(await HashAsync(file), await HashAsync(Path.Combine(folder, Path.GetFileName(file))));
    }

    [Fact]
    public async Task Manifest_for_krew_holds_every_rule_and_names_the_archives()
    {
        var manifest = YamlFile.Load(Path.Combine(await release.FolderAsync(), "helmstuck.yaml"));
        Assert.Empty(KrewRules.Broken(manifest, "helmstuck"));
        var named = manifest.Map("spec").Maps("platforms").Select(platform => (platform.Text("uri"), platform.Text("sha256")));
        await AssertArchivesAsync(named);
    }

    [Fact]
    public async Task Files_that_krew_installs_are_in_the_archive()
    {
        var manifest = YamlFile.Load(Path.Combine(await release.FolderAsync(), "helmstuck.yaml"));
        var wanted = manifest.Map("spec").Maps("platforms")[0].Maps("files").Select(file => file.Text("from"));
        Assert.Subset((await release.EntriesAsync()).Select(entry => entry.Name).ToHashSet(), wanted.ToHashSet());
    }

    [Fact]
    public async Task Formula_names_the_archives_and_their_sums()
    {
        var formula = await File.ReadAllTextAsync(Path.Combine(await release.FolderAsync(), "kubectl-helmstuck.rb"));
        var named = Regex
            .Matches(formula, "url \"(.*)\"\\s+sha256 \"(.*)\"")
            .Select(found => (found.Groups[1].Value, found.Groups[2].Value));
        await AssertArchivesAsync(named);
    }

    [Fact]
    public async Task Bill_of_materials_names_every_package_of_the_lock_file()
    {
        var listed = (await ComponentsAsync()).Select(component => component.GetProperty("purl").GetString()!).ToHashSet();
        var rid = BuiltRelease.Processor == "arm64" ? "linux-arm64" : "linux-x64";
        using var locked = JsonDocument.Parse(
            await File.ReadAllTextAsync(Path.Combine(TestPrograms.RepositoryRoot, $"release/packages/{rid}.lock.json"))
        );
        var packages = locked
            .RootElement.GetProperty("dependencies")
            .EnumerateObject()
            .SelectMany(target => target.Value.EnumerateObject());
        Assert.Superset(
            packages.Select(package => $"pkg:nuget/{package.Name}@{package.Value.GetProperty("resolved").GetString()}").ToHashSet(),
            listed
        );
    }

    [Fact]
    public async Task Notices_name_every_package_in_the_program()
    {
        var entry = Assert.Single(await release.EntriesAsync(), entry => entry.Name == "THIRD-PARTY-NOTICES.txt");
        using var reader = new StreamReader(entry.DataStream!);
        var notices = await reader.ReadToEndAsync();
        var shipped = (await ComponentsAsync()).Where(component => component.GetProperty("scope").GetString() == "required").ToList();
        Assert.Contains(shipped, component => component.GetProperty("name").GetString() == "YamlDotNet");
        Assert.All(
            shipped,
            component =>
                Assert.Contains($"{component.GetProperty("name")} {component.GetProperty("version")}\n", notices, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_version_without_a_changelog_section_is_refused()
    {
        var result = await ExternalCommand.RunAsync(Path.Combine(TestPrograms.RepositoryRoot, "release/build.sh"), ["9.9.9"]);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("CHANGELOG.md has no section [9.9.9]", result.Error, StringComparison.Ordinal);
    }

    /// <summary>Each archive of the release is named, with the address where this version is published, and with its sum.</summary>
    private async Task AssertArchivesAsync(IEnumerable<(string Address, string Sum)> named)
    {
        var built = await release.FolderAsync();
        var expected = new List<(string, string)>();
        foreach (var archive in BuiltRelease.Processors.Select(BuiltRelease.ArchiveFor))
            expected.Add(($"v{BuiltRelease.Version}/{archive}", await HashAsync(Path.Combine(built, archive))));
        Assert.Equal(expected.Order(), named.Select(one => (one.Address.Split("/download/")[1], one.Sum)).Order());
    }

    private async Task<IReadOnlyList<JsonElement>> ComponentsAsync()
    {
        var file = Path.Combine(
            await release.FolderAsync(),
            BuiltRelease.Archive.Replace(".tar.gz", ".cdx.json", StringComparison.Ordinal)
        );
        var bill = JsonDocument.Parse(await File.ReadAllTextAsync(file)).RootElement;
        Assert.Equal(("CycloneDX", "1.6"), (bill.GetProperty("bomFormat").GetString(), bill.GetProperty("specVersion").GetString()));
        return [.. bill.GetProperty("components").EnumerateArray()];
    }

    private static async Task<string> HashAsync(string file)
    {
        await using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream));
    }
}
