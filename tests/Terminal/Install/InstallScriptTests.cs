namespace Helmstuck.Tests.Terminal.Install;

public sealed class InstallScriptTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("helmstuck-install-").FullName;

    [Fact]
    public async Task Installs_twice_runs_the_demo_and_goes_without_a_trace()
    {
        var first = (await RunAsync(["--prefix", _folder])).MustSucceed();
        var again = (await RunAsync(["--demo", "--prefix", _folder])).MustSucceed();
        var bin = Path.Combine(_folder, "bin");
        Assert.Contains($"into {bin}.", first.Output, StringComparison.Ordinal);
        Assert.Contains($"{bin} is not on your PATH", first.Error, StringComparison.Ordinal);
        Assert.Contains("pending-upgrade", again.Output, StringComparison.Ordinal);
        Assert.Equal(
            ["kubectl-helmstuck", "kubectl_complete-helmstuck"],
            Directory.GetFiles(bin).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        Assert.InRange(new FileInfo(Path.Combine(bin, "kubectl-helmstuck")).Length, 1, 12_500_000);
        (await RunAsync(["--uninstall", "--prefix", _folder])).MustSucceed();
        Assert.Empty(Directory.GetFiles(bin));
        (await RunAsync(["--uninstall", "--prefix", _folder])).MustSucceed();
    }

    [Fact]
    public async Task Says_everything_that_is_missing_and_how_to_get_it()
    {
        foreach (
            var tool in new[] { "sh", "dirname", "uname", "ldd", "grep", "sed", "sort", "tail", "head", "getconf", "mktemp", "rm", "cat" }
        )
            if (TestPrograms.OnPath(tool) is { } path)
                File.CreateSymbolicLink(Path.Combine(_folder, tool), path);
        var result = await RunAsync(["--prefix", _folder], new Dictionary<string, string?> { ["PATH"] = _folder, ["HOME"] = _folder });
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("the .NET SDK 10 or later", result.Error, StringComparison.Ordinal);
        Assert.Contains("apt install gcc libc6-dev", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "bin")));
    }

    [Fact]
    public async Task Help_names_every_option_and_an_unknown_one_is_refused()
    {
        var help = (await RunAsync(["--help"])).MustSucceed();
        Assert.All(
            new[] { "--prefix DIR", "DIR/bin", "--demo", "--uninstall", "~/.local" },
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
