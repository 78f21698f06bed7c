using System.Net;
using System.Text;
using System.Text.Json;
using Helmstuck.Runbook;

namespace Helmstuck.Tests.Unit.Recovery;

/// <summary>Certain is only what was seen: whatever a server answers to a write, the record is read again, and that decides.</summary>
public sealed class WriteTruthTests
{
    private const string NotKnown = "it is not known whether the record was deleted; check with: kubectl get secret ";

    private static HttpResponseMessage Bare(int code, string body = "", string type = "text/html") =>
        new((HttpStatusCode)code) { Content = new StringContent(body, Encoding.UTF8, type) };

    private static HttpResponseMessage Success(int code) =>
        Bare(code, """{"kind":"Status","apiVersion":"v1","status":"Success"}""", "application/json");

    /// <summary>Answers the write in the server's place, after it took effect or instead of that.</summary>
    private static void Answer(RecoveryScene scene, string method, bool effect, Func<HttpResponseMessage> answer) =>
        scene.Api.Before = async request =>
        {
            if (!request.Mutates || request.Method != method)
                return null;
            if (effect)
                await scene.Api.ActAsync(new HttpMethod(method), request.Path.TrimStart('/'), request.Body?.AsObject());
            return answer();
        };

    private static void AssertApplied(RecoveryScene scene, bool? applied) =>
        Assert.Equal(
            applied switch
            {
                true => JsonValueKind.True,
                false => JsonValueKind.False,
                _ => JsonValueKind.Null,
            },
            scene.Journal[^1].GetProperty("applied").ValueKind
        );

    [Theory]
    [InlineData(200)]
    [InlineData(202)]
    [InlineData(201)]
    public async Task Delete_that_the_server_only_says_it_did_is_not_known(int code)
    {
        using var scene = new RecoveryScene();
        var plan = await scene.PlanAsync();
        Answer(scene, "DELETE", effect: false, () => Success(code));
        var outcome = await scene.RecoverAsync(plan);
        Assert.Equal(6, outcome.ExitCode);
        Assert.StartsWith(NotKnown + RecoveryScene.Stuck + " -n gitlab --context demo", outcome.Lines[0], StringComparison.Ordinal);
        Assert.Equal("the server said deleted, but the record is still there", outcome.Lines[1]);
        AssertApplied(scene, null);
    }

    [Theory]
    [InlineData(302)]
    [InlineData(500)]
    [InlineData(403)]
    [InlineData(502)]
    public async Task Delete_that_took_effect_is_done_whatever_bare_code_is_answered(int code)
    {
        using var scene = new RecoveryScene();
        var plan = await scene.PlanAsync();
        Answer(scene, "DELETE", effect: true, () => Bare(code));
        var outcome = await scene.RecoverAsync(plan);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("the record is gone", outcome.Lines[0], StringComparison.Ordinal);
        Assert.DoesNotContain(outcome.Lines, line => line.Contains("connection broke", StringComparison.Ordinal));
        AssertApplied(scene, true);
    }

    [Theory]
    [InlineData(302)]
    [InlineData(500)]
    [InlineData(404)]
    public async Task Delete_that_took_no_effect_changed_nothing_whatever_bare_code_is_answered(int code)
    {
        using var scene = new RecoveryScene();
        var plan = await scene.PlanAsync();
        Answer(scene, "DELETE", effect: false, () => Bare(code));
        var outcome = await scene.RecoverAsync(plan);
        Assert.Contains(outcome.ExitCode, (int[])[1, 5]);
        Assert.Contains(outcome.Lines, line => line.StartsWith("nothing was changed", StringComparison.Ordinal));
        AssertApplied(scene, false);
    }

