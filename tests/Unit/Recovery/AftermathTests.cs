using System.Net;
using System.Text.Json;
using Helmstuck.Recovery;
using Helmstuck.Runbook;

namespace Helmstuck.Tests.Unit.Recovery;

/// <summary>The next start finds out what became of a run that was cut off.</summary>
public sealed class AftermathTests
{
    private static Aftermath Of(RecoveryScene scene) => new(scene.Client, scene.Surveyor, scene.State, scene.Clock);

    /// <summary>Carries a plan out, and cuts its results off the journal as if the process had been killed.</summary>
    private static async Task<string> InterruptAsync(RecoveryScene scene, Remedy remedy, bool sent)
    {
        var plan = await scene.PlanAsync(remedy: remedy);
        if (!sent)
            scene.Api.Before = request => Task.FromResult(request.Mutates ? ApiSpy.Forbidden("secrets") : null);
        await scene.RecoverAsync(plan);
        scene.Api.Before = null;
        var intents = (await File.ReadAllLinesAsync(scene.State.Journal)).Where(line =>
            line.Contains("-intent\"", StringComparison.Ordinal)
        );
        await File.WriteAllLinesAsync(scene.State.Journal, intents);
        return scene.Backups[^1];
    }

    private static Task<IReadOnlyList<string>> SettleAsync(RecoveryScene scene) => Of(scene).SettleAsync(CancellationToken.None);

    [Fact]
    public async Task Delete_that_took_effect_is_told_with_the_way_back_and_journalled_once()
    {
        using var scene = new RecoveryScene();
        var backup = await InterruptAsync(scene, Remedy.Delete, sent: true);
        var before = scene.Api.Requests.Count;
        Assert.Equal(
            $"an earlier run was interrupted: the record is gone; restore with: kubectl helmstuck restore {backup}",
            Assert.Single(await SettleAsync(scene))
        );
        Assert.True(Assert.Single(scene.Api.Requests.Skip(before)) is { MetadataOnly: true, Method: "GET" });
        Assert.Equal("delete-result", scene.Journal[^1].GetProperty("entry").GetString());
        Assert.True(scene.Journal[^1].GetProperty("applied").GetBoolean());
        Assert.Empty(await SettleAsync(scene));
    }

    [Theory]
    [InlineData(
        nameof(Remedy.Delete),
        "the record is still there (secret \"sh.helm.release.v1.gitlab-cny.v1234\" in gitlab), but its delete"
    )]
    [InlineData(
        nameof(Remedy.MarkFailed),
        "the record is still as it was (secret \"sh.helm.release.v1.gitlab-cny.v1234\" in gitlab), but its mark"
    )]
    public async Task Change_that_is_not_to_be_seen_may_still_arrive(string remedy, string told)
    {
        using var scene = new RecoveryScene();
        await InterruptAsync(scene, Enum.Parse<Remedy>(remedy), sent: false);
        Assert.Equal($"an earlier run was interrupted: {told} may still arrive", Assert.Single(await SettleAsync(scene)));
        Assert.Equal("unverified", scene.Journal[^1].GetProperty("result").GetString());
        Assert.Equal(JsonValueKind.Null, scene.Journal[^1].GetProperty("applied").ValueKind);
        Assert.Empty(await SettleAsync(scene));
    }

    [Theory]
    [InlineData(nameof(Remedy.Delete))]
    [InlineData(nameof(Remedy.MarkFailed))]
    public async Task Change_that_did_not_arrive_for_an_hour_is_told_as_nothing(string remedy)
    {
        using var scene = new RecoveryScene();
        await InterruptAsync(scene, Enum.Parse<Remedy>(remedy), sent: false);
        scene.Clock.Now += TimeSpan.FromHours(1);
        Assert.StartsWith(
            "an earlier run was interrupted: nothing was changed",
            Assert.Single(await SettleAsync(scene)),
            StringComparison.Ordinal
        );
        Assert.False(scene.Journal[^1].GetProperty("applied").GetBoolean());
    }

