namespace Helmstuck.Tests.Terminal.EndToEnd;

/// <summary>The command line of the screen takes it to another namespace and another context of the real cluster.</summary>
public sealed class EndToEndPlacesTests(SharedControlPlane shared) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("helmstuck-places-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    public async Task Names_take_the_screen_there_and_wrong_ones_leave_it(int columns, int rows)
    {
        var plane = await shared.GetAsync();
        var (mine, other) = (await plane.CreateNamespaceAsync("places"), await plane.CreateNamespaceAsync("places"));
        await plane.SeedHistoryAsync(mine, "web", "deployed", "pending-upgrade");
        await plane.SeedHistoryAsync(other, "shop", "pending-install");
        var environment = new Dictionary<string, string?>(plane.EnvironmentOf(plane.AdminUser)) { ["XDG_STATE_HOME"] = _folder };
        environment["KUBECONFIG"] = Path.Combine(_folder, "config");
        File.Copy(plane.AdminUser.Kubeconfig, environment["KUBECONFIG"]!);
        foreach (var (context, space) in new[] { ("here", mine), ("there", other) })
        {
            string[] set = ["config", "set-context", context, "--cluster=test", $"--user={plane.AdminUser.Name}", $"--namespace={space}"];
            (await ExternalCommand.RunAsync(TestPrograms.Find("kubectl"), set, environment)).MustSucceed();
        }

        await using var terminal = PseudoTerminal.Start(PseudoTerminal.Product, ["--context", "here"], columns, rows, environment);
        await IsAtAsync("here", mine, "web", "shop");
        await SayAsync($"ns {other}");
        await IsAtAsync("here", other, "shop", "web");
        await SayAsync("ctx nowhere");
        await terminal.WaitForAsync("context \"nowhere\" does not exist");
        await IsAtAsync("here", other, "shop", "web");
        await SayAsync($"ns {mine}");
        await IsAtAsync("here", mine, "web", "shop");
        await SayAsync("ctx there");
        await IsAtAsync("there", other, "shop", "web");
        await SayAsync("ns not-there");
        await terminal.WaitUntilAsync(
            screen => screen.Contains("namespaces \"not-there\" not found") && !screen.Contains(" shop ") && !screen.Contains(" web "),
            "nothing is shown of the namespaces that are"
        );
        await SayAsync("ctx here");
        await IsAtAsync("here", mine, "web", "shop");
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());

        async Task SayAsync(string command)
        {
            terminal.Send(":");
            await terminal.WaitUntilAsync(
                screen => screen.Lines.Any(line => line.StartsWith(" :", StringComparison.Ordinal)),
                "the command line is open"
            );
            terminal.Send(command);
            await terminal.WaitUntilAsync(screen => screen.Contains($":{command}"), "the command is typed");
            await terminal.EnterAsync();
        }

        Task IsAtAsync(string context, string space, string release, string absent) =>
            terminal.WaitUntilAsync(
                screen =>
                    Screens.IsRead(screen)
                    && screen.Lines[0].Contains(context, StringComparison.Ordinal)
                    && screen.Lines[0].Contains(space, StringComparison.Ordinal)
                    && screen.Contains($" {release} ")
                    && !screen.Contains($" {absent} "),
                $"the screen is at {context}/{space} and shows {release} alone"
            );
    }
}
