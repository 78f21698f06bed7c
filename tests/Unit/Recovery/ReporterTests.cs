using Helmstuck.Recovery;
using Helmstuck.Tests.Unit.Tui;

namespace Helmstuck.Tests.Unit.Recovery;

public sealed class ReporterTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("helmstuck-reporter-").FullName;
    private readonly HandClock clock = new();
    private readonly Reporter reporter;

    public ReporterTests() => reporter = new Reporter(new StateFolder(Path.Combine(folder, "state")), clock);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_file_of_the_report_holds_what_the_command_prints()
    {
        var review = Fixtures.Healthy();
        Assert.Equal(reporter.Markdown(review), File.ReadAllText(reporter.Write(review, folder)));
    }

    [Fact]
    public void The_file_of_the_report_can_be_read_by_the_user_alone() =>
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(reporter.Write(Fixtures.Healthy(), folder)));

    [Fact]
    public void The_file_of_the_report_is_named_after_the_release_and_the_time()
    {
        var review = Fixtures.Healthy() with { Namespace = "a/b" };
        Assert.Equal(
            $"helmstuck-a%2Fb-{review.Release}-{clock.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}.md",
            Path.GetFileName(reporter.Write(review, folder))
        );
    }

    [Fact]
    public void A_file_of_another_report_is_not_written_over()
    {
        var review = Fixtures.Healthy();
        var path = reporter.Write(review, folder);
        File.WriteAllText(path, "somebody's notes");
        Assert.Throws<IOException>(() => reporter.Write(review, folder));
        Assert.Equal("somebody's notes", File.ReadAllText(path));
    }
}
