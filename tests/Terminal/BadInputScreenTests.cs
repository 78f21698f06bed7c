using Helmstuck.Tests.Terminal.EndToEnd;

namespace Helmstuck.Tests.Terminal;

/// <summary>The same mistakes in front of the full screen: a line or a screen that says it, q ends it, the terminal is intact.</summary>
public sealed class BadInputScreenTests(SharedControlPlane shared)
{
    [Theory]
    [InlineData("error: stat /no/such/kubeconfig: no such file or directory", "--kubeconfig", "/no/such/kubeconfig")]
    [InlineData("error: unknown flag: --nope", "--nope")]
    [InlineData("error: unknown theme \"pink\"", "--demo", "--theme", "pink")]
    public async Task What_is_wrong_before_the_screen_is_said_without_it(string line, params string[] arguments)
    {
        await using var terminal = Start(arguments, 120, 40);
        Assert.Equal(1, await terminal.WaitForExitAsync());
        Assert.StartsWith(line, terminal.See(screen => screen.Lines[0]), StringComparison.Ordinal);
        Screens.AssertGivenBack(terminal);
        Assert.DoesNotContain("\e[?1049h", System.Text.Encoding.UTF8.GetString(terminal.Written), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("dumb")]
    public async Task Terminal_that_cannot_address_its_cursor(string? kind)
    {
        await using var terminal = Start(["--demo"], 80, 24, ("TERM", kind));
        Assert.Equal(1, await terminal.WaitForExitAsync());
        Assert.StartsWith(
            "error: a full screen needs a terminal that can address its cursor",
            terminal.See(screen => screen.Lines[0]),
            StringComparison.Ordinal
        );
        Screens.AssertGivenBack(terminal);
    }

    [Fact]
    public async Task Terminal_of_20_by_5_says_what_it_needs()
    {
        await using var terminal = Start(["--demo"], 20, 5);
        await terminal.WaitForAsync("40×10");
        Assert.Single(terminal.See(screen => screen.Lines), line => line.Length > 0);
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());
        Screens.AssertGivenBack(terminal);
    }

    [Fact]
    public async Task Refused_connection_is_on_the_screen()
    {
        var port = await BadInputPorts.ClosedAsync();
        await using var terminal = Start(["--server", $"https://127.0.0.1:{port}"], 120, 40);
        await terminal.WaitForAsync($"The connection to the server 127.0.0.1:{port} was refused");
        await AssertLeftWithAsync(terminal, "The connection to the server");
    }

    [Fact]
    public async Task Unknown_namespace_is_on_the_screen()
    {
        var plane = await shared.GetAsync();
        await using var terminal = Start(["--kubeconfig", plane.AdminUser.Kubeconfig, "-n", "no-such-namespace"], 80, 24);
        await terminal.WaitForAsync("namespaces \"no-such-namespace\" not found");
        Assert.DoesNotContain("no release is stuck", terminal.Screen, StringComparison.Ordinal);
        await AssertLeftWithAsync(terminal, "Error from server (");
    }

    [Fact]
    public async Task Forbidden_secrets_are_on_the_screen()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("bad");
        var user = plane.AddTokenUser($"nobody-{space}");
        await using var terminal = Start(["--kubeconfig", user.Kubeconfig, "-n", space], 80, 24);
        await terminal.WaitForAsync("secrets is forbidden");
        Assert.DoesNotContain("no release is stuck", terminal.Screen, StringComparison.Ordinal);
        await AssertLeftWithAsync(terminal, "Error from server (");
    }

    [Fact]
    public async Task Deployments_that_may_not_be_read_block_the_dialog()
    {
        var plane = await shared.GetAsync();
        var stuck = await plane.LeaveStuckUpgradeAsync(4, await plane.CreateNamespaceAsync("bad"), "web");
        await plane.MakeHealthyAsync(stuck.Namespace);
        var user = plane.AddTokenUser($"blind-{stuck.Namespace}");
        await plane.GrantAsync(user, stuck.Namespace, new Allow(["secrets"], ["get", "list", "delete"]));
        await using var terminal = Start(["--kubeconfig", user.Kubeconfig, "-n", stuck.Namespace], 80, 24);
        await Screens.WaitUntilReadAsync(terminal);
        Assert.Contains("3 Healthy ?", terminal.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain("✓ healthy", terminal.Screen, StringComparison.Ordinal);
        terminal.Send("d");
        await terminal.WaitForAsync("? unknown workloads:");
        Assert.Contains("Blocked by", terminal.Screen, StringComparison.Ordinal);
        terminal.Send("\x03");
        await terminal.WaitUntilAsync(screen => screen.Contains("[1 Health]"), "the dialog is closed");
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());
        Screens.AssertGivenBack(terminal);
    }

    private static async Task AssertLeftWithAsync(PseudoTerminal terminal, string error)
    {
        terminal.Send("q");
        Assert.Equal(1, await terminal.WaitForExitAsync());
        Assert.StartsWith(error, terminal.See(screen => screen.Lines[0]), StringComparison.Ordinal);
        Screens.AssertGivenBack(terminal);
    }

    private static PseudoTerminal Start(string[] arguments, int columns, int rows, params (string Name, string? Value)[] environment)
    {
        var variables = new Dictionary<string, string?>
        {
            ["XDG_CONFIG_HOME"] = "/nonexistent",
            ["XDG_STATE_HOME"] = "/nonexistent",
            ["KUBECONFIG"] = "/nonexistent",
            ["HELM_DRIVER"] = null,
        };
        foreach (var (name, value) in environment)
            variables[name] = value;
        return PseudoTerminal.Start(PseudoTerminal.Product, arguments, columns, rows, variables);
    }
}
