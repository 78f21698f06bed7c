using System.Text.RegularExpressions;

namespace Helmstuck.Tests.Terminal.EndToEnd;

/// <summary>The releases of several contexts in one list, with a cluster that refuses and one that never answers.</summary>
public sealed class EndToEndContextsTests(SharedControlPlane shared, ITestOutputHelper output)
{
    [Fact]
    public async Task List_of_several_contexts_names_each_and_outlives_a_dead_cluster()
    {
        var plane = await shared.GetAsync();
        var first = await plane.LeaveStuckUpgradeAsync(3, await plane.CreateNamespaceAsync("contexts"), "web");
        var second = await plane.LeaveStuckUpgradeAsync(4, await plane.CreateNamespaceAsync("contexts"), "shop");
        var folder = Directory.CreateTempSubdirectory("helmstuck-contexts-").FullName;
        try
        {
            await using var silent = new LoopbackListener(static (_, stop) => Task.Delay(Timeout.Infinite, stop));
            var environment = new Dictionary<string, string?>(plane.EnvironmentOf(plane.AdminUser)) { ["XDG_STATE_HOME"] = folder };
            environment["KUBECONFIG"] = Path.Combine(folder, "config");
            File.Copy(plane.AdminUser.Kubeconfig, environment["KUBECONFIG"]!);
            async Task KubectlAsync(params string[] arguments) =>
                (await ExternalCommand.RunAsync(TestPrograms.Find("kubectl"), ["config", .. arguments], environment)).MustSucceed();
            await KubectlAsync("set-context", "one", "--cluster=test", $"--user={plane.AdminUser.Name}", $"--namespace={first.Namespace}");
            await KubectlAsync("set-context", "two", "--cluster=test", $"--user={plane.AdminUser.Name}", $"--namespace={second.Namespace}");
            await KubectlAsync("set-cluster", "silent", $"--server=https://127.0.0.1:{silent.Port}");
            await KubectlAsync("set-context", "mute", "--cluster=silent", $"--user={plane.AdminUser.Name}");

            var table = await ListAsync("--contexts", "two,one");
            Assert.Equal((0, ""), (table.ExitCode, table.Error));
            Assert.Matches(
                $@"^CONTEXT +NAMESPACE +RELEASE .*\ntwo +{second.Namespace} +shop +2 .*\none +{first.Namespace} +web +2 .*\n$",
                table.Output
            );

            var json = DocumentSchema.ReleaseList.Parse(
                (await ListAsync("--contexts", "/^(one|two)$/", "-o", "json")).MustSucceed().Output
            );
            Assert.Equal(
                ["one web", "two shop"],
                json.GetProperty("items").EnumerateArray().Select(item => $"{item.GetProperty("context")} {item.GetProperty("release")}")
            );

            var broken = await ListAsync("--contexts", "mute,one", "--request-timeout", "1s");
            Assert.Equal(1, broken.ExitCode);
            Assert.Matches(@"^mute: .+\n$", broken.Error);
            Assert.Contains($"one      {first.Namespace}", Regex.Replace(broken.Output, " {2,}", "      "), StringComparison.Ordinal);

            var names = await ListAsync("--contexts", "one,two", "-o", "name");
            Assert.Equal((1, ""), (names.ExitCode, names.Output));

            Task<CommandResult> ListAsync(params string[] arguments) =>
                ExternalCommand.RunAsync(Path.GetFullPath(PseudoTerminal.Product), ["list", .. arguments], environment);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Screen_of_several_contexts_deletes_in_the_selected_one()
    {
        var scene = await EndToEndScene.StuckAsync(shared, 4);
        var plane = scene.Plane;
        var other = await plane.LeaveStuckUpgradeAsync(3, await plane.CreateNamespaceAsync("contexts"), "web");
        await using var silent = new LoopbackListener(static (_, stop) => Task.Delay(Timeout.Infinite, stop));
        var environment = scene.Environment(("KUBECONFIG", Path.Combine(plane.Folder, $"contexts-{scene.Space}")));
        File.Copy(scene.User.Kubeconfig, environment["KUBECONFIG"]!);
        foreach (
            var command in (string[][])
                [
                    ["set-credentials", "admin", $"--token={plane.AdminUser.Token}"],
                    ["set-cluster", "silent", $"--server=https://127.0.0.1:{silent.Port}"],
                    ["set-context", "one", "--cluster=test", "--user=admin", $"--namespace={other.Namespace}"],
                    ["set-context", "two", "--cluster=test", $"--user={scene.User.Name}", $"--namespace={scene.Space}"],
                    ["set-context", "mute", "--cluster=silent", "--user=admin"],
                ]
        )
            (await ExternalCommand.RunAsync(TestPrograms.Find("kubectl"), ["config", .. command], environment)).MustSucceed();
        await using var terminal = PseudoTerminal.Start(
            PseudoTerminal.Product,
            ["--contexts", "mute,one,two", "--request-timeout", "20s"],
            80,
            24,
            environment
        );
        await Screens.WaitUntilReadAsync(terminal);
        await terminal.WaitUntilAsync(
            screen => screen.Contains("two     ") && screen.Contains("mute/default: reading the releases"),
            "two clusters answered, the third did not"
        );
        terminal.Send("G");
        await terminal.WaitUntilAsync(screen => Screens.IsRead(screen) && screen.Lines[0].Contains("two +2"), "the last row is selected");
        await scene.OpenDialogAsync(terminal);
        Assert.Matches($@"in\s+{scene.Space}\s+on\s+two\s+\(", terminal.Screen);
        await EndToEndScene.AttestAsync(terminal);
        await EndToEndScene.OverrideHelmIdleAsync(terminal, "the runner was evicted");
        await scene.TypeRevisionAsync(terminal);
        await terminal.EnterAsync();
        await terminal.WaitForAsync("✓ done");
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());
        await scene.AssertOnlyTheRecordIsGoneAsync();
        Assert.NotNull(await plane.GetAsync(other.RecordPath));
    }

    [Fact]
    public async Task Two_namespaces_are_one_list_and_one_screen()
    {
        var plane = await shared.GetAsync();
        var (first, second) = (await plane.CreateNamespaceAsync("several"), await plane.CreateNamespaceAsync("several"));
        await plane.SeedHistoryAsync(first, "web", "deployed", "pending-upgrade");
        await plane.SeedHistoryAsync(second, "shop", "pending-install");
        var environment = plane.EnvironmentOf(plane.AdminUser);
        var listed = (await RunAsync(environment, "list", "-n", second, "-n", first)).MustSucceed().Output;
        Assert.Matches($@"^NAMESPACE +RELEASE .*\n{second} +shop +1 .*\n{first} +web +2 .*\n$", listed);
        await using var terminal = PseudoTerminal.Start(PseudoTerminal.Product, ["-n", first, "-n", second], 120, 40, environment);
        await terminal.WaitUntilAsync(
            screen => Screens.IsRead(screen) && screen.Contains(" web ") && screen.Contains(" shop "),
            "the releases of both are on the screen"
        );
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());
    }

