using Helmstuck.Cli;
using Helmstuck.Hosting;

namespace Helmstuck.Tests.Cluster.Recovery;

/// <summary>
/// What goes wrong before anything is known of a release: one clear line, exit 1, nothing on standard output, no stack trace.
/// </summary>
public sealed class RecoveryBadInputTests(SharedControlPlane shared)
{
    /// <summary>The program as it is wired, in this process.</summary>
    private static async Task<CliResult> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = await CommandLine.RunAsync(
            arguments,
            Composition.Root(new CliStreams(output, error, () => null, false, false)),
            CancellationToken.None
        );
        return new CliResult(code, output.ToString(), error.ToString());
    }

    private static async Task FailsAsync(string words, params string[] flags)
    {
        foreach (
            var command in new string[][]
            {
                ["list"],
                ["list", "--exit-code", "-o", "json"],
                ["explain", "web"],
                ["unstick", "web", "--revision", "2", "--yes"],
                ["report", "web"],
                [],
            }
        )
        {
            var result = await RunAsync([.. command, .. flags]);
            Assert.Equal((1, ""), (result.ExitCode, result.Out));
            Assert.Contains(words, Assert.Single(result.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
        }
    }

    [Fact]
    public Task A_kubeconfig_that_is_not_there() => FailsAsync("/no/such/kubeconfig", "--kubeconfig", "/no/such/kubeconfig");

    [Fact]
    public async Task A_kubeconfig_that_is_not_YAML()
    {
        var plane = await shared.GetAsync();
        await FailsAsync("error", "--kubeconfig", plane.WriteKubeconfig("{ this is : [ not"));
    }

    [Fact]
    public async Task A_context_that_does_not_exist()
    {
        var plane = await shared.GetAsync();
        await FailsAsync("context \"nowhere\" does not exist", "--kubeconfig", plane.AdminUser.Kubeconfig, "--context", "nowhere");
    }

    [Fact]
    public async Task A_server_that_nobody_listens_at()
    {
        var plane = await shared.GetAsync();
        await FailsAsync(
            "The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?",
            "--kubeconfig",
            plane.AdminUser.Kubeconfig,
            "--server",
            "https://127.0.0.1:1"
        );
    }

    [Fact]
    public async Task A_certificate_that_has_expired()
    {
        var plane = await shared.GetAsync();
        var late = plane.AddCertificateUser($"late-{Guid.NewGuid():N}", expires: DateTimeOffset.UtcNow.AddHours(-1));
        await FailsAsync("logged in to the server", "--kubeconfig", late.Kubeconfig);
    }

    [Fact]
    public async Task A_token_that_the_server_does_not_know()
    {
        var plane = await shared.GetAsync();
        await FailsAsync("You must be logged in to the server", "--kubeconfig", plane.AdminUser.Kubeconfig, "--token", "wrong");
    }

    [Fact]
    public async Task A_server_whose_certificate_is_not_trusted()
    {
        var plane = await shared.GetAsync();
        await FailsAsync("certificate", "--kubeconfig", plane.AdminUser.Kubeconfig, "--tls-server-name", "other.example");
    }

    [Fact]
    public async Task A_namespace_that_does_not_exist()
    {
        var plane = await shared.GetAsync();
        await FailsAsync("namespaces \"nowhere\" not found", "--kubeconfig", plane.AdminUser.Kubeconfig, "-n", "nowhere");
    }

    [Theory]
    [InlineData("sql", "keeps its records in a database")]
    [InlineData("memory", "keeps no records")]
    [InlineData("floppy", "unknown Helm storage driver")]
    public async Task A_driver_that_cannot_be_read(string driver, string words)
    {
        var plane = await shared.GetAsync();
        await FailsAsync(words, "--kubeconfig", plane.AdminUser.Kubeconfig, "--driver", driver);
    }

    [Fact]
    public Task A_settings_file_that_is_not_there() => FailsAsync("/no/such/config.json", "--config", "/no/such/config.json", "--demo");

    [Fact]
    public async Task A_corrupt_record_is_shown_and_said()
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("corrupt");
        await plane.SeedAsync(new SeedRecord(space, "web", 1, "deployed"));
        await plane.SeedAsync(new SeedRecord(space, "web", 2, "pending-upgrade") { EncodedPayload = "bm90aGluZw==" });
        string[] where = ["--kubeconfig", plane.AdminUser.Kubeconfig, "-n", space];
        var explained = await RunAsync(["explain", "web", .. where]);
        Assert.Equal(0, explained.ExitCode);
        Assert.Contains("revision 2 cannot be decoded", explained.Out, StringComparison.Ordinal);
        var young = await RunAsync(["list", "--exit-code", .. where]);
        Assert.Equal(0, young.ExitCode);
        Assert.Contains("in-progress", young.Out, StringComparison.Ordinal);
        var deep = await RunAsync(["list", "--deep", "--exit-code", .. where]);
        Assert.Equal(1, deep.ExitCode);
        Assert.Contains("cannot be decoded", deep.Out, StringComparison.Ordinal);
    }
}
