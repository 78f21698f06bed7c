using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Helmstuck.Bench;

/// <summary>One question about a Kubernetes client, answered in a word or two by what the client does to a server on loopback.</summary>
internal sealed record ClientProbe(string Question, Func<ProbedClient, Task<string>> RunAsync);

/// <summary>The questions that decide whether a client can replace the one in src/Kube. kubectl's own answer is the right one.</summary>
internal static class ClientProbes
{
    private const string EmptyList = """{"kind":"SecretList","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":[]}""";

    // Longer than any client needs, and short enough to wait for one that hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static ClientProbe[] All { get; } =
    [
        new("private CA, certificate of another server", client => TrustsAsync(client, OtherServer)),
        new("private CA that is an intermediate", client => TrustsAsync(client, Intermediate)),
        new("`as:` of the kubeconfig", ImpersonatesAsync),
        new("`proxy-url` of the kubeconfig", UsesProxyUrlAsync),
        new("server on loopback, `HTTPS_PROXY` set", UsesEnvironmentProxyAsync),
        new("token over http", SendsTokenOverHttpAsync),
        new("runs of a credential plugin for one list", CountsPluginRunsAsync),
        new("plugin argument `two words`", SplitsPluginArgumentsAsync),
        new("plugin that prints 100 KB", SurvivesPluginOutputAsync),
        new("body that stalls, time limit 1 s", CancelsBodyAsync),
    ];

    private static (X509Certificate2 Authority, X509Certificate2 Server) OtherServer()
    {
        var authority = TestCertificates.Authority("probe");
        return (authority, TestCertificates.Leaf(authority, hosts: ["other.example"]));
    }

    private static (X509Certificate2 Authority, X509Certificate2 Server) Intermediate()
    {
        using var root = TestCertificates.Authority("probe-root");
        var authority = TestCertificates.Authority("probe", root);
        return (authority, TestCertificates.Leaf(authority));
    }

    private static async Task<string> TrustsAsync(ProbedClient client, Func<(X509Certificate2, X509Certificate2)> certificates)
    {
        var (authority, certificate) = certificates();
        using (authority)
        using (certificate)
        {
            await using var server = new LoopbackServer(certificate) { Reply = _ => LoopbackServer.Ok(EmptyList) };
            await RunAsync(client, Https(server, authority), "token: secret");
            return server.Requests.IsEmpty ? "refused" : "accepted";
        }
    }

    private static async Task<string> ImpersonatesAsync(ProbedClient client)
    {
        using var trusted = new Trusted();
        await using var server = trusted.Server();
        await RunAsync(client, Https(server, trusted.Authority), "token: secret\n    as: jane");
        return server.Requests.IsEmpty ? "no request"
            : Has(server, "Impersonate-User: jane") ? "sent"
            : "ignored";
    }

    private static async Task<string> UsesProxyUrlAsync(ProbedClient client)
    {
        using var trusted = new Trusted();
        await using var server = trusted.Server();
        await using var proxy = new LoopbackServer(null) { Reply = _ => null };
        await RunAsync(client, Https(server, trusted.Authority) + $"\n    proxy-url: {Http(proxy)}", "token: secret");
        return Through(proxy, server);
    }

    private static async Task<string> UsesEnvironmentProxyAsync(ProbedClient client)
    {
        using var trusted = new Trusted();
        await using var server = trusted.Server();
        await using var proxy = new LoopbackServer(null) { Reply = _ => null };
        await RunAsync(
            client,
            Https(server, trusted.Authority),
            "token: secret",
            new Dictionary<string, string?> { ["HTTPS_PROXY"] = Http(proxy) }
        );
        return Through(proxy, server);
    }

    private static async Task<string> SendsTokenOverHttpAsync(ProbedClient client)
    {
        await using var server = new LoopbackServer(null) { Reply = _ => LoopbackServer.Ok(EmptyList) };
        await RunAsync(client, $"server: {Http(server)}", "token: secret");
        return server.Requests.IsEmpty ? "no request"
            : Has(server, "Authorization: Bearer secret") ? "sent"
            : "not sent";
    }

    private static async Task<string> CountsPluginRunsAsync(ProbedClient client)
    {
        using var plugin = new Plugin("");
        await PluginAsync(client, plugin, "one");
        return plugin.Runs.Length.ToString(CultureInfo.InvariantCulture);
    }

    private static async Task<string> SplitsPluginArgumentsAsync(ProbedClient client)
    {
        using var plugin = new Plugin("");
        await PluginAsync(client, plugin, "two words");
        return plugin.Runs is [var first, ..] ? (first == "1" ? "one argument" : $"{first} arguments") : "not run";
    }

    private static async Task<string> SurvivesPluginOutputAsync(ProbedClient client)
    {
        using var plugin = new Plugin("head -c 100000 /dev/zero | tr '\\0' ' '");
        return await PluginAsync(client, plugin, "one") is null ? "hangs" : "works";
    }

