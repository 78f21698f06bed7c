using System.Text.Json.Nodes;
using Helmstuck.Pipelines;

namespace Helmstuck.Tests.Unit.Pipelines;

/// <summary>Workflow runs as GitHub spells them, and a source that asks a server of its shape.</summary>
internal static class GitHubFixture
{
    public const string Token = "ghp_0123456789abcdef";

    public static readonly DateTimeOffset Now = GitLabFixture.Now;

    public static CiServerOptions Actions(this FakeGitLab server, string? workflows = null, string? refs = null) =>
        new()
        {
            Name = "actions",
            Url = server.Url,
            Place = "owner/name",
            TokenEnv = "GITHUB_TOKEN",
            CaFile = server.CaFile,
            Names = workflows is null ? null : GitLabFixture.Pattern(workflows),
            Refs = refs is null ? null : GitLabFixture.Pattern(refs),
            Timeout = TimeSpan.FromMinutes(2),
        };

    public static Task<SourceAnswer> Ask(CiServerOptions options, string? token = Token) =>
        new GitHubSource(options, name => name == "GITHUB_TOKEN" ? token : null).AskAsync(CancellationToken.None);

    public static async Task<string> UnknownReason(CiServerOptions options, string? token = Token)
    {
        var answer = await Ask(options, token);
        Assert.Equal((SourceState.Unknown, "actions"), (answer.State, answer.Name));
        Assert.DoesNotContain(Token, string.Concat(answer.Evidence));
        return Assert.Single(answer.Evidence);
    }

    public static JsonObject Run(int id, string name, string status, string? conclusion = null, int endedMinutesAgo = 60) =>
        new()
        {
            ["id"] = id,
            ["name"] = name,
            ["path"] = $".github/workflows/{name.ToLowerInvariant()}.yml",
            ["status"] = status,
            ["conclusion"] = conclusion,
            ["head_branch"] = "main",
            ["created_at"] = "2026-09-12T14:02:00Z",
            ["run_started_at"] = "2026-09-12T14:02:11Z",
            ["updated_at"] = Now.AddMinutes(-endedMinutesAgo).ToString("O"),
            ["html_url"] = $"https://github.example/owner/name/actions/runs/{id}",
            ["triggering_actor"] = new JsonObject { ["login"] = "jane" },
        };

    /// <summary>A GitHub whose repository has these runs, in pages of two with a Link header; every run has these jobs.</summary>
    public static FakeGitLab Serving(JsonObject[] runs, string jobs = "") =>
        new(request =>
        {
            var date = ("Date", Now.ToString("R"));
            if (request.Path.EndsWith("/jobs"))
                return new Reply(200, $$"""{ "total_count": 1, "jobs": [ {{jobs}} ] }""", date);
            var status = request.Parameters.Where(pair => pair.Key == "status").Select(pair => pair.Value).SingleOrDefault();
            var wanted = runs.Where(run => status is null || (string?)run["status"] == status || (string?)run["conclusion"] == status)
                .OrderByDescending(run => (int)run["id"]!)
                .ToList();
            var page = wanted.Skip((request.Page - 1) * 2).Take(2).Select(run => run.ToJsonString());
            var body = $$"""{ "total_count": {{wanted.Count}}, "workflow_runs": [ {{string.Join(',', page)}} ] }""";
            return wanted.Count > request.Page * 2
                ? new Reply(
                    200,
                    body,
                    date,
                    (
                        "Link",
                        $"<https://elsewhere.example/x?status={status}&page={request.Page + 1}>; rel=\"next\", "
                            + "<https://x/y?page=9>; rel=\"last\""
                    )
                )
                : new Reply(200, body, date);
        });
}
