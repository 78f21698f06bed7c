using System.Text.RegularExpressions;

namespace Helmstuck.Tests.Terminal.EndToEnd;

/// <summary>A credential plugin that fails or is slow, while the full screen is open.</summary>
public sealed class EndToEndPluginTests(SharedControlPlane shared, ITestOutputHelper output) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("helmstuck-plugin-").FullName;

    private string Plugin => Path.Combine(_folder, "corp-login");

    private int Runs => File.Exists(Plugin + ".runs") ? File.ReadAllLines(Plugin + ".runs").Length : 0;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_plugin_that_fails_runs_once_and_again_only_for_a_key()
    {
        var plane = await shared.GetAsync();
        Write("echo 'please run: corp-login --mfa' >&2; exit 7");
        await using var terminal = Start(plane);
        await terminal.WaitForAsync("exit code 7: please run: corp-login --mfa");
        // A list that was refused is asked for again every ten seconds.
        using var second = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 13 && Runs == 1; i++)
            await second.WaitForNextTickAsync();
        output.WriteLine($"without a key in 13 s: {Runs} run of the plugin");
        Assert.Equal(1, Runs);
        Assert.Single(terminal.See(screen => screen.Lines.ToArray()), line => line.Contains("corp-login --mfa", StringComparison.Ordinal));

        Write(Answer(plane));
        terminal.Send("r");
        await terminal.WaitForAsync("no release is stuck in default");
        await Screens.WaitUntilReadAsync(terminal);
        Assert.Equal(2, Runs);
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());
        Screens.AssertGivenBack(terminal);
    }

    [Fact]
    public async Task A_slow_plugin_is_named_and_can_be_cancelled()
    {
        Write("sleep 600");
        await using var terminal = Start(await shared.GetAsync());
        await terminal.WaitUntilAsync(
            screen => screen.Lines.Any(line => Regex.IsMatch(line, @"waiting for credential plugin corp-login, \d+ s\. Esc cancels it\.")),
            "the plugin is named"
        );
        terminal.Send("\e");
        await terminal.WaitForAsync("was cancelled");
        Assert.DoesNotContain("waiting for credential plugin", terminal.Screen, StringComparison.Ordinal);
        Assert.Equal(1, Runs);
        terminal.Send("q");
        Assert.Equal(1, await terminal.WaitForExitAsync());
        Screens.AssertGivenBack(terminal);
    }

    [Fact]
    public async Task The_screen_steps_aside_for_a_plugin_that_asks_and_comes_back()
    {
        var plane = await shared.GetAsync();
        var answer = Answer(plane);
        Write($"printf 'Password: ' >&2; read -r typed; test \"$typed\" = 'open sesame' || exit 7\n{answer}");
        await using var terminal = Start(plane, "Always");
        await terminal.WaitForAsync("Password:");
        // Nothing of the full screen is left around the question, and what is typed is seen, as in a shell.
        Assert.Equal("Password:", terminal.See(screen => string.Join("", screen.Lines)).Trim());
        terminal.Send("open sesame\r");
        await terminal.WaitForAsync("no release is stuck in default");
        await Screens.WaitUntilReadAsync(terminal);
        Assert.DoesNotContain("Password", terminal.Screen, StringComparison.Ordinal);
        Assert.Equal(1, Runs);
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());
        Screens.AssertGivenBack(terminal);
    }

    [Fact]
    public async Task Ctrl_C_ends_a_plugin_that_asks_and_the_program_as_in_kubectl()
    {
        Write("printf 'Password: ' >&2; read -r typed; exit 7");
        await using var terminal = Start(await shared.GetAsync(), "Always");
        await terminal.WaitForAsync("Password:");
        terminal.Send("\u0003");
        Assert.Equal(1, await terminal.WaitForExitAsync());
        Screens.AssertGivenBack(terminal);
    }

    private static string Answer(ControlPlane plane) =>
        "echo '{\"apiVersion\": \"client.authentication.k8s.io/v1\", \"kind\": \"ExecCredential\", "
        + $"\"status\": {{\"token\": \"{plane.AdminUser.Token}\"}}}}'";

    private void Write(string script)
    {
        File.WriteAllText(Plugin, $"#!/bin/sh\necho run >> \"$0.runs\"\n{script}\n");
        File.SetUnixFileMode(Plugin, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private PseudoTerminal Start(ControlPlane plane, string mode = "Never")
    {
        var plugin = $$"""exec: {apiVersion: client.authentication.k8s.io/v1, command: "{{Plugin}}", interactiveMode: {{mode}}}""";
        var kubeconfig = File.ReadAllText(plane.AdminUser.Kubeconfig)
            .Replace($"token: {plane.AdminUser.Token}", plugin, StringComparison.Ordinal);
        var environment = new Dictionary<string, string?>
        {
            ["KUBECONFIG"] = plane.WriteKubeconfig(kubeconfig),
            ["XDG_STATE_HOME"] = Path.Combine(_folder, "state"),
            ["XDG_CONFIG_HOME"] = Path.Combine(_folder, "config"),
        };
        return PseudoTerminal.Start(PseudoTerminal.Product, ["-n", "default"], 220, 40, environment);
    }
}