    [Theory]
    [InlineData(502)]
    [InlineData(504)]
    public async Task Delete_that_a_gateway_lost_is_not_known_as_long_as_the_record_is_there(int code)
    {
        using var scene = new RecoveryScene();
        var plan = await scene.PlanAsync();
        Answer(scene, "DELETE", effect: false, () => Bare(code));
        var outcome = await scene.RecoverAsync(plan);
        Assert.Equal(6, outcome.ExitCode);
        Assert.StartsWith(NotKnown, outcome.Lines[0], StringComparison.Ordinal);
        AssertApplied(scene, null);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, "Forbidden")]
    [InlineData(HttpStatusCode.InternalServerError, "InternalError")]
    [InlineData(HttpStatusCode.BadRequest, "BadRequest")]
    public async Task Delete_that_admission_refuses_changes_nothing_and_needs_no_way_back(HttpStatusCode code, string reason)
    {
        using var scene = new RecoveryScene();
        var plan = await scene.PlanAsync();
        Answer(scene, "DELETE", effect: false, () => ApiSpy.Refusal(code, reason, "admission webhook \"keep\" denied the request"));
        var outcome = await scene.RecoverAsync(plan);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal("nothing was changed", outcome.Lines[^1]);
        Assert.DoesNotContain(outcome.Lines, line => line.Contains("restore", StringComparison.Ordinal));
        AssertApplied(scene, false);
    }

    [Fact]
    public async Task Not_known_comes_before_what_was_done_and_before_the_way_back()
    {
        using var scene = new RecoveryScene();
        await scene.SeedAsync("deployed", "pending-upgrade", "pending-rollback");
        var plan = await scene.PlanAsync("web", "default");
        scene.Api.Before = request => Task.FromResult(request.Is("DELETE", "web.v2") ? Success(200) : null);
        var outcome = await scene.RecoverAsync(plan);
        Assert.Equal(6, outcome.ExitCode);
        Assert.StartsWith(NotKnown + "sh.helm.release.v1.web.v2", outcome.Lines[0], StringComparison.Ordinal);
        Assert.Contains(outcome.Lines, line => line.Contains("web.v3\" deleted", StringComparison.Ordinal));
        Assert.Contains("kubectl helmstuck restore", outcome.Lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, false, 6, null)]
    [InlineData(500, true, 0, true)]
    [InlineData(302, false, 1, false)]
    public async Task Mark_is_told_by_the_uid_and_the_resourceVersion(int code, bool effect, int exit, bool? applied)
    {
        using var scene = new RecoveryScene();
        var plan = await scene.PlanAsync(remedy: Remedy.MarkFailed);
        var stored = (await scene.Api.ActAsync(HttpMethod.Get, $"{RecoveryScene.Secrets}/{RecoveryScene.Stuck}")).ToJsonString();
        Answer(scene, "PUT", effect, () => Bare(code, code == 200 ? stored : "", "application/json"));
        Assert.Equal(exit, (await scene.RecoverAsync(plan)).ExitCode);
        AssertApplied(scene, applied);
    }

    [Theory]
    [InlineData(201, false, 6, null)]
    [InlineData(500, true, 0, true)]
    [InlineData(302, false, 1, false)]
    public async Task Restore_is_told_by_what_has_the_name_then(int code, bool effect, int exit, bool? applied)
    {
        using var scene = new RecoveryScene();
        var stored = (await scene.Api.ActAsync(HttpMethod.Get, $"{RecoveryScene.Secrets}/{RecoveryScene.Stuck}")).ToJsonString();
        var backup = (await scene.RecoverAsync(await scene.PlanAsync())).Backups[0].Path;
        Answer(scene, "POST", effect, () => Bare(code, code == 201 ? stored : "", "application/json"));
        Assert.Equal(exit, (await scene.Restorer.RunAsync(backup, CancellationToken.None)).ExitCode);
        AssertApplied(scene, applied);
    }

    [Theory]
    [InlineData(false, 6)]
    [InlineData(true, 0)]
    public async Task Answer_that_does_not_come_is_waited_for_within_the_limit(bool effect, int exit)
    {
        using var scene = new RecoveryScene(requestTimeout: TimeSpan.FromMilliseconds(300));
        var plan = await scene.PlanAsync();
        scene.Api.Before = async request =>
        {
            if (request.Method != "DELETE")
                return null;
            if (effect)
                await scene.Api.ActAsync(HttpMethod.Delete, request.Path.TrimStart('/'));
            await Task.Delay(Timeout.Infinite, scene.Api.Token);
            return null;
        };
        var outcome = await scene.RecoverAsync(plan);
        Assert.Equal(exit, outcome.ExitCode);
        AssertApplied(scene, effect ? true : null);
    }
}
