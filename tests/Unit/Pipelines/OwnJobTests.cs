using Helmstuck.Kube.Resources;
using Helmstuck.Pipelines;
using static Helmstuck.Tests.Unit.Pipelines.GitLabFixture;

namespace Helmstuck.Tests.Unit.Pipelines;

/// <summary>The CI job that the program runs in does not count, and no other job is taken for it.</summary>
public sealed class OwnJobTests
{
    private static readonly Dictionary<string, string> OnGitLab = new()
    {
        ["CI_SERVER_URL"] = "https://ops.example/gitlab",
        ["CI_PROJECT_PATH"] = "group/name",
        ["CI_PROJECT_ID"] = "12",
        ["CI_JOB_ID"] = "7",
        ["CI_JOB_URL"] = "https://ops.example/gitlab/group/name/-/jobs/7",
        ["HOSTNAME"] = "runner-1",
    };

    private static readonly Dictionary<string, string> OnGitHub = new()
    {
        ["GITHUB_API_URL"] = "https://api.github.com",
        ["GITHUB_REPOSITORY"] = "owner/name",
        ["GITHUB_RUN_ID"] = "7",
    };

    private static OwnJob In(Dictionary<string, string> variables) => new(name => variables.GetValueOrDefault(name));

    [Theory]
    [InlineData("https://ops.example/gitlab", "group/name", 7)]
    [InlineData("https://OPS.example:443/gitlab/", "Group/Name", 7)]
    [InlineData("https://ops.example/gitlab", "12", 7)]
    [InlineData("https://ops.example", "group/name", null)]
    [InlineData("https://other.example/gitlab", "group/name", null)]
    [InlineData("http://ops.example/gitlab", "group/name", null)]
    [InlineData("https://ops.example:8443/gitlab", "group/name", null)]
    [InlineData("https://ops.example/gitlab", "group/next", null)]
    [InlineData("https://ops.example/gitlab", "7", null)]
    public void A_GitLab_job_is_own_on_its_server_and_in_its_project(string server, string project, int? id)
    {
        Assert.Equal(id, In(OnGitLab).OnGitLab(new Uri(server), project));
        Assert.Null(In([]).OnGitLab(new Uri(server), project));
        Assert.Null(In(OnGitHub).OnGitLab(new Uri(server), project));
        Assert.Null(In(new(OnGitLab) { ["CI_JOB_ID"] = "7x" }).OnGitLab(new Uri(server), project));
    }

    [Theory]
    [InlineData("https://api.github.com/", "Owner/Name", 7)]
    [InlineData("https://github.example/api/v3", "owner/name", null)]
    [InlineData("https://api.github.com", "owner/next", null)]
    public void A_GitHub_run_is_own_on_its_server_and_in_its_repository(string api, string repository, int? id)
    {
        Assert.Equal(id, In(OnGitHub).OnGitHub(new Uri(api), repository));
        Assert.Null(In(OnGitLab).OnGitHub(new Uri(api), repository));
    }

    [Theory]
    [InlineData("7", "https://ops.example/gitlab/group/name/-/jobs/7", "ci/any", true)]
    [InlineData("7", "https://mirror.example/group/name/-/jobs/7", "ci/runner-1", true)]
    [InlineData("7", "https://other.example/group/name/-/jobs/7", "ci/runner-2", false)]
    [InlineData("8", "https://ops.example/gitlab/group/name/-/jobs/8", "ci/runner-1", false)]
    [InlineData("", "", "ci/runner-1", false)]
    public void A_runner_pod_is_own_by_its_address_or_its_name(string id, string url, string pod, bool own)
    {
        var job = new RunnerJob
        {
            Id = id,
            Name = "deploy",
            Url = url,
            Ref = "main",
            Pod = pod,
            Phase = "Running",
        };
        Assert.Equal(own, In(OnGitLab).Is(job));
        Assert.False(In([]).Is(job));
    }

    [Fact]
    public void The_pod_of_the_own_job_does_not_count()
    {
        var pod = KubeObject.Parse(
            """
            { "metadata": { "name": "runner-1", "namespace": "ci", "annotations": { "job.runner.gitlab.com/id": "7",
              "job.runner.gitlab.com/url": "https://mirror.example/group/name/-/jobs/7" } }, "status": { "phase": "Running" } }
            """
        );
        Assert.Null(new CiJobsProbe([], In(OnGitLab)).RunnerPodsAnswer("gprd", [pod], default));
        Assert.NotNull(new CiJobsProbe([]).RunnerPodsAnswer("gprd", [pod], default));
    }

    [Fact]
    public async Task GitLab_the_own_job_does_not_count_and_the_evidence_says_so()
    {
        using var server = Serving(Job(7, "deploy", "running"));
        var answer = await Ask(server.Options() with { OwnJob = 7 });
        Assert.Equal(SourceState.Idle, answer.State);
        Assert.Equal(
            "deploy running on main since 2026-09-12 14:02:11Z by @jane, this job itself, which does not count: "
                + "https://ops.example/g/n/-/jobs/7",
            answer.Evidence[^1]
        );
        Assert.Equal(SourceState.Running, (await Ask(server.Options() with { OwnJob = 8 })).State);
    }

    [Fact]
    public async Task GitLab_another_job_counts_beside_the_own_one()
    {
        using var server = Serving(Job(7, "deploy", "running"), Job(8, "deploy", "running", pipeline: 2));
        var answer = await Ask(server.Options() with { OwnJob = 7 });
        Assert.Equal((SourceState.Running, "https://ops.example/g/n/-/jobs/8"), (answer.State, answer.Links.Single()));
    }

    [Fact]
    public async Task GitLab_a_later_stage_waits_for_the_own_job_but_not_beside_another_one()
    {
        using var alone = Serving(Job(7, "deploy:one", "running"), Job(9, "deploy:two", "created"));
        Assert.Equal(SourceState.Idle, (await Ask(alone.Options() with { OwnJob = 7 })).State);
        using var beside = Serving(Job(7, "deploy:one", "running"), Job(8, "lint", "running"), Job(9, "deploy:two", "created"));
        Assert.Equal(SourceState.Running, (await Ask(beside.Options() with { OwnJob = 7, Names = Pattern("^deploy") })).State);
    }

    [Fact]
    public async Task GitHub_the_own_run_does_not_count_and_another_one_does()
    {
        using var server = GitHubFixture.Serving([GitHubFixture.Run(7, "Deploy", "in_progress")]);
        var answer = await GitHubFixture.Ask(server.Actions() with { OwnJob = 7 });
        Assert.Equal(SourceState.Idle, answer.State);
        Assert.Contains("the run of this job itself, none of whose jobs counts", answer.Evidence[^1], StringComparison.Ordinal);
        using var two = GitHubFixture.Serving([GitHubFixture.Run(7, "Deploy", "in_progress"), GitHubFixture.Run(8, "Deploy", "queued")]);
        Assert.Equal(SourceState.Running, (await GitHubFixture.Ask(two.Actions() with { OwnJob = 7 })).State);
    }
}
