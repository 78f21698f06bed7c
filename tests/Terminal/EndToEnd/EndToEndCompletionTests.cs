namespace Helmstuck.Tests.Terminal.EndToEnd;

/// <summary>Real kubectl asks the shim for completions, and the shim the binary, as a shell does on Tab.</summary>
public sealed class EndToEndCompletionTests(SharedControlPlane shared)
{
    [Fact]
    public async Task Contexts_namespaces_releases_revisions_and_backups_complete_through_kubectl()
    {
        var scene = await EndToEndScene.StuckAsync(shared, 4);
        await scene.Plane.GrantAsync(scene.User, null, new Allow(["namespaces"], ["list"]));
        Assert.Equal(["test"], await CompleteAsync(scene, "list", "--context", ""));
        Assert.Equal(["--context=test"], await CompleteAsync(scene, "--context=t"));
        Assert.Contains(scene.Space, await CompleteAsync(scene, "explain", "-n", scene.Space[..^1]));
        Assert.Equal(["web"], await CompleteAsync(scene, "-n", scene.Space, "unstick", "w"));
        Assert.Equal(["2"], await CompleteAsync(scene, "unstick", "web", "-n", scene.Space, "--revision", ""));
        Assert.Equal([], await CompleteAsync(scene, "restore", ""));

        (
            await ExternalCommand.RunAsync(
                Path.GetFullPath(PseudoTerminal.Product),
                [
                    "unstick",
                    "web",
                    "-n",
                    scene.Space,
                    "--revision",
                    "2",
                    "--yes",
                    "--override",
                    "the test killed Helm",
                    "--attest",
                    "ci-jobs",
                ],
                scene.Environment()
            )
        ).MustSucceed();
        var backup = Assert.Single(await CompleteAsync(scene, "restore", ""));
        Assert.StartsWith(scene.StateHome, backup, StringComparison.Ordinal);
        Assert.Equal([], await CompleteAsync(scene, "unstick", "-n", scene.Space, ""));
    }

    [Fact]
    public async Task Namespaces_of_the_contexts_complete_where_namespaces_may_not_be_listed()
    {
        var scene = await EndToEndScene.StuckAsync(shared, 3);
        var environment = scene.Environment();
        (
            await ExternalCommand.RunAsync(
                TestPrograms.Find("kubectl"),
                ["config", "set-context", "--current", "--namespace", "shop-of-the-context"],
                environment
            )
        ).MustSucceed();
        Assert.Equal(["shop-of-the-context"], await CompleteAsync(scene, "list", "-n", ""));
    }

    /// <summary>The choices that kubectl prints, without their descriptions and without its own directive.</summary>
    private static async Task<IReadOnlyList<string>> CompleteAsync(EndToEndScene scene, params string[] words)
    {
        var answer = (
            await ExternalCommand.RunAsync(TestPrograms.Find("kubectl"), ["__complete", "helmstuck", .. words], scene.WithPlugin())
        ).MustSucceed();
        return
        [
            .. answer
                .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(line => line[0] != ':')
                .Select(line => line.Split('\t')[0]),
        ];
    }
}
