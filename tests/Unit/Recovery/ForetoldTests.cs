using System.Text.Json;

namespace Helmstuck.Tests.Unit.Recovery;

/// <summary>What Helm thinks afterwards is compared with what was promised before.</summary>
public sealed class ForetoldTests
{
    /// <summary>Just before the DELETE the base becomes another revision's: the release has no deployed record any more.</summary>
    private static void ChangeTheBase(RecoveryScene scene) =>
        scene.Api.Before = async request =>
        {
            if (!request.Mutates || request.Method != "DELETE")
                return null;
            var path = $"{RecoveryScene.Secrets}/sh.helm.release.v1.gitlab-cny.v1233";
            var stored = await scene.Api.ActAsync(HttpMethod.Get, path);
            await scene.Api.ActAsync(HttpMethod.Delete, path);
            stored["metadata"]!.AsObject().Remove("uid");
            stored["metadata"]!.AsObject().Remove("resourceVersion");
            stored["data"]!["release"] = Convert.ToBase64String("bm90aGluZw=="u8);
            await scene.Api.ActAsync(HttpMethod.Post, RecoveryScene.Secrets, stored);
            return null;
        };

    [Fact]
    public async Task Difference_is_said_first_and_journalled()
    {
        using var scene = new RecoveryScene();
        var plan = await scene.PlanAsync();
        ChangeTheBase(scene);
        var outcome = await scene.RecoverAsync(plan);
        Assert.Equal(6, outcome.ExitCode);
        Assert.StartsWith("Helm thinks something else than foretold: ", outcome.Lines[0], StringComparison.Ordinal);
        Assert.EndsWith($"Foretold was: {plan.Next}", outcome.Lines[0], StringComparison.Ordinal);
        Assert.DoesNotContain(outcome.Lines, line => line.Contains("unstuck", StringComparison.Ordinal));
        Assert.Contains(outcome.Lines, line => line.StartsWith("to restore it: ", StringComparison.Ordinal));
        Assert.Equal(outcome.Lines[0], scene.Journal[^1].GetProperty("lines")[0].GetString());
        Assert.Equal(JsonValueKind.True, scene.Journal[^1].GetProperty("applied").ValueKind);
    }

    [Fact]
    public async Task Nothing_is_said_where_it_came_as_foretold()
    {
        using var scene = new RecoveryScene();
        var outcome = await scene.RecoverAsync(await scene.PlanAsync());
        Assert.Equal(0, outcome.ExitCode);
        Assert.DoesNotContain(outcome.Lines, line => line.Contains("foretold", StringComparison.Ordinal));
    }
}