    [Fact]
    public async Task Where_all_namespaces_are_forbidden_the_known_ones_are_listed()
    {
        var plane = await shared.GetAsync();
        var (mine, foreign) = (await plane.CreateNamespaceAsync("mine"), await plane.CreateNamespaceAsync("foreign"));
        await plane.SeedHistoryAsync(mine, "web", "deployed", "pending-upgrade");
        await plane.SeedHistoryAsync(foreign, "web", "deployed", "pending-upgrade");
        var user = plane.AddTokenUser($"little-{mine}");
        await plane.GrantAsync(user, mine, new Allow(["secrets"], ["list"]));
        var environment = new Dictionary<string, string?>(plane.EnvironmentOf(user))
        {
            ["KUBECONFIG"] = Path.Combine(plane.Folder, $"little-{mine}"),
        };
        File.Copy(user.Kubeconfig, environment["KUBECONFIG"]!);
        (
            await ExternalCommand.RunAsync(
                TestPrograms.Find("kubectl"),
                ["config", "set-context", "mine", "--cluster=test", $"--user={user.Name}", $"--namespace={mine}"],
                environment
            )
        ).MustSucceed();

        var listed = await RunAsync(environment, "list", "-A", "-n", foreign);
        Assert.Equal(1, listed.ExitCode);
        Assert.Matches($@"^NAMESPACE +RELEASE .*\n{mine} +web +2 .*\n$", listed.Output);
        Assert.Contains($"listed instead: {foreign}, ", listed.Error, StringComparison.Ordinal);
        Assert.Matches($@"(?m)^{foreign}: .*secrets is forbidden", listed.Error);

        await using var terminal = PseudoTerminal.Start(PseudoTerminal.Product, ["-A", "-n", foreign], 120, 40, environment);
        await terminal.WaitUntilAsync(
            screen =>
                Screens.IsRead(screen)
                && screen.Contains("▸ mine-")
                && Regex.IsMatch(screen.Text, $@"(?s)✗ no permission to list the records of.{{1,120}}{foreign}\b"),
            "the release that may be listed, and the namespace that may not"
        );
        output.WriteLine(terminal.Screen);
        // Without get, the record's facts still come from its metadata.
        Assert.Contains("web revision 2, pending-upgrade", terminal.Screen, StringComparison.Ordinal);
        Assert.Contains("not without a", terminal.Screen, StringComparison.Ordinal);
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());
    }

    private static Task<CommandResult> RunAsync(IReadOnlyDictionary<string, string?> environment, params string[] arguments) =>
        ExternalCommand.RunAsync(Path.GetFullPath(PseudoTerminal.Product), arguments, environment);
}
