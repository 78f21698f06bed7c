using Helmstuck.Tests.Terminal.Release;

namespace Helmstuck.Tests.Terminal.Install;

/// <summary>The installer with a release archive, for somebody who has no SDK.</summary>
public sealed class InstallArchiveTests : IDisposable
{
    private readonly BuiltRelease _release;
    private readonly string _folder = Directory.CreateTempSubdirectory("helmstuck-archive-").FullName;
    private readonly string _home;

    public InstallArchiveTests(BuiltRelease release)
    {
        _release = release;
        _home = Path.Combine(_folder, "home");
        Directory.CreateDirectory(_home);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Installs_what_each_shell_and_man_look_for()
    {
        (await FromArchiveAsync(await ArchiveAsync())).MustSucceed();
        Assert.Equal(
            [
                ".config/fish/completions/kubectl-helmstuck.fish",
                ".local/bin/kubectl-helmstuck",
                ".local/bin/kubectl_complete-helmstuck",
                ".local/share/bash-completion/completions/kubectl-helmstuck",
                ".local/share/man/man1/kubectl-helmstuck.1",
                ".local/share/zsh/site-functions/_kubectl-helmstuck",
            ],
            Files()
        );
    }

    [Fact]
    public async Task Installed_completion_completes_in_bash()
    {
        (await FromArchiveAsync(await ArchiveAsync())).MustSucceed();
        var asked = await RunAsync(
            "bash",
            "-c",
            "PATH=~/.local/bin:$PATH; . ~/.local/share/bash-completion/completions/kubectl-helmstuck; "
                + "COMP_WORDS=(kubectl-helmstuck uns); COMP_CWORD=1; _kubectl_helmstuck; echo \"${COMPREPLY[@]}\""
        );
        Assert.Equal("unstick\n", asked.MustSucceed().Output);
    }

    [Fact]
    public async Task Installed_completion_is_found_by_zsh()
    {
        if (TestPrograms.OnPath("zsh") is null)
            return;
        (await FromArchiveAsync(await ArchiveAsync())).MustSucceed();
        // As the installer tells a user of zsh.
        var asked = await RunAsync(
            "zsh",
            "-fc",
            "fpath=(~/.local/share/zsh/site-functions $fpath); autoload -Uz compinit; compinit -u -d ~/.zcompdump; "
                + "print $_comps[kubectl-helmstuck]"
        );
        Assert.Equal("_kubectl-helmstuck\n", asked.MustSucceed().Output);
    }

    [Fact]
    public async Task Installed_completion_completes_in_fish()
    {
        if (TestPrograms.OnPath("fish") is null)
            return;
        (await FromArchiveAsync(await ArchiveAsync())).MustSucceed();
        var asked = await RunAsync("fish", "-c", "set -p PATH ~/.local/bin; complete -C 'kubectl-helmstuck uns'");
        Assert.StartsWith("unstick", asked.MustSucceed().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Needs_no_root()
    {
        if (Environment.UserName != "root" || TestPrograms.OnPath("setpriv") is null)
            return; // Then every other test here is without root.
        const string nobody = "65534";
        var archive = await ArchiveAsync();
        var script = Path.Combine(_folder, "install.sh");
        File.Copy(Script, script);
        File.SetUnixFileMode(_folder, (UnixFileMode)Convert.ToInt32("755", 8));
        (await ExternalCommand.RunAsync("chown", [nobody, _home])).MustSucceed();
        string[] arguments = ["--reuid", nobody, "--regid", nobody, "--clear-groups", "sh", script, "--from", archive];
        (await RunAsync("setpriv", arguments)).MustSucceed();
        Assert.Contains(".local/bin/kubectl-helmstuck", Files());
    }

    [Fact]
    public async Task Installed_twice_it_is_there_once()
    {
        var archive = await ArchiveAsync();
        (await FromArchiveAsync(archive)).MustSucceed();
        var first = Files();
        (await FromArchiveAsync(archive)).MustSucceed();
        Assert.Equal(first, Files());
    }

    [Fact]
    public async Task Removed_it_leaves_backups_and_journal_alone_and_says_where()
    {
        (await FromArchiveAsync(await ArchiveAsync())).MustSucceed();
        var journal = Path.Combine(_home, ".local/state/helmstuck/journal.jsonl");
        Directory.CreateDirectory(Path.GetDirectoryName(journal)!);
        await File.WriteAllTextAsync(journal, "");
        var removed = (await RunAsync("sh", Script, "--uninstall")).MustSucceed();
        Assert.Equal([".local/state/helmstuck/journal.jsonl"], Files());
        Assert.Contains($"stay in {Path.GetDirectoryName(journal)}.", removed.Output, StringComparison.Ordinal);
        (await RunAsync("sh", Script, "--uninstall")).MustSucceed();
    }

    [Fact]
    public async Task An_unpacked_archive_installs_itself()
    {
        var unpacked = Directory.CreateDirectory(Path.Combine(_folder, "unpacked")).FullName;
        await _release.UnpackAsync(unpacked);
        (await RunAsync("sh", Path.Combine(unpacked, "install.sh"))).MustSucceed();
        Assert.Contains(".local/bin/kubectl-helmstuck", Files());
    }

    [Fact]
    public async Task An_unpacked_archive_with_another_file_is_refused()
    {
        var unpacked = Directory.CreateDirectory(Path.Combine(_folder, "unpacked")).FullName;
        await _release.UnpackAsync(unpacked);
        await File.AppendAllTextAsync(Path.Combine(unpacked, "kubectl_complete-helmstuck"), "echo not released\n");
        await RefusedAsync(RunAsync("sh", Path.Combine(unpacked, "install.sh")), $"{unpacked} is damaged");
    }

    [Fact]
    public async Task An_archive_that_its_sum_does_not_name_is_refused()
    {
        var archive = await ArchiveAsync();
        await File.AppendAllTextAsync(archive, "x");
        await RefusedAsync(FromArchiveAsync(archive), "is damaged or is not the released one");
    }

    [Fact]
    public async Task An_archive_without_a_sum_is_refused()
    {
        var archive = await ArchiveAsync();
        File.Delete(archive + ".sha256");
        await RefusedAsync(FromArchiveAsync(archive), $"put {BuiltRelease.Archive}.sha256 or SHA256SUMS");
    }

    [Fact]
    public async Task The_sum_of_another_archive_does_not_count()
    {
        var archive = await ArchiveAsync();
        var sum = await File.ReadAllTextAsync(archive + ".sha256");
        await File.WriteAllTextAsync(archive + ".sha256", sum.Replace("helmstuck_", "other_", StringComparison.Ordinal));
        await RefusedAsync(FromArchiveAsync(archive), "cannot be verified");
    }

    private static string Script => Path.Combine(TestPrograms.RepositoryRoot, "install.sh");

    /// <summary>A copy of the archive with its sum.</summary>
    private async Task<string> ArchiveAsync()
    {
        var built = await _release.FolderAsync();
        foreach (var name in new[] { BuiltRelease.Archive, BuiltRelease.Archive + ".sha256" })
            File.Copy(Path.Combine(built, name), Path.Combine(_folder, name));
        return Path.Combine(_folder, BuiltRelease.Archive);
    }

    private async Task RefusedAsync(Task<CommandResult> running, string why)
    {
        var result = await running;
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(why, result.Error, StringComparison.Ordinal);
        Assert.Empty(Files());
    }

    private Task<CommandResult> FromArchiveAsync(string archive) => RunAsync("sh", Script, "--from", archive);

    /// <summary>In a home of its own, where dotnet is not on PATH.</summary>
    private Task<CommandResult> RunAsync(string program, params string[] arguments) =>
        ExternalCommand.RunAsync(
            program,
            arguments,
            new Dictionary<string, string?>
            {
                ["HOME"] = _home,
                ["PATH"] = "/usr/bin:/bin",
                ["XDG_CONFIG_HOME"] = null,
                ["XDG_STATE_HOME"] = null,
            }
        );

    private IReadOnlyList<string> Files() =>
        [
            .. Directory
                .GetFiles(_home, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(_home, file))
                .Order(StringComparer.Ordinal),
        ];
}
