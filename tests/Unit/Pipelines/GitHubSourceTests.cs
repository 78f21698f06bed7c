using System.Text.Json.Nodes;
using Helmstuck.Pipelines;
using static Helmstuck.Tests.Unit.Pipelines.GitHubFixture;

namespace Helmstuck.Tests.Unit.Pipelines;

public sealed class GitHubSourceTests
{
    private const string Link = "https://github.example/owner/name/actions/runs/7";

    [Theory]
    [InlineData("queued", "")]
    [InlineData("in_progress", "")]
    [InlineData("waiting", "")]
    [InlineData("requested", "")]
    [InlineData("pending", "")]
    [InlineData("teleporting", ", a status that this program does not know")]
    public async Task A_run_that_is_not_completed_is_running(string status, string note)
    {
        using var server = Serving([Run(7, "Deploy", status), Run(6, "Lint", "in_progress")]);
        var answer = await Ask(server.Actions("^Deploy"));
        Assert.Equal(
            (SourceState.Running, $"Deploy {status} on main since 2026-09-12 14:02:11Z by @jane{note}: {Link}"),
            (answer.State, Assert.Single(answer.Evidence))
        );
        Assert.Equal([Link], answer.Links);
    }

    [Theory]
    [InlineData("success")]
    [InlineData("neutral")]
    [InlineData("skipped")]
    [InlineData("action_required")]
    [InlineData("failure")]
    public async Task A_run_that_ended_by_itself_is_idle(string conclusion)
    {
        using var server = Serving(
            [Run(7, "Deploy", "completed", conclusion, 4)],
            """{ "id": 1, "status": "completed", "conclusion": "failure", "steps": [ { "status": "completed" } ] }"""
        );
        var answer = await Ask(server.Actions());
        Assert.Equal(
            (SourceState.Idle, "no workflow is running or waiting in owner/name (no other run either)"),
            (answer.State, Assert.Single(answer.Evidence))
        );
    }

    [Theory]
    [InlineData("cancelled", "cancel")]
    [InlineData("timed_out", "timed_out")]
    [InlineData("startup_failure", "startup_failure")]
    [InlineData("stale", "stale")]
    [InlineData("vaporized", "vaporized")]
    [InlineData(null, "an unknown end")]
    public async Task A_run_that_was_cut_off_a_short_while_ago_is_a_caution(string? conclusion, string cause)
    {
        using var server = Serving([Run(7, "Deploy", "completed", conclusion, 4)]);
        var answer = await Ask(server.Actions());
        Assert.Equal(
            (SourceState.Caution, $"Deploy on main by @jane ended 4m ago by {cause}; its process may still be running: {Link}"),
            (answer.State, Assert.Single(answer.Evidence))
        );
    }

    [Theory]
    [InlineData("failure", "in_progress", "a lost runner")]
    [InlineData("cancelled", "completed", "cancel")]
    [InlineData("timed_out", "completed", "timed_out")]
    public async Task A_failed_run_with_a_job_that_was_cut_off_is_a_caution(string conclusion, string step, string cause)
    {
        using var server = Serving(
            [Run(7, "Deploy", "completed", "failure", 4)],
            $$"""{ "id": 1, "status": "completed", "conclusion": "{{conclusion}}", "steps": [ { "status": "{{step}}" } ] }"""
        );
        var answer = await Ask(server.Actions());
        Assert.Contains($"ended 4m ago by {cause}; its process may still be running", Assert.Single(answer.Evidence));
        Assert.Contains(server.Requests, request => request.Path == "/repos/owner/name/actions/runs/7/jobs");
    }

    [Theory]
    [InlineData(10, "Caution")]
    [InlineData(11, "Idle")]
    public async Task A_run_that_was_cut_off_counts_until_idleAfter_has_passed(int minutes, string state)
    {
        using var server = Serving([Run(7, "Deploy", "completed", "cancelled", minutes)]);
        Assert.Equal(state, (await Ask(server.Actions() with { IdleAfter = TimeSpan.FromMinutes(10) })).State.ToString());
    }

    [Fact]
    public async Task An_older_run_that_was_cut_off_just_now_is_found_by_its_conclusion()
    {
        JsonObject[] newer = [.. Enumerable.Range(10, 5).Select(id => Run(id, "Deploy", "completed", "success"))];
        using var server = Serving([.. newer, Run(7, "Deploy", "completed", "timed_out", 1)]);
        Assert.Equal(SourceState.Caution, (await Ask(server.Actions())).State);
    }

    [Theory]
    [InlineData("^Deploy$", null, "Running")]
    [InlineData(@"/deploy\.yml$", "^main$", "Running")]
    [InlineData(null, "^v", "Idle")]
    [InlineData("^Rollout", null, "Idle")]
    public async Task Filters_by_workflow_and_ref(string? workflows, string? refs, string state)
    {
        using var server = Serving([Run(7, "Deploy", "queued")]);
        Assert.Equal(state, (await Ask(server.Actions(workflows, refs))).State.ToString());
    }

