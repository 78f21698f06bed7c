using System.Diagnostics;
using System.Text.RegularExpressions;
using Helmstuck.Kube.Resources;
using Helmstuck.Pipelines;
using static Helmstuck.Tests.Unit.Pipelines.GitLabFixture;

namespace Helmstuck.Tests.Unit.Pipelines;

public sealed class CiJobsProbeTests
{
    private sealed class Source(string name, SourceState state, string? contexts = null, Task? after = null) : ICiSource
    {
        public string Name => name;

        public Regex? Contexts { get; } = contexts is null ? null : Pattern(contexts);

        public TaskCompletionSource Asked { get; } = new();

        public bool? IsDeploy(RunnerJob job) => null;

        public async Task<SourceAnswer> AskAsync(CancellationToken cancellation)
        {
            Asked.SetResult();
            await (after ?? Task.CompletedTask);
            return new SourceAnswer(name, state, [$"{state}"]);
        }
    }

    [Theory]
    [InlineData("", "Unknown")]
    [InlineData("Idle", "Idle")]
    [InlineData("Idle Idle", "Idle")]
    [InlineData("Idle Unknown", "Unknown")]
    [InlineData("Idle Caution", "Caution")]
    [InlineData("Caution Unknown", "Unknown")]
    [InlineData("Caution Running", "Running")]
    [InlineData("Unknown Running Idle", "Running")]
    [InlineData("Running", "Running")]
    public async Task Running_wins_then_unknown_then_caution_then_idle(string states, string expected)
    {
        var probe = new CiJobsProbe([
            .. states
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select((state, index) => new Source($"s{index}", Enum.Parse<SourceState>(state))),
        ]);
        var answer = await probe.AskAsync("gprd", default);
        Assert.Equal((expected, states.Length > 0), (answer.State.ToString(), answer.Configured));
    }

    [Theory]
    [InlineData("gprd", "a,all")]
    [InlineData("gprd-eu", "a,all")]
    [InlineData("gstg", "b,all")]
    [InlineData("kind", "all")]
    public async Task Asks_only_the_sources_of_the_context(string context, string names)
    {
        var probe = new CiJobsProbe([
            new Source("a", SourceState.Idle, "^gprd"),
            new Source("b", SourceState.Idle, "stg$"),
            new Source("all", SourceState.Idle),
        ]);
        var answer = await probe.AskAsync(context, default);
        Assert.Equal(names, string.Join(',', answer.Sources.Select(source => source.Name)));
        Assert.Equal(context, answer.Context);
    }

    [Fact]
    public async Task No_source_of_the_context_is_unknown_and_not_configured()
    {
        var answer = await new CiJobsProbe([new Source("a", SourceState.Idle, "^gprd")]).AskAsync("kind", default);
        Assert.Equal((SourceState.Unknown, false), (answer.State, answer.Configured));
    }

    [Fact]
    public async Task Asks_side_by_side()
    {
        var second = new Source("second", SourceState.Idle);
        var first = new Source("first", SourceState.Idle, after: second.Asked.Task);
        Assert.Equal(SourceState.Idle, (await new CiJobsProbe([first, second]).AskAsync("x", default)).State);
    }

    [Fact]
    public async Task A_contexts_expression_that_never_ends_is_unknown()
    {
        var source = new CommandSource(new CommandOptions("c", ["true"], TimeSpan.FromMinutes(1), Pattern("^(a+)+$")));
        var answer = await new CiJobsProbe([source]).AskAsync(new string('a', 40) + "!", default);
        Assert.Equal((SourceState.Unknown, true), (answer.State, answer.Configured));
        Assert.Contains("takes too long", Assert.Single(answer.Evidence));
    }

    [Fact]
    public async Task Real_sources_of_both_kinds_answer_together()
    {
        using var ops = Serving(Job(3, "deploy", "running"), Job(2, "deploy", "failed"));
        using var mirror = Serving();
        var probe = new CiJobsProbe([
            new GitLabSource(ops.Options() with { Name = "ops" }, _ => Token),
            new GitLabSource(mirror.Options() with { Name = "mirror" }, _ => Token),
            new CommandSource(new CommandOptions("lock", ["/bin/sh", "-c", "echo free"], TimeSpan.FromMinutes(1), null)),
        ]);
        var answer = await probe.AskAsync("gprd", default);
        Assert.Equal(SourceState.Running, answer.State);
        Assert.Equal(
            [
                "ops: deploy running on main since 2026-09-12 14:02:11Z by @jane: https://ops.example/g/n/-/jobs/3",
                "mirror: no job is running or waiting in group/sub group/name (no other job either)",
                "lock: /bin/sh exited 0",
                "lock: free",
            ],
            answer.Evidence
        );
        Assert.Equal(["https://ops.example/g/n/-/jobs/3"], answer.Links);
        Assert.Equal(["https://ops.example/g/n/-/jobs/2"], answer.FailedJobs);
    }

