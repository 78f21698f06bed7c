namespace Helmstuck.Tests.Terminal.EndToEnd;

/// <summary>Once the DELETE is on its way, whatever would end the program waits until the result is in the journal.</summary>
public sealed class EndToEndInterruptedTests(SharedControlPlane shared)
{
    private const int HangUp = 1,
        Interrupt = 2,
        Kill = 9,
        Terminate = 15;

    [Theory]
    [InlineData("SIGTERM")]
    [InlineData("SIGHUP")]
    [InlineData("SIGINT")]
    [InlineData("Ctrl-C")]
    [InlineData("lost terminal")]
    public async Task Screen_ends_only_after_the_result_is_journalled(string by)
    {
        var scene = await EndToEndScene.IdleAsync(shared, 4);
        await using var proxy = new HoldingProxy(scene.Plane);
        await using var terminal = scene.Start(
            80,
            24,
            ("KUBECONFIG", proxy.KubeconfigOf(scene.User)),
            ("HELMSTUCK_HELM__IDLEAFTER", "1ms")
        );
        await terminal.WaitUntilAsync(screen => Screens.IsRead(screen) && screen.Contains("✓ helm-idle"), "nothing but CI blocks");
        await scene.OpenDialogAsync(terminal);
        await EndToEndScene.AttestAsync(terminal);
        await scene.TypeRevisionAsync(terminal);
        await terminal.EnterAsync();
        await proxy.Held;
        await scene.AssertOnlyTheRecordIsGoneAsync();
        Assert.Equal(["delete-intent"], await EntriesAsync(scene));

        switch (by)
        {
            case "Ctrl-C":
                terminal.Send("\x03");
                break;
            case "lost terminal":
                terminal.HangUp();
                break;
            default:
                terminal.Signal(
                    by switch
                    {
                        "SIGTERM" => Terminate,
                        "SIGHUP" => HangUp,
                        _ => Interrupt,
                    }
                );
                break;
        }
        if (by != "lost terminal")
            await terminal.WaitForAsync("uits as soon as the result is known");
        Assert.Equal(["delete-intent"], await EntriesAsync(scene));

        proxy.Release();
        Assert.Equal(0, await terminal.WaitForExitAsync());
        Assert.Equal(["delete-intent", "delete-result"], await EntriesAsync(scene));
        Assert.Equal("done", (await scene.JournalAsync())[1].GetProperty("result").GetString());
        Assert.Equal(["1 deployed"], await scene.HistoryAsync());
        if (by == "lost terminal")
            return;
        Screens.AssertGivenBack(terminal);
        // What was done is left in the terminal that the screen was in.
        Assert.Contains($"secret \"{scene.Release.Record}\" deleted", terminal.Screen, StringComparison.Ordinal);
        Assert.Contains("kubectl helmstuck restore", terminal.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_that_is_held_on_its_way_is_named_until_it_arrives()
    {
        var scene = await EndToEndScene.IdleAsync(shared, 4);
        await using var proxy = new HoldingProxy(scene.Plane, onItsWay: true);
        (string, string)[] way = [("KUBECONFIG", proxy.KubeconfigOf(scene.User)), ("HELMSTUCK_HELM__IDLEAFTER", "1ms")];
        const string open = "has no recorded result and may still arrive";
        await using (var terminal = scene.Start(120, 40, way))
        {
            await terminal.WaitUntilAsync(screen => Screens.IsRead(screen) && screen.Contains("✓ helm-idle"), "nothing but CI blocks");
            Assert.DoesNotContain(open, terminal.Screen, StringComparison.Ordinal);
            await scene.OpenDialogAsync(terminal);
            await EndToEndScene.AttestAsync(terminal);
            await scene.TypeRevisionAsync(terminal);
            await terminal.EnterAsync();
            await proxy.Held;
            await terminal.WaitForAsync("waiting 10 s for the API server's answer …");
            terminal.Signal(Kill);
            await terminal.WaitForExitAsync();
        }
        await using var again = scene.Start(120, 40, way);
        await again.WaitForAsync($"! a delete of this record by {scene.User.Name} ");
        await again.WaitForAsync(open);
        await Screens.WaitUntilReadAsync(again);
        await scene.OpenDialogAsync(again);
        Assert.Contains(open, again.Screen, StringComparison.Ordinal);
        proxy.Release();
        await again.WaitForAsync("the newest is now revision 1, deployed");
        await scene.AssertOnlyTheRecordIsGoneAsync();
    }

    [Theory]
    [InlineData(Terminate)]
    [InlineData(HangUp)]
    [InlineData(Interrupt)]
    public async Task Command_ends_only_after_the_result_is_journalled(int signal)
    {
        var scene = await EndToEndScene.IdleAsync(shared, 3);
        await using var proxy = new HoldingProxy(scene.Plane);
        await using var terminal = Unstick(scene, proxy, 120);
        await proxy.Held;
        terminal.Signal(signal);
        Assert.Equal(["delete-intent"], await EntriesAsync(scene));
        proxy.Release();
        Assert.Equal(0, await terminal.WaitForExitAsync());
        Assert.Contains("Helm is unstuck", terminal.Screen, StringComparison.Ordinal);
        Assert.Equal(["delete-intent", "delete-result"], await EntriesAsync(scene));
        await scene.AssertOnlyTheRecordIsGoneAsync();
    }

    [Theory]
    [InlineData(Terminate)]
    [InlineData(Interrupt)]
    public async Task Command_ends_at_a_second_signal_and_says_that_nobody_knows(int signal)
    {
        var scene = await EndToEndScene.IdleAsync(shared, 3);
        await using var proxy = new HoldingProxy(scene.Plane);
        await using var terminal = Unstick(scene, proxy, 200);
        await proxy.Held;
        // Two of a kind that are pending at once are one to the kernel, so the second differs from the first.
        terminal.Signal(HangUp);
        terminal.Signal(signal);
        Assert.Equal(6, await terminal.WaitForExitAsync());
        Assert.Contains("it is not known whether the record was deleted", terminal.Screen, StringComparison.Ordinal);
        Assert.Equal(["delete-intent"], await EntriesAsync(scene));
        proxy.Release();
    }

    private static PseudoTerminal Unstick(EndToEndScene scene, HoldingProxy proxy, int columns) =>
        PseudoTerminal.Start(
            PseudoTerminal.Product,
            ["unstick", "web", "--revision", "2", "--yes", "--attest", "ci-jobs", "--override", "the test killed Helm", "-n", scene.Space],
            columns,
            40,
            scene.Environment(("KUBECONFIG", proxy.KubeconfigOf(scene.User)), ("HELMSTUCK_HELM__IDLEAFTER", "1ms"))
        );

    private static async Task<IEnumerable<string>> EntriesAsync(EndToEndScene scene) =>
        (await scene.JournalAsync()).Select(line => line.GetProperty("entry").GetString()!);
}
