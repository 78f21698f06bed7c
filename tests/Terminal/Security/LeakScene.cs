using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace Helmstuck.Tests.Terminal.Security;

/// <summary>
/// One run of the product on a cluster, with secrets of this run alone at every place where a kubeconfig, the environment, a credential
/// plugin or the cluster can hold one.
/// </summary>
internal sealed class LeakScene : IAsyncDisposable
{
    private static readonly X509Certificate2 Authority = TestCertificates.Authority("leak-root");
    private static readonly X509Certificate2 Certificate = TestCertificates.Leaf(Authority);

    private readonly Random _random;
    private readonly AttackScene _scene = new();
    private readonly LoopbackListener _tls;
    private readonly List<string> _secrets = [];

    public LeakScene(int seed)
    {
        _random = new Random(seed);
        _tls = new LoopbackListener(ServeTlsAsync);
    }

    /// <summary>What was run, to find a leak again.</summary>
    public string Told { get; private set; } = "";

    public int Secrets => _secrets.Count;

    public async ValueTask DisposeAsync()
    {
        await _tls.DisposeAsync();
        await _scene.DisposeAsync();
    }

    /// <summary>Everything that the run left for others to see, by its place.</summary>
    public async Task<Dictionary<string, string>> RunAsync()
    {
        _scene.Server.Edit = (_, body) => WithSecrets(body);
        _scene.Server.Instead = Failure();
        _scene.User = User();
        // With a user in the address, or over plain HTTP, other code sends the credentials.
        var user = _random.Next(6) == 0 ? $"{Secret()}:{Secret()}@" : "";
        _scene.Address = _random.Next(6) == 0 ? $"http://{user}127.0.0.1:{_scene.Server.Port}" : $"https://{user}127.0.0.1:{_tls.Port}";
        _scene.Cluster = $"    certificate-authority-data: {Convert.ToBase64String(TestCertificates.Pem(Authority))}\n";
        if (_random.Next(8) == 0)
            _scene.Cluster += $"    proxy-url: {Pick("http", "socks5")}://ann:{Secret()}@127.0.0.1:1\n";
        if (_random.Next(4) == 0)
            _scene.Variables[Pick("HTTPS_PROXY", "HTTP_PROXY")] = $"http://ann:{Secret()}@127.0.0.1:1";
        string[] arguments = [.. Command(), .. Flags(), $"-v={_random.Next(6, 10)}"];
        var log = _random.Next(3) switch
        {
            0 => Path.Combine(_scene.Here, "requests.log"),
            1 when _random.Next(4) == 0 => "/dev/full",
            _ => null,
        };
        if (log is not null)
            arguments = [.. arguments, "--log-file", log];
        Told = $"{string.Join(' ', arguments)}\nuser: {_scene.User}\naddress: {_scene.Address}\n{_scene.Cluster}";
        var run = await _scene.RunAsync(arguments);
        var left = new Dictionary<string, string> { ["standard output"] = run.Output, ["standard error"] = run.Error };
        foreach (var path in Directory.EnumerateFiles(_scene.Here, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(_scene.Here, path);
            // A backup is the object itself, and these three are where the secrets come from.
            if (name is not ("kubeconfig" or "token" or "login") && !name.Contains("/backups/", StringComparison.Ordinal))
                left[name] = await File.ReadAllTextAsync(path);
        }
        return left;
    }

    /// <summary>The secrets of this run that a text has, as they are or in base64.</summary>
    public IEnumerable<string> In(string text) =>
        _secrets.Where(secret =>
            text.Contains(secret, StringComparison.Ordinal)
            || text.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).TrimEnd('=')[..^1], StringComparison.Ordinal)
        );

    private string Secret()
    {
        var secret = "Leak" + string.Concat(Enumerable.Range(0, 20).Select(_ => (char)('a' + _random.Next(26))));
        _secrets.Add(secret);
        return secret;
    }

    private string Pick(params string[] from) => from[_random.Next(from.Length)];

    private string User()
    {
        _scene.Write("token", Secret());
        _scene.Write("login", "#!/bin/sh\n" + Plugin(), executable: true);
        var exec =
            $"exec: {{apiVersion: client.authentication.k8s.io/v1, command: ./login, args: ['{Secret()}'], "
            + $"env: [{{name: LOGIN, value: {Secret()}}}], interactiveMode: Never}}";
        return _random.Next(7) switch
        {
            0 => $"{{token: {Secret()}}}",
            1 => "{tokenFile: token}",
            2 => $"{{username: ann, password: {Secret()}}}",
            3 => $"{{token: {Secret()}, as: jane, as-groups: [a, b]}}",
            4 => $"{{client-certificate-data: {Base64(Secret())}, client-key-data: {Base64(Secret())}}}",
            _ => $"{{{exec}}}",
        };
    }

    private string Plugin()
    {
        var answer = $$$"""{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"{{{Secret()}}}"}}""";
        return _random.Next(8) switch
        {
            0 => $"echo '{Secret()}'; exit 3",
            1 => $"echo '{Secret()}'",
            2 => $"echo '{answer.Replace("\"status\"", "\"states\"", StringComparison.Ordinal)}'",
            3 => $"echo '{answer[..^4]}'",
            4 => $"echo '{answer}'; kill -9 $$",
            _ => $"echo '{answer}'",
        };
    }

    private IEnumerable<string> Flags() =>
        _random.Next(6) switch
        {
            0 => ["--token", Secret()],
            1 => ["--username", "bob", "--password", Secret()],
            2 => [$"--token={Secret()}", "--no-such-flag"],
            3 => ["--token", Secret(), "--request-timeout", "soon"],
            _ => ["--request-timeout", "20s"],
        };

    private string[] Command() =>
        _random.Next(10) switch
        {
            0 => ["list", "-A", "-o", "json"],
            1 => ["list", "--deep", "--all"],
            2 => ["explain", "gitlab-cny", "-o", "json"],
            3 => ["explain", "gitlab-cny"],
            4 => ["report", "gitlab-cny"],
            5 or 6 => ["unstick", "gitlab-cny", "--revision", "1234", "--yes", "--attest", "ci-jobs", "--override", "the test says so"],
            7 => ["journal", "-o", "json"],
            8 => ["screen", "gitlab-cny", "--view", Pick("changes", "evidence", "history")],
            _ => ["guard", "gitlab-cny", "--wait", "1s"],
        };

    private Func<string, Stream, CancellationToken, Task<bool>> Failure()
    {
        var (kind, after) = (_random.Next(14), _random.Next(6));
        return async (_, stream, _) =>
        {
            // A connection that breaks is tried again, and so breaks only once.
            if (kind > 5 || --after > 0 || (kind == 0 && after < 0))
                return false;
            if (kind != 0)
                await ImitatingServer.AnswerAsync(
                    stream,
                    kind switch
                    {
                        1 => 401,
                        2 => 403,
                        3 => 500,
                        4 => 404,
                        _ => 200,
                    },
                    "<html>no</html>",
                    "text/html"
                );
            return true;
        };
    }

    /// <summary>Data of each Secret, variables of each container, and what kubectl apply would have kept of both.</summary>
    private string WithSecrets(string body)
    {
        if (body.Length == 0 || JsonNode.Parse(body) is not JsonObject answer)
            return body;
        Visit(answer);
        return answer.ToJsonString();
    }

    private void Visit(JsonObject at)
    {
        if (at["metadata"] is JsonObject metadata && metadata.ContainsKey("uid"))
            (metadata["annotations"] ??= new JsonObject())["kubectl.kubernetes.io/last-applied-configuration"] =
                $"{{\"data\":\"{Fixed(0)}\"}}";
        if (at["data"] is JsonObject data)
            data["password"] = Base64(Fixed(1));
        if (at["containers"] is JsonArray containers)
        {
            foreach (var container in containers.OfType<JsonObject>())
                container["env"] = new JsonArray(new JsonObject { ["name"] = "PASSWORD", ["value"] = Fixed(2) });
        }
        foreach (var child in at.Select(member => member.Value).ToList())
        {
            if (child is JsonObject inner)
                Visit(inner);
            foreach (var item in (child as JsonArray ?? []).OfType<JsonObject>())
                Visit(item);
        }
    }

    private readonly string?[] _fixed = new string?[3];

    /// <summary>The same in each answer: the cluster does not change.</summary>
    private string Fixed(int which)
    {
        lock (_fixed)
            return _fixed[which] ??= Secret();
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private async Task ServeTlsAsync(NetworkStream plain, CancellationToken stop)
    {
        await using var client = new SslStream(plain);
        await client.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = Certificate }, stop);
        using var upstream = new TcpClient();
        await upstream.ConnectAsync(System.Net.IPAddress.Loopback, _scene.Server.Port, stop);
        var server = upstream.GetStream();
        await Task.WhenAny(client.CopyToAsync(server, stop), server.CopyToAsync(client, stop));
    }
}
