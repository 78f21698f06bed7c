using Helmstuck.Pipelines;
using static Helmstuck.Tests.Unit.Pipelines.GitLabFixture;

namespace Helmstuck.Tests.Unit.Pipelines;

public sealed class GitLabSourceTests
{
    [Fact]
    public async Task Idle_when_nothing_runs()
    {
        using var server = Serving(Job(1, "deploy", "success"), Job(2, "deploy", "manual"), Job(3, "deploy", "canceled"));
        var answer = await Ask(server.Options());
        Assert.Equal(SourceState.Idle, answer.State);
        Assert.Equal(["no job is running or waiting in group/sub group/name (no other job either)"], answer.Evidence);
        Assert.Empty(answer.FailedJobs);
    }

    [Theory]
    [InlineData("running")]
    [InlineData("pending")]
    [InlineData("preparing")]
    [InlineData("waiting_for_resource")]
    public async Task Running_when_a_job_has_a_runner_or_waits_for_one(string status)
    {
        using var server = Serving(Job(7, "deploy:gprd", status), Job(6, "lint", "running"));
        var answer = await Ask(server.Options() with { Names = Pattern("^deploy") });
        Assert.Equal(SourceState.Running, answer.State);
        Assert.Equal(["https://ops.example/g/n/-/jobs/7"], answer.Links);
        var since = status == "running" ? " since 2026-09-12 14:02:11Z" : "";
        Assert.Equal([$"deploy:gprd {status} on main{since} by @jane: https://ops.example/g/n/-/jobs/7"], answer.Evidence);
    }

    [Theory]
    [InlineData("^deploy", null, "Running")]
    [InlineData("^deploy", "^main$", "Running")]
    [InlineData(null, "^v", "Idle")]
    [InlineData("^rollout", null, "Idle")]
    [InlineData("gprd$", "ma", "Running")]
    public async Task Filters_by_name_and_ref(string? jobs, string? refs, string state)
    {
        using var server = Serving(Job(7, "deploy:gprd", "running"));
        var answer = await Ask(
            server.Options() with
            {
                Names = jobs is null ? null : Pattern(jobs),
                Refs = refs is null ? null : Pattern(refs),
            }
        );
        Assert.Equal(state, answer.State.ToString());
    }

    [Fact]
    public async Task Reads_every_page_by_the_pages_number()
    {
        using var server = Serving([.. Enumerable.Range(10, 9).Select(id => Job(id, "lint", "running")), Job(1, "deploy", "pending")]);
        var answer = await Ask(server.Options() with { Names = Pattern("^deploy") });
        Assert.Equal((SourceState.Running, "https://ops.example/g/n/-/jobs/1"), (answer.State, answer.Links.Single()));
        Assert.Equal([1, 2, 3, 4, 5], server.Requests.Where(request => request.Scopes.Contains("running")).Select(request => request.Page));
        Assert.All(server.Requests, request => Assert.Equal(Token, request.Token));
    }

    [Fact]
    public async Task Follows_a_Link_header_by_its_query_only()
    {
        using var elsewhere = new FakeGitLab(_ => new Reply(200, "[]"));
        using var server = new FakeGitLab(request =>
            request.Query.Contains("cursor=2")
                ? new Reply(200, $"[{Job(1, "deploy", "running")}]")
                : new Reply(
                    200,
                    "[]",
                    (
                        "Link",
                        $"<{elsewhere.Url}api/v4/first?cursor=0>; rel=\"first\", <{elsewhere.Url}api/v4/x?cursor=2&per_page=100>; "
                            + $"rel=\"next\""
                    )
                )
        );
        Assert.Equal(SourceState.Running, (await Ask(server.Options())).State);
        Assert.Empty(elsewhere.Requests);
        Assert.All(server.Requests, request => Assert.StartsWith("/api/v4/projects/", request.Path));
    }

    [Fact]
    public async Task Pages_without_an_end_are_unknown_not_idle()
    {
        using var server = new FakeGitLab(request => new Reply(
            200,
            $"[{Job(request.Page, "lint", "running")}]",
            ("x-next-page", $"{request.Page + 1}")
        ));
        Assert.Equal(
            "group/sub group/name has more than 20 running and pending jobs; no job that was read matches",
            await UnknownReason(server.Options() with { Names = Pattern("^deploy"), Refs = Pattern("^main") })
        );
    }