    private static async Task<string> CancelsBodyAsync(ProbedClient client)
    {
        using var trusted = new Trusted();
        await using var server = new LoopbackServer(trusted.Certificate)
        {
            Reply = _ => "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"kind\":\"SecretList\",",
        };
        var wall = await RunAsync(client, Https(server, trusted.Authority), "token: secret", seconds: 1);
        return wall is { } ended ? string.Create(CultureInfo.InvariantCulture, $"ends after {ended.TotalSeconds:0.0} s") : "hangs";
    }

    private static async Task<TimeSpan?> PluginAsync(ProbedClient client, Plugin plugin, string argument)
    {
        using var trusted = new Trusted();
        await using var server = trusted.Server();
        return await RunAsync(
            client,
            Https(server, trusted.Authority),
            "exec:\n      apiVersion: client.authentication.k8s.io/v1\n      interactiveMode: Never\n      command: "
                + $"{plugin.Path}\n      args: [\"{argument}\"]"
        );
    }

    /// <summary>Runs the client's list with a kubeconfig: how long it took; null where it did not end in time and was killed.</summary>
    private static async Task<TimeSpan?> RunAsync(
        ProbedClient client,
        string cluster,
        string user,
        IReadOnlyDictionary<string, string?>? variables = null,
        int? seconds = null
    )
    {
        var home = Directory.CreateTempSubdirectory("helmstuck-probe-");
        var kubeconfig = Path.Combine(home.FullName, "config");
        await File.WriteAllTextAsync(
            kubeconfig,
            $$"""
            apiVersion: v1
            kind: Config
            current-context: probe
            contexts:
            - name: probe
              context: {cluster: probe, user: probe}
            clusters:
            - name: probe
              cluster:
                {{cluster}}
            users:
            - name: probe
              user:
                {{user}}

            """
        );
        var environment = new Dictionary<string, string?>
        {
            ["HOME"] = home.FullName,
            ["KUBECONFIG"] = kubeconfig,
            ["XDG_CONFIG_HOME"] = home.FullName,
            ["XDG_STATE_HOME"] = home.FullName,
        };
        foreach (
            var name in (string[])
                ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"]
        )
            environment[name] = null;
        foreach (var (name, value) in variables ?? new Dictionary<string, string?>())
            environment[name] = value;
        using var patience = new CancellationTokenSource(Patience);
        var clock = Stopwatch.StartNew();
        try
        {
            await ExternalCommand.RunAsync(client.Program, client.List(seconds), environment, cancel: patience.Token);
            return clock.Elapsed;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    private static string Https(LoopbackServer server, X509Certificate2 authority) =>
        string.Create(CultureInfo.InvariantCulture, $"server: https://127.0.0.1:{server.Port}\n    certificate-authority-data: ")
        + Convert.ToBase64String(Encoding.ASCII.GetBytes(authority.ExportCertificatePem()));

    private static string Http(LoopbackServer server) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{server.Port}");

    private static bool Has(LoopbackServer server, string header) =>
        server.Requests.Any(head => head.Contains(header, StringComparison.OrdinalIgnoreCase));

    private static string Through(LoopbackServer proxy, LoopbackServer server) =>
        !proxy.Requests.IsEmpty ? "through the proxy"
        : !server.Requests.IsEmpty ? "direct"
        : "no request";

    /// <summary>An authority and a certificate of 127.0.0.1 that it signed.</summary>
    private sealed class Trusted : IDisposable
    {
        public Trusted()
        {
            Authority = TestCertificates.Authority("probe");
            Certificate = TestCertificates.Leaf(Authority);
        }

        public X509Certificate2 Authority { get; }

        public X509Certificate2 Certificate { get; }

        /// <summary>A server that answers every request with an empty list.</summary>
        public LoopbackServer Server() => new(Certificate) { Reply = _ => LoopbackServer.Ok(EmptyList) };

        public void Dispose()
        {
            Certificate.Dispose();
            Authority.Dispose();
        }
    }

    /// <summary>A credential plugin that notes the number of its arguments at each run.</summary>
    private sealed class Plugin : IDisposable
    {
        private const string Credential =
            """{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"secret"}}""";

        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("helmstuck-plugin-");

        public Plugin(string also)
        {
            File.WriteAllText(
                Path,
                $"""
                #!/bin/sh
                echo $# >>"{RunsPath}"
                {also}
                echo '{Credential}'

                """
            );
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        public string Path => System.IO.Path.Combine(_folder.FullName, "plugin");

        public string[] Runs => File.Exists(RunsPath) ? File.ReadAllLines(RunsPath) : [];

        private string RunsPath => System.IO.Path.Combine(_folder.FullName, "runs");

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
