namespace Helmstuck.Tests.Terminal;

/// <summary>What people get wrong, and what clusters refuse: one clear line on standard error, exit code 1, no stack trace.</summary>
public sealed class BadInputTests(SharedControlPlane shared) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("helmstuck-bad-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("error: stat /no/such/kubeconfig: no such file or directory", "--kubeconfig", "/no/such/kubeconfig", "list")]
    [InlineData("error: release \"nope\" not found in namespace gitlab", "--demo", "explain", "nope")]
    [InlineData(
        "error: gitlab-cny has no revision 9999: the newest is 1234 (pending-upgrade)",
        "--demo",
        "unstick",
        "gitlab-cny",
        "--revision",
        "9999",
        "--yes"
    )]
    [InlineData(
        "error: --revision twelve: expected a revision number, or several newest first: 9,8",
        "--demo",
        "unstick",
        "gitlab-cny",
        "--revision",
        "twelve"
    )]
    [InlineData("Error from server (NotFound): namespaces \"nope\" not found", "--demo", "list", "-n", "nope")]
    [InlineData(
        "error: --size 0x0: expected columns and rows, from 1x1 to 500x200, for example 120x40",
        "--demo",
        "screen",
        "--size",
        "0x0"
    )]
    [InlineData(
        "error: unknown theme \"pink\": it must be default, mono, high-contrast or light (--theme, ui.theme)",
        "--demo",
        "screen",
        "--theme",
        "pink"
    )]
    [InlineData(
        "error: unknown Helm storage driver \"floppy\": it must be secret or configmap (--driver, HELM_DRIVER)",
        "--demo",
        "list",
        "--driver",
        "floppy"
    )]
    public async Task One_line_says_what_is_wrong(string line, params string[] arguments) => AssertOneLine(await RunAsync(arguments), line);

    [Theory]
    [InlineData("error: unknown flag: --nope", "kubectl helmstuck list", "list", "--nope")]
    [InlineData("error: unknown flag: --nope", "kubectl helmstuck", "--nope")]
    [InlineData("error: unknown command \"lsit\" for \"kubectl helmstuck\"", "kubectl helmstuck", "lsit")]
    [InlineData("error: option '--revision' is required", "kubectl helmstuck unstick", "unstick", "web")]
    public async Task Usage_errors_point_to_the_help_as_kubectls_do(string line, string command, params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Equal($"{line}\nSee '{command} --help' for usage.\n", result.Error);
    }

    [Fact]
    public async Task Older_revision_than_the_newest_is_refused_as_changed()
    {
        var result = await RunAsync(["--demo", "unstick", "gitlab-cny", "--revision", "9", "--yes"]);
        Assert.Equal(5, result.ExitCode);
        Assert.Matches(
            @"^refused: revision 1234 \(pending-upgrade\) is the newest of gitlab-cny, not 9; it was created by \w+ at \d\d:\d\d:\d\dZ; "
                + @"nothing was changed\n$",
            result.Error
        );
    }

    [Fact]
    public async Task Unknown_context()
    {
        var plane = await shared.GetAsync();
        AssertOneLine(
            await RunAsync(["--kubeconfig", plane.AdminUser.Kubeconfig, "--context", "nope", "list"]),
            "error: context \"nope\" does not exist"
        );
    }

    [Fact]
    public async Task Refused_connection()
    {
        var port = await BadInputPorts.ClosedAsync();
        AssertOneLine(
            await RunAsync(["--server", $"https://127.0.0.1:{port}", "list"]),
            $"The connection to the server 127.0.0.1:{port} was refused - did you specify the right host or port?"
        );
    }

    [Fact]
    public async Task Expired_server_certificate()
    {
        using var authority = TestCertificates.Authority("ca");
        using var leaf = TestCertificates.Leaf(authority, toDays: -0.5);
        await using var server = new LoopbackServer(leaf);
        var anchor = Path.Combine(_folder, "ca.crt");
        await File.WriteAllBytesAsync(anchor, TestCertificates.Pem(authority));
        var result = await RunAsync(["--server", $"https://127.0.0.1:{server.Port}", "--certificate-authority", anchor, "list"]);
        AssertOneLine(
            result,
            "Unable to connect to the server: tls: failed to verify certificate: x509: certificate has expired or is not yet valid: "
        );
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("explain", "web")]
    [InlineData("unstick", "web", "--revision", "2", "--yes")]
    public async Task Unknown_token(params string[] arguments)
    {
        var plane = await shared.GetAsync();
        AssertOneLine(
            await RunAsync(["--kubeconfig", plane.AdminUser.Kubeconfig, "--token", "not-a-token", .. arguments]),
            "error: You must be logged in to the server (Unauthorized)"
        );
    }

    [Theory]
    [InlineData("list")]
    [InlineData("list", "--all")]
    [InlineData("explain", "web")]
    [InlineData("report", "web")]
    [InlineData("unstick", "web", "--revision", "2", "--yes")]
    public async Task Secrets_that_may_not_be_listed(params string[] arguments)
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("bad");
        var user = plane.AddTokenUser($"nobody-{space}");
        await plane.GrantAsync(user, null, new Allow(["namespaces"], ["get"], [space]));
        AssertOneLine(
            await RunAsync(["--kubeconfig", user.Kubeconfig, "-n", space, .. arguments]),
            $"Error from server (Forbidden): secrets is forbidden: User \"{user.Name}\" cannot list resource \"secrets\" in API group "
                + $"\"\" in the namespace \"{space}\""
        );
    }

    [Theory]
    [InlineData("list")]
    [InlineData("list", "--exit-code")]
    [InlineData("explain", "web")]
    [InlineData("unstick", "web", "--revision", "2", "--yes")]
    public async Task Unknown_namespace(params string[] arguments)
    {
        var plane = await shared.GetAsync();
        AssertOneLine(
            await RunAsync(["--kubeconfig", plane.AdminUser.Kubeconfig, "-n", "no-such-namespace", .. arguments]),
            "Error from server (NotFound): namespaces \"no-such-namespace\" not found"
        );
    }

    [Theory]
    [InlineData("""{ "helm": { "idelAfter": "10m" } }""", "unknown key helm.idelAfter")]
    [InlineData("""{ "readOnly": "perhaps" }""", "readOnly")]
    [InlineData("""{ "ui": """, "not JSON")]
    public async Task Bad_settings_name_the_file_and_the_key(string content, string said)
    {
        var file = Path.Combine(_folder, "config.json");
        await File.WriteAllTextAsync(file, content);
        var result = await RunAsync(["--demo", "--config", file, "list"]);
        AssertOneLine(result, "");
        Assert.Contains(file, result.Error, StringComparison.Ordinal);
        Assert.Contains(said, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kubeconfig_that_is_no_yaml()
    {
        var file = Path.Combine(_folder, "kubeconfig");
        await File.WriteAllTextAsync(file, "clusters: [\n  nope");
        var result = await RunAsync(["--kubeconfig", file, "list"]);
        AssertOneLine(result, "error: ");
        Assert.Contains(file, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deployments_that_may_not_be_read_are_unknown_and_never_healthy()
    {
        var plane = await shared.GetAsync();
        var stuck = await plane.LeaveStuckUpgradeAsync(3, await plane.CreateNamespaceAsync("bad"), "web");
        await plane.MakeHealthyAsync(stuck.Namespace);
        var user = plane.AddTokenUser($"blind-{stuck.Namespace}");
        await plane.GrantAsync(user, stuck.Namespace, new Allow(["secrets"], ["get", "list", "delete"]));
        var flags = new[] { "--kubeconfig", user.Kubeconfig, "-n", stuck.Namespace };

        var explained = await RunAsync([.. flags, "explain", "web", "-o", "json"]);
        Assert.Equal((0, ""), (explained.ExitCode, explained.Error));
        using var review = System.Text.Json.JsonDocument.Parse(explained.Output);
        var check = review
            .RootElement.GetProperty("checks")
            .EnumerateArray()
            .Single(check => check.GetProperty("id").GetString() == "workloads");
        Assert.Equal("unknown", check.GetProperty("state").GetString());
        Assert.Contains("deployments", check.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("forbidden", check.GetRawText(), StringComparison.OrdinalIgnoreCase);
        Assert.All(
            review.RootElement.GetProperty("workloads").EnumerateArray(),
            workload => Assert.Equal("unknown", workload.GetProperty("verdict").GetString())
        );

        var text = (await RunAsync([.. flags, "explain", "web"])).MustSucceed().Output;
        Assert.DoesNotContain("healthy", text, StringComparison.Ordinal);
        var refused = await RunAsync([
            .. flags,
            "unstick",
            "web",
            "--revision",
            "2",
            "--yes",
            "--attest",
            "ci-jobs",
            "--override",
            "helm-idle=evicted",
        ]);
        Assert.Equal(4, refused.ExitCode);
        Assert.Contains("workloads: unknown", refused.Error, StringComparison.Ordinal);
        Assert.NotNull(await plane.GetAsync($"api/v1/namespaces/{stuck.Namespace}/secrets/{stuck.Record}"));
    }

    [Theory]
    [InlineData("bm90IGd6aXA=")]
    [InlineData("%%% no base64 %%%")]
    [InlineData("")]
    public async Task Corrupt_record_is_explained(string payload)
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("bad");
        await plane.SeedAsync(new SeedRecord(space, "web", 1, "deployed"));
        await plane.SeedAsync(new SeedRecord(space, "web", 2, "pending-upgrade") { EncodedPayload = payload });
        var flags = new[] { "--kubeconfig", plane.AdminUser.Kubeconfig, "-n", space };
        var listed = await RunAsync([.. flags, "list", "-o", "name"]);
        Assert.Equal("", listed.Error);
        Assert.Contains("web", listed.MustSucceed().Output, StringComparison.Ordinal);
        var explained = await RunAsync([.. flags, "explain", "web"]);
        Assert.Equal("", explained.Error);
        Assert.Contains("cannot be decoded", explained.MustSucceed().Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", explained.Output, StringComparison.Ordinal);
    }

    private async Task<CommandResult> RunAsync(string[] arguments) =>
        await ExternalCommand.RunAsync(
            PseudoTerminal.Product,
            arguments,
            new Dictionary<string, string?>
            {
                ["XDG_CONFIG_HOME"] = _folder,
                ["XDG_STATE_HOME"] = _folder,
                ["KUBECONFIG"] = Path.Combine(_folder, "none"),
                ["HOME"] = _folder,
                ["HELM_DRIVER"] = null,
            }
        );

    private static void AssertOneLine(CommandResult result, string beginning)
    {
        Assert.Equal(1, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.StartsWith(beginning, result.Error, StringComparison.Ordinal);
        Assert.Equal(result.Error.Length - 1, result.Error.IndexOf('\n', StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }
}
