using Helmstuck.Tests.Unit.Recovery;

namespace Helmstuck.Tests.Unit.Cli;

/// <summary>What the unfinished command line can go on with, from the cluster and from this machine.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly CliScene cli = new();

    public void Dispose() => cli.Dispose();

    [Theory]
    [InlineData("explain", "git")]
    [InlineData("report", "git")]
    [InlineData("screen", "g")]
    [InlineData("guard", "g")]
    [InlineData("unstick", "-n", "gitlab", "--yes", "g")]
    public async Task Stuck_releases_complete_a_release(params string[] words) =>
        Assert.Equal("gitlab-cny\tpending-upgrade, revision 1234\n:4\n", await AnswerAsync(words));

    [Theory]
    [InlineData("unstick", "gitlab-cny", "--revision", "")]
    [InlineData("unstick", "gitlab-cny", "--revision", "12")]
    public async Task The_stuck_revision_completes_revision(params string[] words) =>
        Assert.Equal("1234\tpending-upgrade\n:4\n", await AnswerAsync(words));

    [Fact]
    public async Task The_stuck_revision_completes_revision_after_an_equals_sign() =>
        Assert.Equal("--revision=1234\tpending-upgrade\n:4\n", await AnswerAsync("unstick", "gitlab-cny", "--revision="));

    [Fact]
    public async Task Stacked_revisions_complete_as_unstick_takes_them()
    {
        using var other = new CliScene(ns: "default");
        await other.World.SeedAsync("deployed", "pending-upgrade", "pending-rollback");
        Assert.Equal("3,2\tpending-rollback, pending-upgrade\n:4\n", await AnswerAsync(other, "unstick", "web", "--revision", ""));
    }

    [Fact]
    public async Task A_release_that_is_not_stuck_has_no_revision_to_name()
    {
        using var other = new CliScene(ns: "default");
        await other.World.SeedAsync("superseded", "deployed");
        Assert.Equal(":4\n", await AnswerAsync(other, "unstick", "web", "--revision", ""));
    }

    [Theory]
    [InlineData("gitlab", "list", "-n", "git")]
    [InlineData("--namespace=gitlab", "explain", "--namespace=git")]
    public async Task Namespaces_of_the_cluster_complete_namespace(string choice, params string[] words) =>
        Assert.Equal($"{choice}\n:4\n", await AnswerAsync(words));

    [Fact]
    public async Task Nothing_is_said_where_the_cluster_does_not_answer()
    {
        cli.World.Api.Before = _ => throw ApiSpy.Broken();
        var result = await cli.RunAsync("__complete", "explain", "");
        Assert.Equal((0, ":4\n"), (result.ExitCode, result.Out));
    }

    [Fact]
    public async Task Backups_complete_restore_and_other_files_may_follow()
    {
        Assert.Equal(":0\n", await AnswerAsync("restore", ""));
        await cli.World.RecoverAsync(await cli.World.PlanAsync());
        var backup = Assert.Single(cli.World.Backups, path => !path.EndsWith(".meta.json", StringComparison.Ordinal));
        Assert.Equal($"{backup}\tgitlab-cny revision 1234 in gitlab on demo\n:0\n", await AnswerAsync("restore", ""));
        await File.WriteAllTextAsync(backup, "{");
        Assert.Equal(":0\n", await AnswerAsync("restore", ""));
    }

    [Theory]
    [InlineData("--kubeconfig", "")]
    [InlineData("list", "--config=")]
    [InlineData("--certificate-authority", "ca")]
    [InlineData("guard", "web", "--values", "")]
    [InlineData("guard", "web", "--chart", "")]
    public async Task The_shell_completes_file_names(params string[] words) => Assert.Equal(":0\n", await AnswerAsync(words));

    [Fact]
    public async Task Releases_of_the_journal_complete_its_filter()
    {
        await cli.World.RecoverAsync(await cli.World.PlanAsync());
        Assert.Equal("gitlab-cny\n:4\n", await AnswerAsync("journal", "--release", ""));
    }

    [Theory]
    [InlineData(false, "--read-only", "")]
    [InlineData(true, "")]
    public async Task Read_only_offers_no_command_that_changes_anything(bool setting, params string[] words)
    {
        using var other = new CliScene(readOnly: setting);
        var offered = (await AnswerAsync(other, words)).Split('\n').Select(line => line.Split('\t')[0]).ToList();
        Assert.Contains("explain", offered);
        Assert.DoesNotContain("unstick", offered);
        Assert.DoesNotContain("restore", offered);
        Assert.DoesNotContain("guard", offered);
    }

    private Task<string> AnswerAsync(params string[] words) => AnswerAsync(cli, words);

    private static async Task<string> AnswerAsync(CliScene scene, params string[] words)
    {
        var result = await scene.RunAsync(["__complete", .. words]);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        return result.Out;
    }
}
