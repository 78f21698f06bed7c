using Helmstuck.Pipelines;
using static Helmstuck.Tests.Unit.Pipelines.GitLabFixture;

namespace Helmstuck.Tests.Unit.Pipelines;

/// <summary>Whatever goes wrong is unknown, with its reason; and the token goes nowhere else.</summary>
public sealed class GitLabTroubleTests
{
    [Theory]
    [InlineData(401, "HOST answered 401 Unauthorized: it does not accept the token in GITLAB_TOKEN")]
    [InlineData(
        403,
        "HOST answered 403 Forbidden: the token in GITLAB_TOKEN may not read the jobs of group/sub group/name (read_api is needed)"
    )]
    [InlineData(404, "HOST answered 404 Not Found: there is no project group/sub group/name, or the token in GITLAB_TOKEN may not see it")]
    [InlineData(429, "HOST answered 429 Too Many Requests")]
    [InlineData(500, "HOST answered 500")]
    [InlineData(204, "HOST answered 204")]
    public async Task A_status_other_than_200(int status, string reason)
    {
        using var server = new FakeGitLab(_ => new Reply(status, """{ "message": "no" }"""));
        Assert.Equal(reason.Replace("HOST", $"localhost:{server.Port}"), await UnknownReason(server.Options()));
    }

    [Fact]
    public async Task A_rate_limit_says_when_to_come_back()
    {
        using var server = new FakeGitLab(_ => new Reply(429, "", ("Retry-After", "17")));
        Assert.EndsWith("answered 429 Too Many Requests: ask again in 17s", await UnknownReason(server.Options()));
    }

    [Fact]
    public async Task A_refusal_on_a_later_page_is_not_half_an_answer()
    {
        using var server = new FakeGitLab(request =>
            request.Page == 1 ? new Reply(200, $"[{Job(1, "lint", "running")}]", ("x-next-page", "2")) : new Reply(401)
        );
        Assert.Contains("401", await UnknownReason(server.Options() with { Names = Pattern("^deploy") }));
    }

    [Fact]
    public async Task A_deploy_that_was_seen_runs_whatever_goes_wrong_afterwards()
    {
        using var refusing = new FakeGitLab(request =>
            request.Page == 1 ? new Reply(200, $"[{Job(1, "deploy", "running")}]", ("x-next-page", "2")) : new Reply(401)
        );
        Assert.Equal(SourceState.Running, (await Ask(refusing.Options())).State);
        using var silent = new FakeGitLab(request =>
            request.Page == 1 ? new Reply(200, $"[{Job(1, "deploy", "running")}]", ("x-next-page", "2")) : Reply.Silence
        );
        Assert.Equal(SourceState.Running, (await AskUntil(silent, silent.Options(), request => request.Page == 2)).State);
    }

