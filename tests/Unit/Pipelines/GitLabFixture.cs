using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Helmstuck.Pipelines;

namespace Helmstuck.Tests.Unit.Pipelines;

/// <summary>Jobs as GitLab spells them, and a source that asks a <see cref="FakeGitLab"/>.</summary>
internal static class GitLabFixture
{
    public const string Token = "glpat-0123456789abcdef";

    public static CiServerOptions Options(this FakeGitLab server) =>
        new()
        {
            Name = "ops",
            Url = server.Url,
            Place = "group/sub group/name",
            TokenEnv = "GITLAB_TOKEN",
            CaFile = server.CaFile,
            Timeout = TimeSpan.FromMinutes(2),
        };

    public static Task<SourceAnswer> Ask(CiServerOptions options, string? token = Token) =>
        new GitLabSource(options, name => name == "GITLAB_TOKEN" ? token : null).AskAsync(CancellationToken.None);

    /// <summary>Asks, and lets the time limit pass as soon as <paramref name="due"/> is true of some request.</summary>
    public static async Task<SourceAnswer> AskUntil(
        FakeGitLab server,
        CiServerOptions options,
        Func<Received, bool> due,
        TimeSpan grace = default
    )
    {
        var clock = new StoppedClock();
        var asked = new GitLabSource(options, _ => Token, clock).AskAsync(CancellationToken.None);
        while (!server.Requests.Any(due))
            await Task.Delay(5);
        // The answer to that request, if there is one, comes first.
        await Task.Delay(grace);
        clock.PassAll();
        return await asked;
    }

    /// <summary>Timers fire when they are told to.</summary>
    private sealed class StoppedClock : TimeProvider
    {
        private readonly List<Action> timers = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            timers.Add(() => callback(state));
            return TimeProvider.System.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public void PassAll() => timers.ForEach(fire => fire());
    }

    public static async Task<string> UnknownReason(CiServerOptions options, string? token = Token)
    {
        var answer = await Ask(options, token);
        Assert.Equal((SourceState.Unknown, "ops"), (answer.State, answer.Name));
        Assert.Empty(answer.Links);
        Assert.Empty(answer.FailedJobs);
        Assert.DoesNotContain(Token, string.Concat(answer.Evidence));
        return Assert.Single(answer.Evidence);
    }

    public static JsonObject Job(int id, string name, string status, string reference = "main", int pipeline = 1) =>
        new()
        {
            ["id"] = id,
            ["name"] = name,
            ["status"] = status,
            ["ref"] = reference,
            ["stage"] = "deploy",
            ["started_at"] = status == "running" ? "2026-09-12T14:02:11.123Z" : null,
            ["web_url"] = $"https://ops.example/g/n/-/jobs/{id}",
            ["pipeline"] = new JsonObject { ["id"] = pipeline, ["status"] = "running" },
            ["user"] = new JsonObject { ["username"] = "jane" },
        };

    /// <summary>When the fake GitLab answers, by its own clock.</summary>
    public static readonly DateTimeOffset Now = new(2026, 9, 12, 15, 0, 0, TimeSpan.Zero);

    /// <summary>A job that a runner had and that ended this long before <see cref="Now"/>.</summary>
    public static JsonObject Ended(int id, string name, string status, string? reason, TimeSpan ago, int pipeline = 1)
    {
        var job = Job(id, name, status, pipeline: pipeline);
        job["started_at"] = "2026-09-12T14:02:11.123Z";
        job["finished_at"] = (Now - ago).ToString("O");
        // GitLab: exposed for failed jobs only.
        if (reason is not null)
            job["failure_reason"] = reason;
        return job;
    }

    /// <summary>
    /// A GitLab whose project has these jobs, in pages of two, answered by scope as the real one does; a state that
    /// <paramref name="knows"/> (null: any) does not hold is a bad request. Its pipelines all changed a short while ago.
    /// </summary>
    public static FakeGitLab Serving(JsonObject[] jobs, string[]? knows) =>
        new(request =>
        {
            var scopes = request.Scopes.Split(',', StringSplitOptions.RemoveEmptyEntries);
            if (knows is not null && scopes.Except(knows).Any())
                return new Reply(400, """{ "error": "scope does not have a valid value" }""");
            if (request.Path.EndsWith("/pipelines"))
                return new Reply(
                    200,
                    $"[{string.Join(',', jobs.Select(job => job["pipeline"]!.ToJsonString()).Distinct())}]",
                    ("Date", Now.ToString("R"))
                );
            var parts = request.Path.Split('/');
            var pipeline = parts.Contains("pipelines") ? int.Parse(parts[Array.IndexOf(parts, "pipelines") + 1]) : (int?)null;
            var wanted = jobs.Where(job =>
                    (scopes.Length == 0 || scopes.Contains((string)job["status"]!))
                    && (pipeline is null || (int)job["pipeline"]!["id"]! == pipeline)
                )
                .OrderByDescending(job => (int)job["id"]!)
                .ToList();
            var page = wanted.Skip((request.Page - 1) * 2).Take(2);
            return new Reply(
                200,
                $"[{string.Join(',', page.Select(job => job.ToJsonString()))}]",
                ("Content-Type", "application/json"),
                ("Date", Now.ToString("R")),
                ("x-next-page", wanted.Count > request.Page * 2 ? $"{request.Page + 1}" : "")
            );
        });

    public static FakeGitLab Serving(params JsonObject[] jobs) => Serving(jobs, knows: null);

    public static Regex Pattern(string text) => Helmstuck.Config.ValueRules.Compile(text);
}