    [Fact]
    public async Task Mark_that_took_effect_is_told_and_journalled()
    {
        using var scene = new RecoveryScene();
        await InterruptAsync(scene, Remedy.MarkFailed, sent: true);
        Assert.Contains("the record is marked failed", Assert.Single(await SettleAsync(scene)), StringComparison.Ordinal);
        Assert.True(scene.Journal[^1].GetProperty("applied").GetBoolean());
    }

    [Fact]
    public async Task Mark_of_a_record_that_is_gone_now_is_not_known()
    {
        using var scene = new RecoveryScene();
        await InterruptAsync(scene, Remedy.MarkFailed, sent: true);
        await scene.Api.ActAsync(HttpMethod.Delete, $"{RecoveryScene.Secrets}/{RecoveryScene.Stuck}");
        Assert.Contains("is not known", Assert.Single(await SettleAsync(scene)), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, scene.Journal[^1].GetProperty("applied").ValueKind);
    }

    [Fact]
    public async Task Record_that_cannot_be_read_is_asked_for_again_at_the_next_start()
    {
        using var scene = new RecoveryScene();
        await InterruptAsync(scene, Remedy.Delete, sent: true);
        scene.Api.Before = request =>
            Task.FromResult<HttpResponseMessage?>(ApiSpy.Refusal(HttpStatusCode.InternalServerError, "InternalError", "away"));
        Assert.Contains("is not known", Assert.Single(await SettleAsync(scene)), StringComparison.Ordinal);
        Assert.Single(scene.Journal);
        scene.Api.Before = null;
        Assert.Contains("the record is gone", Assert.Single(await SettleAsync(scene)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_sent_where_every_intent_has_its_result()
    {
        using var scene = new RecoveryScene();
        await scene.RecoverAsync(await scene.PlanAsync());
        var before = scene.Api.Requests.Count;
        Assert.Empty(await SettleAsync(scene));
        Assert.Equal(before, scene.Api.Requests.Count);
    }

    [Fact]
    public async Task Nothing_is_sent_for_an_intent_on_another_cluster()
    {
        using var scene = new RecoveryScene();
        await InterruptAsync(scene, Remedy.Delete, sent: true);
        var text = await File.ReadAllTextAsync(scene.State.Journal);
        await File.WriteAllTextAsync(scene.State.Journal, text.Replace("demo.example", "other.example", StringComparison.Ordinal));
        var before = scene.Api.Requests.Count;
        Assert.Empty(await SettleAsync(scene));
        Assert.Equal(before, scene.Api.Requests.Count);
    }

    [Fact]
    public async Task Run_that_is_still_at_work_is_left_to_tell_itself()
    {
        using var scene = new RecoveryScene();
        var plan = await scene.PlanAsync();
        var meanwhile = new List<string>();
        scene.Api.Before = async request =>
        {
            if (request.Method == "DELETE")
                meanwhile.AddRange(await SettleAsync(scene));
            return null;
        };
        Assert.Equal(0, (await scene.RecoverAsync(plan)).ExitCode);
        Assert.Empty(meanwhile);
        Assert.Equal(["delete-intent", "delete-result"], scene.Journal.Select(line => line.GetProperty("entry").GetString()));
    }

    [Fact]
    public async Task Last_line_that_was_cut_off_is_no_obstacle()
    {
        using var scene = new RecoveryScene();
        await InterruptAsync(scene, Remedy.Delete, sent: true);
        await File.AppendAllTextAsync(scene.State.Journal, "{\"time\":\"2026-");
        Assert.Contains("the record is gone", Assert.Single(await SettleAsync(scene)), StringComparison.Ordinal);
        Assert.Empty(await SettleAsync(scene));
        // The scene holds every line against the schema.
        var whole = (await File.ReadAllLinesAsync(scene.State.Journal)).Where(line => line.EndsWith('}'));
        await File.WriteAllLinesAsync(scene.State.Journal, whole);
    }
}
