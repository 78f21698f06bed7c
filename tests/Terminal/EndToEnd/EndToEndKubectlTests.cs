namespace Helmstuck.Tests.Terminal.EndToEnd;

/// <summary>As a plugin: real kubectl finds the binary on PATH and becomes it.</summary>
public sealed class EndToEndKubectlTests(SharedControlPlane shared)
{
    [Fact]
    public async Task List_through_kubectl()
    {
        var scene = await EndToEndScene.IdleAsync(shared, 3);
        var listed = await ListAsync();
        // The cluster's times have whole seconds: within the second of the last write, the release is still in progress.
        for (var attempt = 0; attempt < 100 && listed.ExitCode == 0; attempt++)
            listed = await ListAsync();
        Assert.Equal(3, listed.ExitCode);
        Assert.Equal("", listed.Error);
        Assert.Matches(@"^RELEASE +REVISION +STATUS +PHASE +AGE\nweb +2 +pending-upgrade +stuck +\S+\n$", listed.Output);
        var plugins = await ExternalCommand.RunAsync(TestPrograms.Find("kubectl"), ["plugin", "list"], scene.WithPlugin());
        Assert.Contains("kubectl-helmstuck", plugins.MustSucceed().Output, StringComparison.Ordinal);

        Task<CommandResult> ListAsync() =>
            ExternalCommand.RunAsync(
                TestPrograms.Find("kubectl"),
                ["helmstuck", "list", "-n", scene.Space, "--exit-code"],
                scene.WithPlugin(("HELMSTUCK_HELM__IDLEAFTER", "1ms"))
            );
    }

    [Fact]
    public async Task Without_a_terminal_it_lists()
    {
        var scene = await EndToEndScene.StuckAsync(shared, 4);
        var listed = await ExternalCommand.RunAsync(TestPrograms.Find("kubectl"), ["helmstuck", "-n", scene.Space], scene.WithPlugin());
        Assert.Matches(@"\nweb +2 +pending-upgrade +in-progress +\S+\n$", listed.MustSucceed().Output);
    }

    [Fact]
    public async Task Full_screen_through_kubectl()
    {
        var scene = await EndToEndScene.StuckAsync(shared, 4);
        await using var terminal = PseudoTerminal.Start(
            TestPrograms.Find("kubectl"),
            ["helmstuck", "-n", scene.Space],
            120,
            40,
            scene.WithPlugin()
        );
        await Screens.WaitUntilReadAsync(terminal);
        // The label goes where the header is full: with "live" in it, and names of two digits.
        Assert.Matches($"(namespace|·) {scene.Space} ", terminal.See(screen => screen.Lines[0]));
        Assert.Contains("pending-upgrade", terminal.Screen, StringComparison.Ordinal);
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());
        Screens.AssertGivenBack(terminal);
    }
}
