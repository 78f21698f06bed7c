namespace Helmstuck.Tests.Terminal.Install;

/// <summary>The installer in the sources. What it does with a release archive, <see cref="InstallArchiveTests"/> says.</summary>
public sealed class InstallScriptTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("helmstuck-install-").FullName;

    [Fact]
    public async Task Builds_installs_and_runs_the_demo()
    {
        var result = (await RunAsync(["--demo", "--prefix", _folder])).MustSucceed();
        var bin = Path.Combine(_folder, "bin");
        Assert.Contains($"into {bin}.", result.Output, StringComparison.Ordinal);
        Assert.Contains($"{bin} is not on your PATH", result.Error, StringComparison.Ordinal);
        Assert.Contains("pending-upgrade", result.Output, StringComparison.Ordinal);
        Assert.Equal(
            ["kubectl-helmstuck", "kubectl_complete-helmstuck"],
            Directory.GetFiles(bin).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        Assert.InRange(new FileInfo(Path.Combine(bin, "kubectl-helmstuck")).Length, 1, 12_500_000);
    }

    [Fact]
    public async Task Says_everything_that_is_missing_and_how_to_get_it()
    {
        foreach (
            var tool in new[]
            {
                "sh",
                "dirname",
                "uname",
                "ldd",
                "grep",
                "sed",
                "sort",
                "tail",
                "head",
                "getconf",
                "mktemp",
                "mkdir",
                "rm",
                "cat",
            }
        )
            if (TestPrograms.OnPath(tool) is { } path)
                File.CreateSymbolicLink(Path.Combine(_folder, tool), path);
        var result = await RunAsync(["--prefix", _folder], new Dictionary<string, string?> { ["PATH"] = _folder, ["HOME"] = _folder });
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("the .NET SDK 10 or later", result.Error, StringComparison.Ordinal);
        Assert.Contains("apt install gcc libc6-dev", result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder, "bin")));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_said_before_anything_is_built()
    {
        // Nobody can make a folder there, not even root.
        var result = await RunAsync(["--prefix", "/proc/helmstuck"]);
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("install.sh: cannot write to /proc/helmstuck/bin: it is read-only", result.Error, StringComparison.Ordinal);
        Assert.Equal("", result.Output);
    }

    [Fact]
    public async Task Help_names_every_option_and_an_unknown_one_is_refused()
    {
        var help = (await RunAsync(["--help"])).MustSucceed();
        Assert.All(
            new[] { "--prefix DIR", "DIR/bin", "--from ARCHIVE", "--demo", "--uninstall", "~/.local" },
            option => Assert.Contains(option, help.Output, StringComparison.Ordinal)
        );
        var refused = await RunAsync(["--prefixx"]);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("unknown argument: --prefixx", refused.Error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Task<CommandResult> RunAsync(string[] arguments, Dictionary<string, string?>? environment = null) =>
        ExternalCommand.RunAsync("/bin/sh", [Path.Combine(TestPrograms.RepositoryRoot, "install.sh"), .. arguments], environment);
}
