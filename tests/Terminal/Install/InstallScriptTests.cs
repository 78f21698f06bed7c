using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Helmstuck.Tests.Terminal.Install;

/// <summary>The installer in the sources. What it does with a release archive, <see cref="InstallArchiveTests"/> says.</summary>
public sealed class InstallScriptTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("helmstuck-install-").FullName;

    [Fact]
    public async Task Builds_installs_and_runs_the_demo_from_any_folder()
    {
        var sources = await CopySourcesAsync();
        // Git may not write to the repository's index from there.
        var environment = new Dictionary<string, string?> { ["GIT_OPTIONAL_LOCKS"] = "0" };
        var result = (
            await ExternalCommand.RunAsync("/bin/sh", [Path.Combine(sources, "install.sh"), "--demo", "--prefix", _folder], environment)
        ).MustSucceed();
        var bin = Path.Combine(_folder, "bin");
        Assert.Contains($"into {bin}.", result.Output, StringComparison.Ordinal);
        Assert.Contains($"{bin} is not on your PATH", result.Error, StringComparison.Ordinal);
        Assert.Contains("pending-upgrade", result.Output, StringComparison.Ordinal);
        Assert.Equal(
            ["kubectl-helmstuck", "kubectl_complete-helmstuck"],
            Directory.GetFiles(bin).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        var built = Path.Combine(bin, "kubectl-helmstuck");
        Assert.InRange(new FileInfo(built).Length, 1, 12_500_000);
        // Reproducible: the same commit gives the same bytes, whatever folder it is built in.
        if (await CommitAsync(built) is { } commit && commit == await CommitAsync(PseudoTerminal.Product))
            Assert.True(
                Enumerable.SequenceEqual(await File.ReadAllBytesAsync(built), await File.ReadAllBytesAsync(PseudoTerminal.Product)),
                $"{built} and {PseudoTerminal.Product} are of one commit and differ"
            );
    }

    [Fact]
    public async Task Packages_are_fetched_through_the_proxy()
    {
        using var proxy = new TcpListener(IPAddress.Loopback, 0);
        proxy.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)proxy.LocalEndpoint).Port}";
        // No package is there yet, so all are asked for.
        var environment = new Dictionary<string, string?>
        {
            ["HTTPS_PROXY"] = address,
            ["HTTP_PROXY"] = address,
            ["NO_PROXY"] = null,
            ["NUGET_PACKAGES"] = Path.Combine(_folder, "packages"),
            ["NUGET_HTTP_CACHE_PATH"] = Path.Combine(_folder, "http-cache"),
        };
        var sources = await CopySourcesAsync();
        var asked = new ConcurrentQueue<string?>();
        var serving = RefuseAsync(proxy, asked);
        var result = await ExternalCommand.RunAsync("/bin/sh", [Path.Combine(sources, "install.sh"), "--prefix", _folder], environment);
        proxy.Stop();
        await serving;
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("could not restore the packages", result.Error, StringComparison.Ordinal);
        Assert.NotEmpty(asked);
        Assert.All(asked, request => Assert.Matches("^(CONNECT|GET) ", request));
    }

    /// <summary>A proxy that lets nobody through, and keeps the first line of each request.</summary>
    private static async Task RefuseAsync(TcpListener proxy, ConcurrentQueue<string?> asked)
    {
        try
        {
            while (true)
            {
                using var client = await proxy.AcceptTcpClientAsync();
                using var reader = new StreamReader(client.GetStream());
                asked.Enqueue(await reader.ReadLineAsync());
                await client.GetStream().WriteAsync("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Stopped: the installer has ended.
        }
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

    /// <summary>The files of the repository as they are now, in another folder; git takes it for the same working tree.</summary>
    private async Task<string> CopySourcesAsync()
    {
        var sources = Directory.CreateDirectory(Path.Combine(_folder, "sources")).FullName;
        const string copy =
            "git ls-files -co --exclude-standard -z | xargs -0 sh -c 'cp --parents \"$@\" \"$0\"' \"$1\" && "
            + "echo \"gitdir: $(git rev-parse --absolute-git-dir)\" >\"$1/.git\"";
        (await ExternalCommand.RunAsync("/bin/sh", ["-c", $"cd \"$0\" && {copy}", TestPrograms.RepositoryRoot, sources])).MustSucceed();
        return sources;
    }

    private static async Task<string?> CommitAsync(string program) =>
        JsonDocument
            .Parse((await ExternalCommand.RunAsync(program, ["version", "-o", "json"])).MustSucceed().Output)
            .RootElement.GetProperty("commit")
            .GetString();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Task<CommandResult> RunAsync(string[] arguments, Dictionary<string, string?>? environment = null) =>
        ExternalCommand.RunAsync("/bin/sh", [Path.Combine(TestPrograms.RepositoryRoot, "install.sh"), .. arguments], environment);
}
