namespace Helmstuck.Tests.Terminal.Release;

/// <summary>The packages for Debian and Red Hat, put onto an empty root and taken off again by the systems' own tools.</summary>
public sealed class PackageTests(BuiltRelease release) : IDisposable
{
    private static readonly string[] Programs = ["usr/bin/kubectl-helmstuck", "usr/bin/kubectl_complete-helmstuck"];

    private static readonly string[] Rest =
    [
        "usr/share/bash-completion/completions/kubectl-helmstuck",
        "usr/share/doc/kubectl-helmstuck/README.md",
        "usr/share/doc/kubectl-helmstuck/THIRD-PARTY-NOTICES.txt",
        "usr/share/doc/kubectl-helmstuck/changelog.gz",
        "usr/share/doc/kubectl-helmstuck/copyright",
        "usr/share/fish/vendor_completions.d/kubectl-helmstuck.fish",
        "usr/share/man/man1/kubectl-helmstuck.1.gz",
    ];

    private readonly string root = Directory.CreateTempSubdirectory("helmstuck-root-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public async Task Debian_package_is_installed_and_removed()
    {
        if (await MissingAsync("dpkg-deb", "*.deb", "Without dpkg-deb there is no .deb."))
            return;
        foreach (var folder in new[] { "var/lib/dpkg/info", "var/lib/dpkg/updates", "var/lib/dpkg/triggers" })
            Directory.CreateDirectory(Path.Combine(root, folder));
        await File.WriteAllTextAsync(Path.Combine(root, "var/lib/dpkg/status"), "");
        // The empty root has no C library and no OpenSSL.
        await RunAsync(
            "dpkg",
            "--root=" + root,
            "--force-not-root",
            "--force-depends",
            "--force-script-chrootless",
            "-i",
            await FileAsync($"*_{BuiltRelease.Processor}.deb")
        );
        await HoldsAsync("usr/share/zsh/vendor-completions/_kubectl-helmstuck");
        await RunAsync("dpkg", "--root=" + root, "--force-not-root", "--force-script-chrootless", "-r", "kubectl-helmstuck");
        Assert.Empty(Installed());
    }

    [Fact]
    public async Task Red_Hat_package_is_installed_and_removed()
    {
        if (await MissingAsync("rpmbuild", "*.rpm", "Without rpmbuild there is no .rpm."))
            return;
        await RunAsync("rpm", "--root", root, "--nodeps", "-i", await FileAsync($"*.{Machine(BuiltRelease.Processor)}.rpm"));
        await HoldsAsync("usr/share/zsh/site-functions/_kubectl-helmstuck");
        await RunAsync("rpm", "--root", root, "-e", "kubectl-helmstuck");
        Assert.Empty(Installed());
    }

    [Fact]
    public async Task Debian_package_needs_the_libraries_that_the_program_needs()
    {
        if (await MissingAsync("dpkg-deb", "*.deb", "Without dpkg-deb there is no .deb."))
            return;
        var needs = (await RunAsync("dpkg-deb", "-f", await FileAsync($"*_{BuiltRelease.Processor}.deb"), "Depends")).Output;
        Assert.Equal("libc6 (>= 2.28), libssl3 | libssl3t64 | libssl1.1\n", needs);
    }

    [Fact]
    public async Task Every_processor_has_its_packages()
    {
        foreach (var processor in BuiltRelease.Processors)
        {
            if (TestPrograms.OnPath("dpkg-deb") is not null)
            {
                var package = await FileAsync($"*_{processor}.deb");
                Assert.Equal($"{processor}\n", (await RunAsync("dpkg-deb", "-f", package, "Architecture")).Output);
                Assert.Contains(
                    "./usr/bin/kubectl-helmstuck\n",
                    (await RunAsync("dpkg-deb", "-c", package)).Output,
                    StringComparison.Ordinal
                );
            }
            if (TestPrograms.OnPath("rpmbuild") is not null)
            {
                var package = await FileAsync($"*.{Machine(processor)}.rpm");
                Assert.Equal(Machine(processor), (await RunAsync("rpm", "-qp", "--qf", "%{ARCH}", package)).Output);
                Assert.Contains("/usr/bin/kubectl-helmstuck\n", (await RunAsync("rpm", "-qpl", package)).Output, StringComparison.Ordinal);
            }
        }
    }

    private static string Machine(string processor) => processor == "amd64" ? "x86_64" : "aarch64";

    /// <summary>Where the tool is not there, there is no package, and the script says so.</summary>
    private async Task<bool> MissingAsync(string tool, string pattern, string said)
    {
        if (TestPrograms.OnPath(tool) is not null)
            return false;
        Assert.Empty(Directory.GetFiles(await release.FolderAsync(), pattern));
        Assert.Contains(said, await release.SaidAsync(), StringComparison.Ordinal);
        return true;
    }

    private async Task<string> FileAsync(string pattern) => Assert.Single(Directory.GetFiles(await release.FolderAsync(), pattern));

    private async Task HoldsAsync(string zsh)
    {
        Assert.Equal(Programs.Concat(Rest).Append(zsh).Order(StringComparer.Ordinal), Installed());
        var version = (await ExternalCommand.RunAsync(Path.Combine(root, Programs[0]), ["--version"])).MustSucceed().Output;
        Assert.Equal((await ExternalCommand.RunAsync(PseudoTerminal.Product, ["--version"])).MustSucceed().Output, version);
    }

    private IEnumerable<string> Installed() =>
        Directory.Exists(Path.Combine(root, "usr/bin")) || Directory.Exists(Path.Combine(root, "usr/share"))
            ? Directory
                .GetFiles(Path.Combine(root, "usr"), "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(root, file))
                .Where(file => !file.StartsWith("usr/lib/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
            : [];

    private static async Task<CommandResult> RunAsync(string program, params string[] arguments) =>
        (await ExternalCommand.RunAsync(program, arguments)).MustSucceed();
}
