using Helmstuck.Recovery;
using Helmstuck.Runbook;
using Helmstuck.Tests.Unit.Tui;

namespace Helmstuck.Tests.Unit.Recovery;

public sealed class ReporterTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("helmstuck-reporter-").FullName;
    private readonly RecoveryScene world = new();
    private readonly Reporter reporter;

    public ReporterTests() => reporter = new Reporter(world.Client, world.Surveyor, world.State, world.Clock, "1.2.3");

    public void Dispose()
    {
        world.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task It_names_the_version_the_user_and_the_cluster()
    {
        var markdown = await MarkdownAsync(Fixtures.Healthy());
        Assert.Contains(
            $"cluster uid `{await world.Surveyor.ClusterUidAsync(CancellationToken.None)}`",
            markdown,
            StringComparison.Ordinal
        );
        Assert.Matches("(?m)^- Written by `[^`]+` with kubectl helmstuck `1.2.3`$", markdown);
    }

    [Fact]
    public async Task A_cluster_whose_uid_may_not_be_read_is_said_so()
    {
        world.Api.Forbid("kube-system");
        Assert.Contains("cluster uid not readable", await MarkdownAsync(Fixtures.Healthy()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_file_of_the_report_holds_what_the_command_prints()
    {
        var review = Fixtures.Healthy();
        Assert.Equal(await MarkdownAsync(review), await File.ReadAllTextAsync(await WriteAsync(review)));
    }

    [Fact]
    public async Task The_file_of_the_report_can_be_read_by_the_user_alone() =>
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(await WriteAsync(Fixtures.Healthy())));

    [Fact]
    public async Task The_file_of_the_report_is_named_after_the_release_and_the_time()
    {
        var review = Fixtures.Healthy() with { Namespace = "a/b" };
        Assert.Equal(
            $"helmstuck-a%2Fb-{review.Release}-{world.Clock.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}.md",
            Path.GetFileName(await WriteAsync(review))
        );
    }

    [Fact]
    public async Task A_file_of_another_report_is_not_written_over()
    {
        var review = Fixtures.Healthy();
        var path = await WriteAsync(review);
        await File.WriteAllTextAsync(path, "somebody's notes");
        await Assert.ThrowsAsync<IOException>(() => WriteAsync(review));
        Assert.Equal("somebody's notes", await File.ReadAllTextAsync(path));
    }

    private Task<string> MarkdownAsync(Review review) => reporter.MarkdownAsync(review, CancellationToken.None);

    private Task<string> WriteAsync(Review review) => reporter.WriteAsync(review, folder, CancellationToken.None);
}