    [Fact]
    public async Task Asks_the_project_below_the_instances_path()
    {
        using var server = Serving();
        await Ask(server.Options() with { Url = new Uri(server.Url, "/git/lab/") });
        Assert.All(server.Requests, request => Assert.Equal("/git/lab/api/v4/projects/group%2Fsub%20group%2Fname/jobs", request.Path));
        Assert.Equal(
            ["", "failed,canceled", "running,pending,preparing,waiting_for_resource,waiting_for_callback,canceling,scheduled"],
            server.Requests.Select(request => request.Scopes).Order()
        );
        Assert.All(server.Requests, request => Assert.Equal("kubectl-helmstuck", request.Headers["User-Agent"]));
    }

    [Fact]
    public async Task A_later_stage_of_a_moving_pipeline_is_a_deploy_to_come()
    {
        using var server = Serving(
            Job(5, "build", "running", pipeline: 1),
            Job(6, "deploy", "created", pipeline: 1),
            Job(7, "deploy", "created", pipeline: 2)
        );
        var answer = await Ask(server.Options() with { Names = Pattern("^deploy") });
        Assert.Equal(SourceState.Running, answer.State);
        Assert.Equal(["https://ops.example/g/n/-/jobs/6"], answer.Links);
    }

    [Fact]
    public async Task A_stage_that_waits_behind_a_manual_job_is_not()
    {
        using var server = Serving(
            Job(7, "deploy", "created", pipeline: 2),
            Job(8, "approve", "manual", pipeline: 2),
            Job(9, "build", "running", pipeline: 3)
        );
        var answer = await Ask(server.Options() with { Names = Pattern("^deploy") });
        Assert.Equal(SourceState.Idle, answer.State);
        Assert.Equal(["no job named /^deploy/ is running or waiting in group/sub group/name (1 other job is)"], answer.Evidence);
    }

    [Fact]
    public async Task Links_the_last_failed_deploy()
    {
        using var server = Serving(Job(9, "lint", "failed"), Job(8, "deploy", "failed"), Job(7, "deploy", "failed"));
        var answer = await Ask(server.Options() with { Names = Pattern("^deploy") });
        Assert.Equal((SourceState.Idle, "https://ops.example/g/n/-/jobs/8"), (answer.State, Assert.Single(answer.FailedJobs)));
    }

    [Fact]
    public async Task A_list_of_failed_jobs_that_is_refused_or_silent_does_not_change_the_answer()
    {
        using var refusing = new FakeGitLab(request =>
            request.Scopes.StartsWith("failed") ? new Reply(500) : new Reply(200, $"[{Job(1, "deploy", "running")}]")
        );
        Assert.Equal(SourceState.Running, (await Ask(refusing.Options())).State);
        using var silent = new FakeGitLab(request =>
            request.Scopes.StartsWith("failed") ? Reply.Silence : new Reply(200, $"[{Job(1, "deploy", "running")}]")
        );
        Assert.Equal(
            SourceState.Running,
            (await AskUntil(silent, silent.Options(), request => !request.Scopes.StartsWith("failed"), TimeSpan.FromSeconds(2))).State
        );
    }

    [Fact]
    public async Task Hostile_links_are_not_offered()
    {
        var job = Job(1, "deploy", "running");
        job["web_url"] = "javascript:alert(1)";
        using var server = Serving(job);
        var answer = await Ask(server.Options());
        Assert.Equal(SourceState.Running, answer.State);
        Assert.Empty(answer.Links);
        Assert.DoesNotContain("javascript", string.Concat(answer.Evidence));
    }

    [Fact]
    public void Nothing_is_read_or_connected_before_the_question()
    {
        var source = new GitLabSource(
            new CiServerOptions
            {
                Name = "x",
                Url = new Uri("https://nowhere.invalid"),
                Place = "p",
                TokenFile = "/no/such/token",
                CaFile = "/no/such/ca.pem",
                Timeout = TimeSpan.FromSeconds(1),
            },
            _ => throw new InvalidOperationException("the environment was asked")
        );
        Assert.Equal("x", source.Name);
    }
}
