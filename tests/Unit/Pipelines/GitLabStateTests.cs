using System.Text.Json.Nodes;
using Helmstuck.Pipelines;
using static Helmstuck.Tests.Unit.Pipelines.GitLabFixture;

namespace Helmstuck.Tests.Unit.Pipelines;

/// <summary>What each state of a GitLab job says: a deploy runs, one is to be expected, or none.</summary>
public sealed class GitLabStateTests
{
    private const string Link = "https://ops.example/g/n/-/jobs/7";

    [Theory]
    [InlineData("waiting_for_callback", "deploy waiting_for_callback on main by @jane: " + Link)]
    [InlineData("canceling", "deploy canceling on main by @jane, its runner still works: after_script runs: " + Link)]
    [InlineData("teleporting", "deploy teleporting on main by @jane, a state that this program does not know: " + Link)]
    public async Task An_active_state_that_is_easily_missed(string status, string evidence)
    {
        using var server = Serving(Job(7, "deploy", status));
        var answer = await Ask(server.Options());
        Assert.Equal((SourceState.Running, evidence), (answer.State, Assert.Single(answer.Evidence)));
        Assert.Equal([Link], answer.Links);
    }

    [Theory]
    [InlineData("created")]
    [InlineData("manual")]
    [InlineData("success")]
    [InlineData("failed")]
    [InlineData("canceled")]
    [InlineData("skipped")]
    public async Task A_state_at_rest_is_idle(string status)
    {
        using var server = Serving(Job(7, "deploy", status));
        Assert.Equal(SourceState.Idle, (await Ask(server.Options())).State);
    }

    [Theory]
    [InlineData(null, "deploy on main by @jane is scheduled: " + Link)]
    [InlineData("2026-09-12T15:30:00Z", "deploy on main by @jane is scheduled and starts at 2026-09-12 15:30:00Z: " + Link)]
    public async Task A_scheduled_job_is_a_caution_with_its_start_where_it_is_given(string? start, string evidence)
    {
        var job = Job(7, "deploy", "scheduled");
        if (start is not null)
            job["scheduled_at"] = start;
        using var server = Serving(job);
        var answer = await Ask(server.Options());
        Assert.Equal((SourceState.Caution, evidence), (answer.State, Assert.Single(answer.Evidence)));
    }

    [Fact]
    public async Task A_stage_behind_a_scheduled_job_is_a_caution()
    {
        using var server = Serving(Job(6, "soak", "scheduled"), Job(7, "deploy", "created"));
        var answer = await Ask(server.Options() with { Names = Pattern("^deploy") });
        Assert.Equal(
            (SourceState.Caution, $"deploy created on main by @jane, behind a delayed job: {Link}"),
            (answer.State, Assert.Single(answer.Evidence))
        );
    }

    [Theory]
    [InlineData("canceled", null, "cancel")]
    [InlineData("failed", "runner_system_failure", "runner_system_failure")]
    [InlineData("failed", "stuck_or_timeout_failure", "stuck_or_timeout_failure")]
    [InlineData("failed", "no_updates_running", "no_updates_running")]
    [InlineData("failed", "job_execution_timeout", "job_execution_timeout")]
    [InlineData("failed", "server_timeout_running", "server_timeout_running")]
    [InlineData("failed", "runner_interrupted", "runner_interrupted")]
    [InlineData("failed", "trace_size_exceeded", "trace_size_exceeded")]
    [InlineData("failed", "unknown_failure", "unknown_failure")]
    [InlineData("failed", "a_reason_of_a_later_gitlab", "a_reason_of_a_later_gitlab")]
    [InlineData("failed", null, "an unknown failure")]
    public async Task A_job_that_was_cut_off_a_short_while_ago_is_a_caution(string status, string? reason, string cause)
    {
        using var server = Serving(Ended(7, "deploy", status, reason, TimeSpan.FromMinutes(4)));
        var answer = await Ask(server.Options());
        Assert.Equal(
            (SourceState.Caution, $"deploy on main by @jane ended 4m ago by {cause}; its process may still be running: {Link}"),
            (answer.State, Assert.Single(answer.Evidence))
        );
        Assert.Equal([Link], answer.Links);
    }

    [Theory]
    [InlineData("failed", "script_failure")]
    [InlineData("failed", "runner_unsupported")]
    [InlineData("failed", "missing_dependency_failure")]
    [InlineData("success", null)]
    public async Task A_job_that_ended_by_itself_is_idle(string status, string? reason)
    {
        using var server = Serving(Ended(7, "deploy", status, reason, TimeSpan.FromMinutes(4)));
        Assert.Equal(SourceState.Idle, (await Ask(server.Options())).State);
    }

    [Theory]
    [InlineData(599, "Caution")]
    [InlineData(600, "Caution")]
    [InlineData(601, "Idle")]
    public async Task A_job_that_was_cut_off_counts_until_idleAfter_has_passed(int seconds, string state)
    {
        using var server = Serving(Ended(7, "deploy", "canceled", null, TimeSpan.FromSeconds(seconds)));
        Assert.Equal(state, (await Ask(server.Options() with { IdleAfter = TimeSpan.FromMinutes(10) })).State.ToString());
    }

