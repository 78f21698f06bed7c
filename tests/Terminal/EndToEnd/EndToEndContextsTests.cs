using System.Text.RegularExpressions;

namespace Helmstuck.Tests.Terminal.EndToEnd;

/// <summary>The releases of several contexts in one list, with a cluster that refuses and one that never answers.</summary>
public sealed class EndToEndContextsTests(SharedControlPlane shared)
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
}
