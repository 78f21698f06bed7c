namespace Helmstuck.Tests.Unit.Cli;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Flags_stand_before_or_after_the_command_in_every_spelling_of_kubectl()
    {
        using var cli = new CliScene();
        foreach (
            var arguments in new string[][]
            {
                ["-n", "shop", "list"],
                ["list", "-n", "shop"],
                ["list", "-n=shop"],
                ["-nshop", "list"],
                ["list", "--namespace=shop"],
                ["--namespace", "shop", "list"],
                ["-n", "shop"],
            }
        )
        {
            await cli.RunAsync(arguments);
            Assert.Equal("shop", cli.Globals!.Kube.Namespace);
        }
        await cli.RunAsync(
            "list",
            "-v=6",
            "-s",
            "https://x:6443",
            "--context=arn:aws:eks:eu:1:cluster/a",
            "--as",
            "me",
            "--as-group",
            "a,b",
            "--as-group=c",
            "--as-uid=7",
            "--as-user-extra",
            "k=v",
            "--kubeconfig",
            "f",
            "--cluster",
            "cl",
            "--user",
            "us",
            "--tls-server-name",
            "n",
            "--certificate-authority",
            "ca",
            "--client-certificate",
            "cc",
            "--client-key",
            "ck",
            "--token",
            "t",
            "--request-timeout",
            "5s",
            "--disable-compression",
            "-A",
            "--config",
            "cf",
            "--driver",
            "configmap",
            "--read-only",
            "--demo",
            "--no-color",
            "--ascii",
            "--theme",
            "mono"
        );
        var globals = cli.Globals!;
        var kube = globals.Kube;
        Assert.Equal(
            (6, "https://x:6443", "arn:aws:eks:eu:1:cluster/a", "me", "7"),
            (kube.Verbosity, kube.Server, kube.Context, kube.As, kube.AsUid)
        );
        Assert.Equal(["a,b", "c"], kube.AsGroups);
        Assert.Equal(["k=v"], kube.AsUserExtra);
        Assert.Equal(
            ("f", "cl", "us", "n", "ca", "cc", "ck", "t", "5s"),
            (
                kube.Kubeconfig,
                kube.Cluster,
                kube.User,
                kube.TlsServerName,
                kube.CertificateAuthority,
                kube.ClientCertificate,
                kube.ClientKey,
                kube.Token,
                kube.RequestTimeout
            )
        );
        Assert.True(
            kube.DisableCompression
                && globals
                    is {
                        AllNamespaces: true,
                        ReadOnly: true,
                        Demo: true,
                        NoColor: true,
                        Ascii: true,
                        ConfigFile: "cf",
                        Driver: "configmap",
                        Theme: "mono"
                    }
        );
    }

    [Theory]
    [InlineData(null)]
    [InlineData(true, "--insecure-skip-tls-verify")]
    [InlineData(true, "--insecure-skip-tls-verify=true")]
    [InlineData(false, "--insecure-skip-tls-verify=false")]
    public async Task Insecure_is_a_switch_that_swallows_no_argument(bool? expected, params string[] flag)
    {
        using var cli = new CliScene();
        var result = await cli.RunAsync([.. flag, "explain", .. flag, "gitlab-cny"]);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(expected, cli.Globals!.Kube.InsecureSkipTlsVerify);
    }

    [Theory]
    [InlineData("unknown flag: --foo", "list", "--foo=bar")]
    [InlineData("unknown shorthand flag: 'z' in -z", "list", "-z")]
    [InlineData("unknown command \"lst\" for \"kubectl helmstuck\"", "lst")]
    [InlineData("unexpected argument: two", "explain", "one", "two")]
    [InlineData("explain", "explain")]
    [InlineData("--revision", "unstick", "web")]
    [InlineData("--output", "list", "-o", "xml")]
    [InlineData("--v", "list", "-v", "loud")]
    [InlineData("--attest", "unstick", "web", "--revision", "1", "--attest", "everything")]
    [InlineData("--dry-run", "unstick", "web", "--revision", "1", "--dry-run", "maybe")]
    [InlineData("@file", "@file")]
    public async Task A_usage_error_is_one_clear_line_and_exit_1(string words, params string[] arguments)
    {
        using var cli = new CliScene();
        var result = await cli.RunAsync(arguments);
        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Out);
        var lines = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("error: ", lines[0], StringComparison.Ordinal);
        Assert.Contains(words, lines[0], StringComparison.Ordinal);
        Assert.DoesNotContain("System.", result.Error, StringComparison.Ordinal);
        Assert.StartsWith("See 'kubectl helmstuck", lines[1], StringComparison.Ordinal);
        Assert.Equal(2, lines.Length);
        Assert.Empty(cli.World.Api.Requests);
    }

    [Fact]
    public async Task Usage_speaks_of_kubectl_helmstuck()
    {
        using var cli = new CliScene();
        var help = await cli.RunAsync("--help");
        Assert.Equal(0, help.ExitCode);
        foreach (
            var word in new[]
            {
                "list",
                "explain",
                "unstick",
                "restore",
                "report",
                "screen",
                "version",
                "completion",
                "--kubeconfig",
                "--as-user-extra",
            }
        )
            Assert.Contains(word, help.Out, StringComparison.Ordinal);
        foreach (var arguments in new string[][] { ["--help"], ["unstick", "--help"] })
            Assert.Contains("kubectl helmstuck", (await cli.RunAsync(arguments)).Out, StringComparison.Ordinal);
        var version = await cli.RunAsync("--version");
        Assert.Equal(0, version.ExitCode);
        Assert.Equal(version.Out, (await cli.RunAsync("version")).Out);
        Assert.Contains("\"version\"", (await cli.RunAsync("version", "-o", "json")).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "--read-only", "--help")]
    [InlineData(true, "--help")]
    public async Task Read_only_help_names_no_command_that_changes_anything(bool setting, params string[] arguments)
    {
        using var cli = new CliScene(readOnly: setting);
        var help = (await cli.RunAsync(arguments)).Out;
        Assert.Contains("  explain", help, StringComparison.Ordinal);
        foreach (var command in new[] { "  unstick", "  restore", "  guard" })
            Assert.DoesNotContain(command, help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_terminal_the_bare_command_lists()
    {
        using var cli = new CliScene();
        var result = await cli.RunAsync();
        Assert.Equal(0, result.ExitCode);
        Assert.Equal((await cli.RunAsync("list")).Out, result.Out);
    }

    [Theory]
    [InlineData("completion", "li", "__complete", "li")]
    public async Task Completion_is_asked_with_the_words_so_far(string notOffered, string partial, params string[] arguments)
    {
        using var cli = new CliScene();
        var result = await cli.RunAsync(arguments);
        Assert.Equal(0, result.ExitCode);
        var lines = result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(":4", lines[^1]);
        Assert.All(lines.SkipLast(1), line => Assert.StartsWith(partial, line, StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.StartsWith(notOffered, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("json name wide yaml", "list", "-o", "")]
    [InlineData("json name wide yaml", "-n", "shop", "list", "--output", "")]
    [InlineData("wide", "list", "-o", "w")]
    [InlineData("--output=wide", "list", "--output=w")]
    [InlineData("client none server", "unstick", "web", "--dry-run", "")]
    [InlineData("--mark-deployed --mark-failed", "unstick", "web", "--mark")]
    [InlineData("bash fish zsh", "completion", "")]
    [InlineData("ci-jobs", "unstick", "web", "--attest", "")]
    [InlineData("chart label= values", "guard", "web", "--mine-if", "")]
    [InlineData("backups completion config explain guard journal list report restore screen unstick version", "")]
    [InlineData("configmap secret", "list", "--driver", "")]
    [InlineData("default high-contrast light mono", "--theme", "")]
    [InlineData("", "explain", "web", "")]
    [InlineData("", "unstick", "--revision", "")]
    [InlineData("", "-v", "x", "unstick", "")]
    public async Task Completion_knows_commands_flags_and_their_values(string choices, params string[] words)
    {
        using var cli = new CliScene();
        var result = await cli.RunAsync(["__complete", .. words]);
        var offered = result
            .Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .SkipLast(1)
            .Select(line => line.Split('\t')[0])
            .Order(StringComparer.Ordinal);
        Assert.Equal(choices, string.Join(' ', offered));
        Assert.Empty(cli.World.Api.Requests);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task Completion_scripts_ask_the_program(string shell)
    {
        using var cli = new CliScene();
        Assert.Contains("kubectl-helmstuck __complete", (await cli.RunAsync("completion", shell)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Screen_hands_on_what_it_was_asked_for()
    {
        using var cli = new CliScene();
        Assert.Equal("screen web 80x24 delete\n", (await cli.RunAsync("screen", "web", "--size", "80x24", "--view", "delete")).Out);
        Assert.Equal("screen  120x40 \n", (await cli.RunAsync("screen")).Out);
    }

    [Fact]
    public async Task Hostile_names_never_reach_the_terminal_as_they_are()
    {
        using var cli = new CliScene(ns: "default");
        await cli.World.SeedAsync(new SeedRecord("default", "web", 1, "deployed"));
        await cli.World.SeedAsync(
            new SeedRecord("default", "web", 2, "pending-upgrade")
            {
                Description = "\u001b[2J\u202eevil\u009b\r\n",
                Edit = payload => payload["chart"]!["metadata"]!["name"] = "c\u001b]0;x\u0007\u202e",
            }
        );
        foreach (
            var arguments in new string[][]
            {
                ["explain", "web"],
                ["explain", "web", "-o", "json"],
                ["explain", "web", "-o", "yaml"],
                ["report", "web"],
                ["list", "-o", "wide"],
                ["unstick", "web", "--revision", "2", "--dry-run=client", "--attest", "ci-jobs"],
            }
        )
        {
            var result = await cli.RunAsync(arguments);
            Assert.Equal(0, result.ExitCode);
            Assert.DoesNotContain(result.Out + result.Error, letter => (char.IsControl(letter) && letter != '\n') || letter == '\u202e');
        }
    }
}
