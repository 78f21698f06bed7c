using System.Net;
using System.Text.Json;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;

namespace Helmstuck.Tests.Unit.Kube;

/// <summary>Rules 22 to 35: who the request says it is from.</summary>
public sealed class CredentialsTests : IDisposable
{
    private const string Token =
        """{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"TOKEN"EXTRA}}""";
    private readonly string folder = Directory.CreateTempSubdirectory("helmstuck-credentials-").FullName;

    private readonly Helmstuck.Tests.Unit.Recovery.HandClock clock = new();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static ClusterTarget Target(Credentials credentials, Impersonation? impersonation = null) =>
        new()
        {
            Server = new Uri("https://h:6443"),
            User = "u",
            Credentials = credentials,
            Impersonation = impersonation,
        };

    private ExecPlugin Plugin(string script)
    {
        var path = Path.Combine(folder, "login");
        File.WriteAllText(path, "#!/bin/sh\necho run >> \"$0.runs\"\n" + script);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new ExecPlugin
        {
            Command = path,
            ApiVersion = "client.authentication.k8s.io/v1",
            InteractiveMode = InteractiveMode.Never,
        };
    }

    private int Runs => File.Exists(Path.Combine(folder, "login.runs")) ? File.ReadAllLines(Path.Combine(folder, "login.runs")).Length : 0;

    private static string Says(string token, string extra = "") =>
        $"echo '{Token.Replace("TOKEN", token, StringComparison.Ordinal).Replace("EXTRA", extra, StringComparison.Ordinal)}'";

    private static FakeApi Api(int answers)
    {
        var api = new FakeApi();
        for (var i = 0; i < answers; i++)
            api.Answer("""{"gitVersion":"v1"}""");
        return api;
    }

    [Fact]
    public async Task Impersonation_headers_are_escaped_rule_25()
    {
        using var api = Api(1);
        using var client = api.Client(
            Target(
                new Credentials { Token = "t" },
                new Impersonation(
                    "jane",
                    "7",
                    ["g1", "g2"],
                    [KeyValuePair.Create("Acme.com/Project", "a"), KeyValuePair.Create("acme.com/project", "b")]
                )
            )
        );
        await client.ServerVersionAsync(default);
        var headers = api.Sent.Single().Headers;
        Assert.Equal(
            ("Bearer t", "jane", "7", "g1|g2", "a|b"),
            (
                headers["Authorization"],
                headers["Impersonate-User"],
                headers["Impersonate-Uid"],
                headers["Impersonate-Group"].Replace('\uFFFF', '|'),
                headers["Impersonate-Extra-acme.com%2Fproject"].Replace('\uFFFF', '|')
            )
        );
    }

    [Fact]
    public async Task Basic_credentials_are_sent()
    {
        using var api = Api(1);
        using var client = api.Client(Target(new Credentials { Username = "u", Password = "p w" }));
        await client.ServerVersionAsync(default);
        Assert.Equal("Basic dTpwIHc=", api.Sent.Single().Headers["Authorization"]);
    }

    [Fact]
    public async Task Token_file_is_read_again_after_a_minute_and_after_a_401_rule_23()
    {
        var file = Path.Combine(folder, "token");
        await File.WriteAllTextAsync(file, " one\n");
        var time = new ImpatientTime();
        using var api = Api(3).Answer(HttpStatusCode.Unauthorized, "{}").Answer("{}").Answer("{}");
        using var client = api.Client(Target(new Credentials { Token = "at-first", TokenFile = file }), time);
        await client.ServerVersionAsync(default);
        await File.WriteAllTextAsync(file, "two");
        time.Advance(TimeSpan.FromSeconds(49));
        await client.ServerVersionAsync(default);
        time.Advance(TimeSpan.FromSeconds(2));
        await client.ServerVersionAsync(default);
        await File.WriteAllTextAsync(file, "three");
        await client.ServerVersionAsync(default);
        await client.ServerVersionAsync(default);
        File.Delete(file);
        time.Advance(TimeSpan.FromHours(1));
        await client.ServerVersionAsync(default);
        Assert.Equal(
            ["one", "one", "two", "two", "three", "three"],
            api.Sent.Select(request => request.Headers["Authorization"]["Bearer ".Length..])
        );
    }

