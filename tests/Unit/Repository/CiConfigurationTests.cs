using YamlDotNet.RepresentationModel;

namespace Helmstuck.Tests.Unit.Repository;

/// <summary>What both CI systems are told. That the files are valid is for tests/tools/check-workflows.sh to say.</summary>
public sealed class CiConfigurationTests
{
    private readonly YamlMappingNode _ci = YamlFile.Load(".github/workflows/ci.yml");
    private readonly YamlMappingNode _release = YamlFile.Load(".github/workflows/release.yml");
    private readonly YamlMappingNode _gitlab = YamlFile.Load(".gitlab-ci.yml");

    [Fact]
    public void GitHub_runs_the_one_script() => Assert.Contains(".ci/run", Runs(_ci.Map("jobs", "test")));

    [Fact]
    public void GitLab_runs_the_one_script() => Assert.Equal([".ci/run"], _gitlab.Map("test").Texts("script"));

    [Fact]
    public void The_one_script_is_there() => Assert.True(File.Exists(Path.Combine(TestPrograms.RepositoryRoot, ".ci/run")));

    [Fact]
    public void GitHub_tests_every_branch_and_pull_request()
    {
        var on = _ci.Map("on");
        Assert.Superset(new HashSet<string> { "push", "pull_request" }, on.Keys().ToHashSet());
        Assert.Equal(["**"], on.Map("push").Texts("branches"));
    }

    [Fact]
    public void GitHub_keeps_the_provisioned_servers_and_the_packages()
    {
        var cache = Assert.Single(
            _ci.Map("jobs", "test").Maps("steps"),
            step => Uses(step).StartsWith("actions/cache@", StringComparison.Ordinal)
        );
        Assert.Equal(
            ["~/.cache/helmstuck", "~/.nuget/packages"],
            cache.Map("with").Text("path").Split('\n', StringSplitOptions.RemoveEmptyEntries)
        );
    }

    [Fact]
    public void GitLab_keeps_the_provisioned_servers_and_the_packages()
    {
        var variables = _gitlab.Map("variables");
        var kept = _gitlab.Map("test", "cache").Texts("paths").Select(path => $"$CI_PROJECT_DIR/{path.TrimEnd('/')}");
        Assert.Equal([$"{variables.Text("XDG_CACHE_HOME")}/helmstuck", variables.Text("NUGET_PACKAGES")], kept);
    }

    [Fact]
    public void Both_hand_the_test_results_out()
    {
        var upload = _ci.Map("jobs", "test").Maps("steps")[^1];
        Assert.Equal(("failure()", "TestResults/"), (upload.Text("if"), upload.Map("with").Text("path")));
        var artifacts = _gitlab.Map("test", "artifacts");
        Assert.Equal(("always", "TestResults/*.junit.xml"), (artifacts.Text("when"), artifacts.Map("reports").Text("junit")));
    }

    [Fact]
    public void GitHub_builds_a_release_from_a_version_tag()
    {
        Assert.Equal(["v*"], _release.Map("on", "push").Texts("tags"));
        Assert.Contains("release/build.sh \"${GITHUB_REF_NAME#v}\"", Runs(_release.Map("jobs", "build")));
    }

    [Fact]
    public void GitLab_builds_a_release_from_a_version_tag()
    {
        var release = _gitlab.Map("release");
        Assert.Equal("$CI_COMMIT_TAG =~ /^v/", Assert.Single(release.Maps("rules")).Text("if"));
        Assert.Equal("release/build.sh \"${CI_COMMIT_TAG#v}\"", release.Texts("script").Last());
    }

    [Fact]
    public void GitHub_publishes_only_what_was_tested_and_built()
    {
        Assert.Equal("./.github/workflows/ci.yml", _release.Map("jobs", "test").Text("uses"));
        Assert.Equal(("test", "build"), (_release.Map("jobs", "build").Text("needs"), _release.Map("jobs", "publish").Text("needs")));
    }

    [Fact]
    public void Only_the_job_that_publishes_may_write_and_it_runs_nothing_of_the_repository()
    {
        Assert.Empty(_release.Map("permissions").Children);
        var jobs = _release.Map("jobs");
        var writers = jobs.Keys().Where(job => jobs.Map(job, "permissions").Children.Values.Any(right => right.ToString() == "write"));
        Assert.Equal(["publish"], writers);
        Assert.DoesNotContain(
            jobs.Map("publish").Maps("steps"),
            step => Uses(step).StartsWith("actions/checkout@", StringComparison.Ordinal)
        );
        Assert.Equal(["contents: read"], _ci.Map("permissions").Children.Select(right => $"{right.Key}: {right.Value}"));
    }

    [Fact]
    public void Actions_are_pinned_to_a_commit()
    {
        var used = new[] { _ci, _release }
            .SelectMany(workflow => workflow.Map("jobs").Children.Values.Cast<YamlMappingNode>())
            .Where(job => job.Keys().Contains("steps"))
            .SelectMany(job => job.Maps("steps"))
            .Select(Uses)
            .Where(action => action.Length > 0)
            .ToList();
        Assert.NotEmpty(used);
        Assert.All(used, action => Assert.Matches("^[a-z-]+/[a-z-]+@[0-9a-f]{40}$", action));
    }

    private static IEnumerable<string> Runs(YamlMappingNode job) => job.Maps("steps").Select(step => step.TextOrNull("run") ?? "");

    private static string Uses(YamlMappingNode step) => step.TextOrNull("uses") ?? "";
}