    private static KubeObject Pod(string name, string phase, string marks) =>
        KubeObject.Parse(
            $$"""
            { "kind": "Pod", "metadata": { "name": "{{name}}", "namespace": "ci", {{marks}} }, "status": { "phase": "{{phase}}" } }
            """
        );

    private static string Annotations(string job, string reference, int id = 1, string project = "https://ops.example/g/n") =>
        $$"""
            "annotations": { "job.runner.gitlab.com/id": "{{id}}", "job.runner.gitlab.com/name": "{{job}}",
              "job.runner.gitlab.com/ref": "{{reference}}",
                             "job.runner.gitlab.com/sha": "abc", "job.runner.gitlab.com/url": "{{project}}/-/jobs/{{id}}" }
            """;

    [Fact]
    public void Runner_pods_that_work_are_running_jobs()
    {
        var answer = new CiJobsProbe([]).RunnerPodsAnswer(
            "gprd",
            [
                Pod("runner-1", "Running", Annotations("deploy", "main")),
                Pod("runner-2", "Succeeded", Annotations("deploy", "main", 2)),
                Pod("runner-3", "Failed", Annotations("deploy", "main", 3)),
                Pod("runner-4", "Pending", "\"labels\": { \"job.runner.gitlab.com/id\": \"4\" }"),
                Pod("web", "Running", "\"labels\": { \"app\": \"web\" }"),
                KubeObject.Parse("{}"),
                KubeObject.Parse("{ \"metadata\": { \"annotations\": [ 1 ] } }"),
            ],
            default
        );
        Assert.NotNull(answer);
        Assert.Equal(SourceState.Running, answer.State);
        Assert.Equal(
            ["deploy on main, pod ci/runner-1 Running: https://ops.example/g/n/-/jobs/1", "job 4, pod ci/runner-4 Pending"],
            answer.Evidence
        );
        Assert.Equal(["https://ops.example/g/n/-/jobs/1"], answer.Links);
    }

    [Fact]
    public void Without_runner_pods_there_is_no_answer() =>
        Assert.Null(new CiJobsProbe([]).RunnerPodsAnswer("gprd", [Pod("web", "Running", "\"labels\": {}")], default));

    [Fact]
    public void A_configured_projects_filters_hold_for_its_pods_too()
    {
        var options = new CiServerOptions
        {
            Name = "ops",
            Url = new Uri("https://ops.example/"),
            Place = "g/n",
            Names = Pattern("^deploy"),
            Refs = Pattern("^main$"),
            Contexts = Pattern("^gprd"),
            Timeout = TimeSpan.FromSeconds(1),
        };
        var probe = new CiJobsProbe([new GitLabSource(options, _ => null)]);
        KubeObject[] pods =
        [
            Pod("lint", "Running", Annotations("lint", "main")),
            Pod("branch", "Running", Annotations("deploy", "feature")),
            Pod("other", "Running", Annotations("lint", "main", 1, "https://ops.example/g/next")),
        ];
        Assert.Equal(
            ["lint on main, pod ci/other Running: https://ops.example/g/next/-/jobs/1"],
            probe.RunnerPodsAnswer("gprd", pods, default)!.Evidence
        );
        Assert.Equal(3, probe.RunnerPodsAnswer("gstg", pods, default)!.Evidence.Count);
        Assert.Single(probe.RunnerPodsAnswer("gprd", [Pod("deploy", "Running", Annotations("deploy", "main"))], default)!.Evidence);
    }

    // Whoever may create pods chooses their names.
    [Fact]
    public async Task Names_that_an_expression_never_ends_on_hold_up_nothing()
    {
        var options = new CiServerOptions
        {
            Name = "ops",
            Url = new Uri("https://ops.example/"),
            Place = "g/n",
            Names = new Regex("^(a+)+$", RegexOptions.None, TimeSpan.FromMilliseconds(50)),
            Timeout = TimeSpan.FromSeconds(1),
        };
        var probe = new CiJobsProbe([new GitLabSource(options, _ => null)]);
        KubeObject[] pods =
        [
            .. Enumerable.Range(0, 2000).Select(number => Pod($"r{number}", "Running", Annotations(new string('a', 40) + "!", "main"))),
        ];
        var started = Stopwatch.GetTimestamp();
        Assert.Equal(2000, probe.RunnerPodsAnswer("gprd", pods, default)!.Evidence.Count);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(20));

        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        Assert.Throws<OperationCanceledException>(() => probe.RunnerPodsAnswer("gprd", pods, stop.Token));
    }

    [Fact]
    public async Task Runner_pods_can_only_make_it_running()
    {
        var unknown = await new CiJobsProbe([]).AskAsync("gprd", default);
        Assert.Equal(SourceState.Unknown, unknown.With(null).State);
        var pods = RunnerPods.Answer(RunnerPods.Read([Pod("runner-1", "Running", Annotations("deploy", "main"))]));
        Assert.Equal((SourceState.Running, false), (unknown.With(pods).State, unknown.With(pods).Configured));
    }
}
