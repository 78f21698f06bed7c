using Helmstuck.Recovery;

namespace Helmstuck.Tests.Unit.Recovery;

/// <summary>A delete whose result is not known is named as long as it may still arrive.</summary>
public sealed class OpenRequestTests
{
    private const string Sentence = "a delete of this record by sre at 14:00:00Z has no recorded result and may still arrive";

    /// <summary>The DELETE is held on its way: its connection breaks, and the record is as it was.</summary>
    private static async Task LoseTheDeleteAsync(RecoveryScene scene)
    {
        var plan = await scene.PlanAsync();
        scene.Api.Before = request => request.Mutates ? throw ApiSpy.Broken() : Task.FromResult<HttpResponseMessage?>(null);
        Assert.Equal(6, (await scene.RecoverAsync(plan)).ExitCode);
        scene.Api.Before = null;
    }

    private static async Task<IReadOnlyList<string>> OpenAsync(RecoveryScene scene) =>
        new Reporter(scene.Client, scene.Surveyor, scene.State, scene.Clock, "0.0.0").Open(await scene.ReviewAsync());

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Delete_without_a_result_is_named_for_an_hour(bool killed)
    {
        using var scene = new RecoveryScene();
        Assert.Empty(await OpenAsync(scene));
        await LoseTheDeleteAsync(scene);
        if (killed)
            await File.WriteAllLinesAsync(scene.State.Journal, (await File.ReadAllLinesAsync(scene.State.Journal))[..1]);
        Assert.Equal([Sentence.Replace("sre", User(scene), StringComparison.Ordinal)], await OpenAsync(scene));
        scene.Clock.Now += TimeSpan.FromMinutes(59);
        Assert.Single(await OpenAsync(scene));
        scene.Clock.Now += TimeSpan.FromMinutes(1);
        Assert.Empty(await OpenAsync(scene));
    }

    [Fact]
    public async Task Delete_is_not_named_after_the_next_start_saw_that_it_arrived()
    {
        using var scene = new RecoveryScene();
        await LoseTheDeleteAsync(scene);
        await scene.Api.ActAsync(HttpMethod.Delete, $"{RecoveryScene.Secrets}/{RecoveryScene.Stuck}");
        Assert.Empty(await OpenAsync(scene));
    }

    [Fact]
    public async Task Delete_that_the_preconditions_hold_off_is_not_named()
    {
        using var scene = new RecoveryScene();
        await LoseTheDeleteAsync(scene);
        var path = $"{RecoveryScene.Secrets}/{RecoveryScene.Stuck}";
        var stored = await scene.Api.ActAsync(HttpMethod.Get, path);
        stored["metadata"]!["labels"]!["note"] = "edited";
        await scene.Api.ActAsync(HttpMethod.Put, path, stored);
        Assert.Empty(await OpenAsync(scene));
    }

    [Fact]
    public async Task Delete_that_was_refused_is_not_named()
    {
        using var scene = new RecoveryScene();
        var plan = await scene.PlanAsync();
        scene.Api.Before = request => Task.FromResult(request.Mutates ? ApiSpy.Forbidden("secrets") : null);
        Assert.Equal(1, (await scene.RecoverAsync(plan)).ExitCode);
        scene.Api.Before = null;
        Assert.Empty(await OpenAsync(scene));
    }

    private static string User(RecoveryScene scene) => scene.Journal[0].GetProperty("user").GetString()!;
}