    [Fact]
    public async Task A_refusal_of_a_pipelines_jobs_is_unknown()
    {
        using var server = new FakeGitLab(request =>
            request.Path.Contains("pipelines") ? new Reply(403)
            : request.Scopes.StartsWith("failed") ? new Reply(200, "[]")
            : new Reply(200, $"[{Job(1, "build", "running")}]")
        );
        Assert.Contains("403", await UnknownReason(server.Options() with { Names = Pattern("^deploy") }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>Sign in</html>")]
    [InlineData("{ \"jobs\": [] }")]
    [InlineData("[ 1 ]")]
    [InlineData("[ { \"id\": 1, \"name\": \"deploy\" } ]")]
    [InlineData("[ { \"id\": \"1\", \"name\": \"deploy\", \"status\": \"running\" } ]")]
    [InlineData("[ { \"id\": 1, \"name\": null, \"status\": \"running\" } ]")]
    [InlineData("[ { \"id\": 1, \"name\": \"deploy\", \"status\": \"running\" }")]
    public async Task Garbage_in_place_of_jobs(string body)
    {
        using var server = new FakeGitLab(_ => new Reply(200, body));
        Assert.Equal($"localhost:{server.Port} answered something that is not a list of jobs", await UnknownReason(server.Options()));
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n[]")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData("")]
    public async Task Garbage_in_place_of_HTTP(string raw)
    {
        using var server = new FakeGitLab(_ => new Reply(0) { Raw = raw });
        Assert.Contains($"localhost:{server.Port}", await UnknownReason(server.Options()));
    }

    [Fact]
    public async Task An_answer_without_an_end_is_cut_off()
    {
        using var server = new FakeGitLab(_ => new Reply(200, "[" + new string(' ', 17 * 1024 * 1024) + "]"));
        Assert.Equal($"the answer of localhost:{server.Port} is too large", await UnknownReason(server.Options()));
    }

    [Fact]
    public async Task A_server_that_does_not_answer()
    {
        using var server = new FakeGitLab(_ => Reply.Silence);
        Assert.Equal(
            $"localhost:{server.Port} did not answer within 0.5s",
            await UnknownReason(server.Options() with { Timeout = TimeSpan.FromMilliseconds(500) })
        );
    }

    [Fact]
    public async Task Cancelling_is_not_an_answer()
    {
        using var server = new FakeGitLab(_ => Reply.Silence);
        using var cancel = new CancellationTokenSource();
        var asked = new GitLabSource(server.Options(), _ => Token).AskAsync(cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed_and_the_token_stays(int status)
    {
        using var elsewhere = new FakeGitLab(_ => new Reply(200, "[]"));
        using var server = new FakeGitLab(_ => new Reply(status, "", ("Location", $"{elsewhere.Url}api/v4/jobs?x=secret")));
        var reason = await UnknownReason(server.Options());
        Assert.Equal(
            $"localhost:{server.Port} answered {status}: it redirects to {elsewhere.Url}api/v4/jobs, which is not followed; set url to the "
                + $"final address",
            reason
        );
        Assert.Empty(elsewhere.Requests);
        Assert.All(server.Requests, request => Assert.Equal(Token, request.Token));
    }

    [Fact]
    public async Task A_redirect_to_the_same_host_is_not_followed_either()
    {
        using var server = new FakeGitLab(_ => new Reply(302, "", ("Location", "/users/sign_in?from=x")));
        Assert.Contains("it redirects to /users/sign_in, which", await UnknownReason(server.Options()));
        Assert.All(server.Requests, request => Assert.StartsWith("/api/v4/", request.Path));
    }

    [Fact]
    public async Task Nobody_listens()
    {
        int port;
        using (var server = Serving())
            port = server.Port;
        using var other = Serving();
        Assert.Equal(
            $"no answer from localhost:{port}: Connection refused",
            await UnknownReason(other.Options() with { Url = new Uri($"https://localhost:{port}") })
        );
        Assert.Equal(
            "no such host: nowhere.invalid",
            await UnknownReason(other.Options() with { Url = new Uri("https://nowhere.invalid") })
        );
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_gets_no_token()
    {
        using var server = Serving();
        Assert.StartsWith($"no TLS connection to localhost:{server.Port}: ", await UnknownReason(server.Options() with { CaFile = null }));
        using var other = Serving();
        Assert.StartsWith(
            $"no TLS connection to localhost:{server.Port}: ",
            await UnknownReason(server.Options() with { CaFile = other.CaFile })
        );
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_certificate_for_another_name_gets_no_token()
    {
        using var server = new FakeGitLab(_ => new Reply(200, "[]"), subject: "gitlab.example");
        Assert.StartsWith($"no TLS connection to localhost:{server.Port}: ", await UnknownReason(server.Options()));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_server_that_speaks_no_TLS()
    {
        using var server = new FakeGitLab(_ => new Reply(200, "[]"), tls: false);
        Assert.StartsWith(
            $"no TLS connection to localhost:{server.Port}: ",
            await UnknownReason(server.Options() with { Url = new Uri($"https://localhost:{server.Port}") })
        );
    }

    [Fact]
    public async Task Root_certificates_that_cannot_be_read_and_come_later()
    {
        using var server = Serving();
        var file = Path.Combine(Path.GetDirectoryName(server.CaFile)!, "later.pem");
        var source = new GitLabSource(server.Options() with { CaFile = file }, _ => Token);
        Assert.StartsWith($"the root certificates in {file} cannot be read: ", Assert.Single((await source.AskAsync(default)).Evidence));
        File.Copy(server.CaFile, file);
        Assert.Equal(SourceState.Idle, (await source.AskAsync(default)).State);
    }

    [Theory]
    [InlineData(null, "no token: the variable GITLAB_TOKEN is not set")]
    [InlineData(" ", "no token: the variable GITLAB_TOKEN is not set")]
    [InlineData("a\r\nX-Admin: 1", "no token: the variable GITLAB_TOKEN contains characters that are not allowed in a token")]
    [InlineData("tökén", "no token: the variable GITLAB_TOKEN contains characters that are not allowed in a token")]
    public async Task Without_the_configured_token_nothing_is_asked(string? token, string reason)
    {
        using var server = Serving();
        Assert.Equal(reason, await UnknownReason(server.Options(), token));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task The_token_may_come_from_a_file()
    {
        using var server = Serving();
        var file = Path.Combine(Path.GetDirectoryName(server.CaFile)!, "token");
        var options = server.Options() with { TokenEnv = null, TokenFile = file };
        Assert.StartsWith("no token: ", await UnknownReason(options));
        await File.WriteAllTextAsync(file, "\n");
        Assert.Equal($"no token: {file} is empty", await UnknownReason(options));
        Assert.Empty(server.Requests);

        await File.WriteAllTextAsync(file, Token + "\n");
        Assert.Equal(SourceState.Idle, (await Ask(options)).State);
        Assert.All(server.Requests, request => Assert.Equal(Token, request.Token));
    }

    [Fact]
    public async Task A_public_project_needs_none()
    {
        using var server = Serving();
        Assert.Equal(SourceState.Idle, (await Ask(server.Options() with { TokenEnv = null })).State);
        Assert.All(server.Requests, request => Assert.Null(request.Token));
        using var closed = new FakeGitLab(_ => new Reply(401));
        Assert.EndsWith("it does not accept a request without a token", await UnknownReason(closed.Options() with { TokenEnv = null }));
    }
}