    [Fact]
    public async Task Plugin_is_asked_once_until_it_expires_rule_33()
    {
        var time = new ImpatientTime();
        using var api = Api(12);
        using var client = api.Client(
            Target(new Credentials { Exec = Plugin(Says("x", ",\"expirationTimestamp\":\"2030-01-01T00:10:00Z\"")) }),
            time
        );
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => client.ServerVersionAsync(default))));
        Assert.Equal(1, Runs);
        Assert.All(api.Sent, request => Assert.Equal("Bearer x", request.Headers["Authorization"]));
        time.Advance(TimeSpan.FromMinutes(11));
        await client.ServerVersionAsync(default);
        Assert.Equal(2, Runs);
    }

    [Fact]
    public async Task Refused_credentials_are_asked_for_again_but_the_request_is_not_repeated_rule_34()
    {
        using var api = new FakeApi().Answer(HttpStatusCode.Unauthorized, "{}").Answer("""{"gitVersion":"v1.33.1"}""");
        using var client = api.Client(Target(new Credentials { Exec = Plugin(Says("x")) }));
        Assert.Equal(KubeErrorKind.Unauthorized, (await client.ServerVersionAsync(default)).Error!.Kind);
        Assert.Single(api.Sent);
        Assert.Null((await client.ServerVersionAsync(default)).Error);
        Assert.Equal(2, Runs);
    }

    [Fact]
    public async Task Plugin_learns_of_the_cluster_and_of_its_own_variables_rules_28_and_29()
    {
        var plugin = Plugin(
            $"printf %s \"$KUBERNETES_EXEC_INFO\" > \"$0.info\"; printf '%s %s' \"$MINE\" \"$HOME\" > \"$0.env\"; {Says("x")}"
        ) with
        {
            ProvideClusterInfo = true,
            ClusterConfigJson = """{"audience":"a"}""",
            Environment = [KeyValuePair.Create("MINE", "first"), KeyValuePair.Create("MINE", "yes")],
        };
        var target = Target(new Credentials { Exec = plugin }) with { ProxyUrl = new Uri("http://proxy:1"), DisableCompression = true };
        var ca = System.Text.Encoding.ASCII.GetBytes("-----BEGIN CERTIFICATE-----");
        using var api = Api(1);
        using var client = api.Client(
            target with
            {
                Tls = new TlsSettings { CertificateAuthority = ca, ServerName = "n" },
            }
        );
        Assert.Null((await client.ServerVersionAsync(default)).Error);
        using var info = JsonDocument.Parse(await File.ReadAllTextAsync(plugin.Command + ".info"));
        Assert.Equal(
            $$$"""{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","spec":{"cluster":{"server":"https://h:6443","tls-server-name":"n","certificate-authority-data":"{{{Convert.ToBase64String(ca)}}}","proxy-url":"http://proxy:1","disable-compression":true,"config":{"audience":"a"}},"interactive":false}}""",
            info.RootElement.GetRawText()
        );
        Assert.Equal($"yes {Environment.GetEnvironmentVariable("HOME")}", await File.ReadAllTextAsync(plugin.Command + ".env"));
    }

    [Fact]
    public async Task What_a_plugin_says_is_passed_on_and_never_printed_rule_31()
    {
        var told = new List<string>();
        using var api = Api(1);
        using var client = new KubeClient(
            Target(new Credentials { Exec = Plugin("echo 'enter code ABC' >&2; printf 'no newline' >&2; " + Says("x")) }),
            api
        )
        {
            Notice = told.Add,
        };
        Assert.Null((await client.ServerVersionAsync(default)).Error);
        Assert.Equal(["enter code ABC", "no newline"], told);
    }

    [Theory]
    [InlineData("exit 3", "failed with exit code 3")]
    [InlineData("echo nonsense", "decoding stdout: ")]
    [InlineData("echo '{\"kind\":\"Other\"}'", "decoding stdout: the answer's kind is \"Other\", not ExecCredential")]
    public async Task Failure_of_a_plugin_is_told_rules_32_and_35(string script, string expected)
    {
        using var api = new FakeApi();
        using var client = api.Client(Target(new Credentials { Exec = Plugin(script) }));
        var error = (await client.ServerVersionAsync(default)).Error!;
        Assert.Equal(KubeErrorKind.Configuration, error.Kind);
        Assert.StartsWith("Unable to connect to the server: getting credentials: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Empty(api.Sent);
    }

    [Fact]
    public async Task Missing_plugin_gives_its_hint_and_the_current_folder_is_not_searched_rule_35()
    {
        using var api = new FakeApi();
        var plugin = Plugin(Says("x")) with { Command = "helmstuck-no-such-login", InstallHint = "install it\nlike this" };
        using var client = api.Client(Target(new Credentials { Exec = plugin }));
        Assert.Equal(
            "Unable to connect to the server: getting credentials: exec: executable helmstuck-no-such-login not found: install it like "
                + "this",
            (await client.ServerVersionAsync(default)).Error!.Message
        );
    }

    [Fact]
    public async Task Input_that_cannot_be_had_is_told_where_it_must_be_rule_30()
    {
        using var api = Api(1);
        var always = Target(new Credentials { Exec = Plugin(Says("x")) with { InteractiveMode = InteractiveMode.Always } });
        using var client = new KubeClient(always, api) { StdinUnavailable = "the screen is in use" };
        Assert.Equal(
            "Unable to connect to the server: getting credentials: exec plugin cannot support interactive mode: standard input is "
                + "unavailable: the screen is in use",
            (await client.ServerVersionAsync(default)).Error!.Message
        );
        using var available = new KubeClient(
            always with
            {
                Credentials = new Credentials { Exec = always.Credentials.Exec! with { InteractiveMode = InteractiveMode.IfAvailable } },
            },
            api
        )
        {
            StdinUnavailable = "the screen is in use",
        };
        Assert.Null((await available.ServerVersionAsync(default)).Error);
    }

    private KubeClient OnTheScreen(FakeApi api, string script) =>
        new(Target(new Credentials { Exec = Plugin(script) }), api, clock) { StdinUnavailable = "the full screen is in use" };

    [Fact]
    public async Task A_plugin_that_fails_is_not_run_again_by_itself_before_a_growing_pause()
    {
        using var api = new FakeApi();
        using var client = OnTheScreen(api, "echo 'please log in with corp-login' >&2; exit 3");
        for (var i = 0; i < 7; i++)
        {
            var error = (await client.ServerVersionAsync(default)).Error!;
            Assert.EndsWith("login failed with exit code 3: please log in with corp-login", error.Message, StringComparison.Ordinal);
        }
        Assert.Equal(1, Runs);
        foreach (var (seconds, runs) in new[] { (29, 1), (1, 2), (59, 2), (1, 3), (119, 3), (1, 4) })
        {
            clock.Now += TimeSpan.FromSeconds(seconds);
            await client.ServerVersionAsync(default);
            Assert.Equal(runs, Runs);
        }
        client.RunPluginAgain();
        await client.ServerVersionAsync(default);
        Assert.Equal(5, Runs);
    }

    [Fact]
    public async Task A_credential_that_expires_while_the_screen_is_open_is_asked_for_again()
    {
        using var api = Api(3);
        var end = clock.Now.AddMinutes(10).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        using var client = OnTheScreen(api, $"n=$(wc -l < \"$0.runs\")\n" + Says("x'$n'", $",\"expirationTimestamp\":\"{end}\""));
        await client.ServerVersionAsync(default);
        clock.Now += TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1);
        await client.ServerVersionAsync(default);
        clock.Now += TimeSpan.FromSeconds(1);
        await client.ServerVersionAsync(default);
        Assert.Equal(["Bearer x1", "Bearer x1", "Bearer x2"], api.Sent.Select(request => request.Headers["Authorization"]));
    }

    [Theory]
    [InlineData("Never", "", "")]
    [InlineData("IfAvailable", "", "True False")]
    [InlineData("Always", "True False", "True False")]
    public async Task Terminal_is_lent_to_a_plugin_that_asks(string mode, string first, string again)
    {
        using var api = new FakeApi();
        using var client = new KubeClient(
            Target(new Credentials { Exec = Plugin("exit 3") with { InteractiveMode = Enum.Parse<InteractiveMode>(mode) } }),
            api,
            clock
        )
        {
            StdinUnavailable = "the full screen is in use",
        };
        var lent = new List<bool>();
        client.LendTerminal = lend =>
        {
            lent.Add(lend);
            return true;
        };
        await client.ServerVersionAsync(default);
        Assert.Equal(first, string.Join(' ', lent));
        lent.Clear();
        client.RunPluginAgain();
        await client.ServerVersionAsync(default);
        Assert.Equal(again, string.Join(' ', lent));
    }

    [Fact]
    public async Task A_plugin_whose_credential_is_rejected_twice_is_not_run_for_each_request()
    {
        using var api = new FakeApi();
        for (var i = 0; i < 8; i++)
            api.Answer(HttpStatusCode.Unauthorized, "{}");
        api.Answer("""{"gitVersion":"v1"}""");
        using var client = OnTheScreen(api, Says("x"));
        for (var i = 0; i < 7; i++)
            Assert.Equal(KubeErrorKind.Unauthorized, (await client.ServerVersionAsync(default)).Error!.Kind);
        Assert.Equal(2, Runs);
        clock.Now += TimeSpan.FromSeconds(31);
        await client.ServerVersionAsync(default);
        Assert.Null((await client.ServerVersionAsync(default)).Error);
        Assert.Equal(3, Runs);
    }

    [Fact]
    public async Task A_run_outlives_the_request_that_began_it_and_is_cancelled_by_its_user()
    {
        using var api = new FakeApi();
        using var client = OnTheScreen(api, "sleep 600");
        var names = System.Threading.Channels.Channel.CreateUnbounded<string?>();
        client.PluginRuns = name => names.Writer.TryWrite(name);
        using var replaced = new CancellationTokenSource();
        var first = client.ServerVersionAsync(replaced.Token);
        Assert.Equal("login", await names.Reader.ReadAsync());
        await replaced.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        var second = client.ServerVersionAsync(default);
        while (Runs == 0)
            await Task.Delay(5);
        client.CancelPlugin();
        Assert.EndsWith("login was cancelled", (await second).Error!.Message, StringComparison.Ordinal);
        Assert.Null(await names.Reader.ReadAsync());
        clock.Now += TimeSpan.FromDays(1);
        Assert.NotNull((await client.ServerVersionAsync(default)).Error);
        Assert.Equal(1, Runs);
    }

    [Fact]
    public async Task Credentials_in_hand_win_over_a_plugin_rule_26()
    {
        using var api = Api(1);
        using var client = api.Client(Target(new Credentials { Token = "mine", Exec = Plugin(Says("x")) }));
        await client.ServerVersionAsync(default);
        Assert.Equal("Bearer mine", api.Sent.Single().Headers["Authorization"]);
        Assert.Equal(0, Runs);
    }

    [Fact]
    public async Task Certificate_of_a_plugin_is_shown_to_the_server()
    {
        var root = TestCertificates.Authority("root");
        var leaf = TestCertificates.Leaf(root, "by-plugin", [], use: TestCertificates.ClientUse);
        await using var server = new LoopbackServer(TestCertificates.Leaf(root)) { AskForClientCertificate = true };
        static string Escape(byte[] pem) => System.Text.Encoding.ASCII.GetString(pem).Replace("\n", "\\n", StringComparison.Ordinal);
        var answer =
            $$$"""{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"clientCertificateData":"{{{Escape(TestCertificates.Pem(leaf))}}}","clientKeyData":"{{{Escape(TestCertificates.KeyPem(leaf))}}}"}}""";
        await File.WriteAllTextAsync(Path.Combine(folder, "answer"), answer);
        using var client = new KubeClient(
            new ClusterTarget
            {
                Server = new Uri($"https://127.0.0.1:{server.Port}"),
                Tls = new TlsSettings { CertificateAuthority = TestCertificates.Pem(root) },
                Credentials = new Credentials { Exec = Plugin($"cat {folder}/answer") },
            }
        );
        Assert.Equal("v1.99.0", (await client.ServerVersionAsync(default)).ValueOrDefault);
        Assert.Equal(["CN=by-plugin"], server.ClientSubjects);
        Assert.DoesNotContain("Authorization", server.Requests.Single(), StringComparison.Ordinal);
    }
}