    [Fact]
    public async Task A_job_that_no_runner_ever_had_leaves_no_process()
    {
        var job = Ended(7, "deploy", "canceled", null, TimeSpan.FromMinutes(4));
        job["started_at"] = null;
        using var server = Serving(job);
        Assert.Equal(SourceState.Idle, (await Ask(server.Options())).State);
    }

    [Fact]
    public async Task A_job_that_was_cut_off_and_does_not_match_is_idle()
    {
        using var server = Serving(Ended(7, "lint", "canceled", null, TimeSpan.FromMinutes(4)));
        Assert.Equal(SourceState.Idle, (await Ask(server.Options() with { Names = Pattern("^deploy") })).State);
    }

    [Fact]
    public async Task Without_the_servers_time_this_machines_counts()
    {
        var job = Ended(7, "deploy", "canceled", null, TimeSpan.Zero);
        job["finished_at"] = TimeProvider.System.GetUtcNow().AddMinutes(-4).ToString("O");
        using var server = new FakeGitLab(request => new Reply(200, request.Scopes.Contains("canceled") ? $"[{job}]" : "[]"));
        Assert.Equal(SourceState.Caution, (await Ask(server.Options())).State);
    }

    [Fact]
    public async Task A_list_of_ended_jobs_that_is_refused_is_unknown()
    {
        using var server = new FakeGitLab(request => request.Scopes.StartsWith("failed") ? new Reply(403) : new Reply(200, "[]"));
        Assert.Contains("403", await UnknownReason(server.Options()));
    }

    [Theory]
    [InlineData("failed", "api_failure", "Caution")]
    [InlineData("failed", "script_failure", "Idle")]
    public async Task An_old_job_that_was_cut_off_just_now_is_found_by_its_pipeline(string status, string reason, string state)
    {
        // Two pages of two jobs each are read; job 1 was made before all of them.
        JsonObject[] newer = [.. Enumerable.Range(10, 6).Select(id => Job(id, "deploy", "failed", pipeline: 2))];
        using var server = Serving([.. newer, Ended(1, "deploy", status, reason, TimeSpan.FromMinutes(1), pipeline: 5)]);
        var answer = await Ask(server.Options());
        Assert.Equal(state, answer.State.ToString());
        Assert.Contains(server.Requests, request => request.Query.Contains("updated_after=2026-09-12T14:50:00Z"));
        Assert.Contains(
            server.Requests,
            request => request.Path.EndsWith("/pipelines/5/jobs") && request.Query.Contains("include_retried=true")
        );
    }

    [Fact]
    public async Task Too_many_older_pipelines_to_read_are_unknown()
    {
        JsonObject[] jobs = [.. Enumerable.Range(1, 30).Select(id => Job(id, "deploy", "failed", pipeline: id))];
        using var server = Serving(jobs);
        Assert.Equal(
            "group/sub group/name changed 30 older pipelines a short while ago; their ended jobs were not read",
            (await Ask(server.Options())).Evidence.Single()
        );
    }

    [Theory]
    [InlineData("running", "Running")]
    [InlineData("manual", "Idle")]
    public async Task An_older_GitLab_that_refuses_a_state_is_asked_without_it(string status, string state)
    {
        using var server = Serving([Job(7, "deploy", status)], knows: ["created", "running", "pending", "failed", "canceled", "manual"]);
        Assert.Equal(state, (await Ask(server.Options())).State.ToString());
        Assert.Contains(server.Requests, request => request.Scopes == "pending");
    }

    [Fact]
    public async Task A_GitLab_that_refuses_every_state_is_unknown()
    {
        using var server = Serving([Job(7, "deploy", "manual")], knows: []);
        Assert.Equal($"localhost:{server.Port} answered 400", await UnknownReason(server.Options()));
    }

    [Fact]
    public async Task A_filter_that_never_ends_on_a_name_is_unknown()
    {
        using var server = Serving(Job(1, new string('a', 40) + "!", "running"));
        Assert.Equal(
            "the filter named /^(a+)+$/ takes too long on some name",
            await UnknownReason(server.Options() with { Names = Pattern("^(a+)+$") })
        );
    }

    [Fact]
    public async Task Two_thousand_hostile_names_end_with_the_sources_timeout()
    {
        // At 50 ms a name they would take 100 s.
        var names = string.Join(',', Enumerable.Range(1, 100).Select(id => Job(id, new string('a', 40) + "!", "running").ToJsonString()));
        using var server = new FakeGitLab(request =>
            request.Scopes.Contains("running")
                ? new Reply(200, $"[{names}]", ("x-next-page", request.Page < 20 ? $"{request.Page + 1}" : ""))
                : new Reply(200, "[]")
        );
        Assert.Equal(
            "the jobs could not be filtered within 1s",
            await UnknownReason(server.Options() with { Names = Pattern("^(a+)+$"), Timeout = TimeSpan.FromSeconds(1) })
        );
        Assert.True(server.Requests.Count(request => request.Scopes.Contains("running")) < 20);
    }

    [Fact]
    public async Task A_deploy_among_hostile_names_runs()
    {
        using var server = Serving(Job(1, new string('a', 40) + "!", "running"), Job(7, "aaa", "running"));
        Assert.Equal([Link], (await Ask(server.Options() with { Names = Pattern("^(a+)+$") })).Links);
    }
}