    [Fact]
    public async Task Reads_every_page_by_the_Link_headers_query()
    {
        using var server = Serving([.. Enumerable.Range(10, 5).Select(id => Run(id, "Lint", "queued")), Run(7, "Deploy", "queued")]);
        Assert.Equal([Link], (await Ask(server.Actions("^Deploy"))).Links);
        Assert.Equal([1, 2, 3], server.Requests.Where(request => request.Query.Contains("queued")).Select(request => request.Page));
        Assert.All(server.Requests, request => Assert.Equal("/repos/owner/name/actions/runs", request.Path));
    }

    [Fact]
    public async Task Pages_without_an_end_are_unknown_not_idle()
    {
        using var server = new FakeGitLab(request => new Reply(
            200,
            $$"""{ "workflow_runs": [ {{Run(request.Page, "Lint", "queued")}} ] }""",
            ("Link", $"<https://x/y?page={request.Page + 1}>; rel=\"next\"")
        ));
        Assert.Equal(
            "owner/name has more than 10 workflow runs that run or wait; no run that was read matches",
            await UnknownReason(server.Actions("^Deploy"))
        );
    }

    [Fact]
    public async Task A_server_that_does_not_know_a_status_is_asked_for_the_others()
    {
        using var server = new FakeGitLab(request =>
            request.Query.Contains("pending")
                ? new Reply(422)
                : new Reply(200, $$"""{ "workflow_runs": [ {{(request.Query.Contains("queued") ? Run(7, "Deploy", "queued") : "")}} ] }""")
        );
        Assert.Equal(SourceState.Running, (await Ask(server.Actions())).State);
        Assert.Equal(SourceState.Idle, (await Ask(server.Actions("^Lint"))).State);
    }

    [Fact]
    public async Task The_token_is_a_bearer_token()
    {
        using var server = Serving([]);
        Assert.Equal(SourceState.Idle, (await Ask(server.Actions())).State);
        Assert.All(server.Requests, request => Assert.Equal($"Bearer {Token}", request.Headers["Authorization"]));
        Assert.All(server.Requests, request => Assert.Equal("application/vnd.github+json", request.Headers["Accept"]));
    }

    [Theory]
    [InlineData(401, "Unauthorized: it does not accept the token in GITHUB_TOKEN")]
    [InlineData(403, "Forbidden: the token in GITHUB_TOKEN may not read the workflow runs of owner/name (Actions: read is needed)")]
    [InlineData(404, "Not Found: there is no repository owner/name, or the token in GITHUB_TOKEN may not see it")]
    [InlineData(429, "Too Many Requests")]
    public async Task A_refusal_in_words(int status, string words)
    {
        using var server = new FakeGitLab(_ => new Reply(status));
        Assert.Equal($"localhost:{server.Port} answered {status} {words}", await UnknownReason(server.Actions()));
    }

    [Theory]
    [InlineData(403)]
    [InlineData(429)]
    public async Task A_spent_rate_limit_says_when_it_ends(int status)
    {
        using var server = new FakeGitLab(_ => new Reply(
            status,
            "",
            ("x-ratelimit-limit", "5000"),
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", "1789225200")
        ));
        Assert.EndsWith(
            ": the rate limit of 5000 requests is used up; ask again at 2026-09-12 15:00:00Z",
            await UnknownReason(server.Actions())
        );
    }

    [Fact]
    public async Task A_refused_list_of_a_failed_runs_jobs_is_unknown()
    {
        using var server = new FakeGitLab(request =>
            request.Path.EndsWith("/jobs")
                ? new Reply(403)
                : new Reply(
                    200,
                    $$"""{ "workflow_runs": [ {{Run(7, "Deploy", "completed", "failure", 4)}} ] }""",
                    ("Date", Now.ToString("R"))
                )
        );
        Assert.Contains("403", await UnknownReason(server.Actions()));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{ \"workflow_runs\": {} }")]
    [InlineData("{ \"workflow_runs\": [ { \"id\": 1 } ] }")]
    [InlineData("<html>")]
    public async Task Garbage_in_place_of_runs(string body)
    {
        using var server = new FakeGitLab(_ => new Reply(200, body));
        Assert.Equal(
            $"localhost:{server.Port} answered something that is not a list of workflow runs",
            await UnknownReason(server.Actions())
        );
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        using var elsewhere = Serving([]);
        using var server = new FakeGitLab(_ => new Reply(301, "", ("Location", $"{elsewhere.Url}repositories/1")));
        Assert.Contains("which is not followed", await UnknownReason(server.Actions()));
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task Without_the_configured_token_nothing_is_asked()
    {
        using var server = Serving([]);
        Assert.Equal("no token: the variable GITHUB_TOKEN is not set", await UnknownReason(server.Actions(), token: null));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_unknown()
    {
        using var server = new FakeGitLab(_ => Reply.Silence);
        Assert.EndsWith("did not answer within 0.5s", await UnknownReason(server.Actions() with { Timeout = TimeSpan.FromSeconds(0.5) }));
    }
}
