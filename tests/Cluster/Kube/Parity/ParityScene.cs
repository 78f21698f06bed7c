using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Helmstuck.Cli;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Configuration;
using Helmstuck.Kube.Resources;

namespace Helmstuck.Tests.Cluster.Kube.Parity;

/// <summary>Servers and proxies on loopback, and what kubectl and this program make of the same files, flags and environment.</summary>
internal sealed class ParityScene : IAsyncDisposable
{
    private static readonly X509Certificate2 Authority = TestCertificates.Authority("parity-root");
    private static readonly X509Certificate2 OtherAuthority = TestCertificates.Authority("other-root");
    private static readonly X509Certificate2 Ann = TestCertificates.Leaf(Authority, "ann", [], use: TestCertificates.ClientUse);
    private static readonly X509Certificate2 Bob = TestCertificates.Leaf(Authority, "bob", [], use: TestCertificates.ClientUse);
    private static readonly string[] Hosts = ["127.0.0.1", "localhost", "0.0.0.0", "api.example", "inner.example"];

    private readonly string root = Directory.CreateTempSubdirectory("helmstuck-parity-").FullName;
    private readonly ParityServer plain = new("plain", null);
    private readonly ParityServer tls = new("tls", TestCertificates.Leaf(Authority, hosts: Hosts));
    private readonly ParityServer other = new("other", TestCertificates.Leaf(OtherAuthority, hosts: Hosts));
    private readonly ParityProxies proxies;
    private readonly Dictionary<string, string> words;
    private int cases;

    public ParityScene()
    {
        proxies = new ParityProxies(
            TestCertificates.Leaf(Authority, hosts: ["127.0.0.1", "localhost"]),
            tls.Port,
            plain.Port,
            tls.Port,
            other.Port
        );
        words = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["plain"] = $"http://127.0.0.1:{plain.Port}",
            ["plainhost"] = $"127.0.0.1:{plain.Port}",
            ["tls"] = $"https://127.0.0.1:{tls.Port}",
            ["tlshost"] = $"127.0.0.1:{tls.Port}",
            ["tlsport"] = $"{tls.Port}",
            ["plainport"] = $"{plain.Port}",
            ["other"] = $"https://127.0.0.1:{other.Port}",
            ["otherport"] = $"{other.Port}",
            ["proxy"] = $"127.0.0.1:{proxies.Http}",
            ["aproxy"] = $"127.0.0.1:{proxies.CarefulHttp}",
            ["sproxy"] = $"127.0.0.1:{proxies.Https}",
            ["socks"] = $"127.0.0.1:{proxies.Socks}",
            ["cadata"] = Base64(TestCertificates.Pem(Authority)),
            ["otherdata"] = Base64(TestCertificates.Pem(OtherAuthority)),
            ["certdata"] = Base64(TestCertificates.Pem(Ann)),
            ["keydata"] = Base64(TestCertificates.KeyPem(Ann)),
            ["bobdata"] = Base64(TestCertificates.Pem(Bob)),
            ["bobkeydata"] = Base64(TestCertificates.KeyPem(Bob)),
            ["certjson"] = Escaped(TestCertificates.Pem(Ann)),
            ["keyjson"] = Escaped(TestCertificates.KeyPem(Ann)),
            ["v1"] = "client.authentication.k8s.io/v1",
        };
    }

    public async ValueTask DisposeAsync()
    {
        await plain.DisposeAsync();
        await tls.DisposeAsync();
        await other.DisposeAsync();
        await proxies.DisposeAsync();
        Directory.Delete(root, recursive: true);
    }

    /// <summary>What arrived, or what was said, of kubectl and of this program.</summary>
    public async Task<(string Kubectl, string Own)> CompareAsync(ParityCase one)
    {
        var home = Path.Combine(root, $"{cases++}");
        words["home"] = home;
        WriteFiles(home, one);
        plain.Answer = tls.Answer = other.Answer = one.Answer?.Replace("\n", "\r\n", StringComparison.Ordinal);
        var arguments = one
            .Arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(text => text == "∅" ? "" : Filled(text.Replace('␣', ' ')))
            .ToArray();
        var variables = new Dictionary<string, string?>
        {
            ["HOME"] = home,
            ["KUBECONFIG"] = null,
            ["KUBECACHEDIR"] = Path.Combine(root, "cache"),
            ["KUBERNETES_MASTER"] = null,
        };
        foreach (var variable in one.Environment)
            variables[variable.Split('=')[0]] = Filled(variable[(variable.IndexOf('=') + 1)..]);
        var theirs = await KubectlAsync(["events", .. arguments], variables);
        var ours = await OwnAsync(arguments, variables, home);
        // kubectl's commands without a namespace word some errors differently, and more clearly; and only they send a timeout.
        if (
            theirs != ours
            && (theirs.StartsWith("said:", StringComparison.Ordinal) || ours.Contains("\ntimeout=", StringComparison.Ordinal))
            && await KubectlAsync(["get", "--raw", $"/api/v1/namespaces/{Namespace(ours)}/events", .. arguments], variables) == ours
        )
            theirs = ours;
        return (theirs, ours);
    }

    private static string Namespace(string outcome) =>
        Regex.Match(outcome, "^namespace: (.+)$", RegexOptions.Multiline) is { Success: true } found ? found.Groups[1].Value : "default";

    private async Task<string> KubectlAsync(string[] arguments, Dictionary<string, string?> variables)
    {
        var result = await ExternalCommand.RunAsync(TestPrograms.Find("kubectl"), arguments, variables);
        return Outcome(result.ExitCode == 0 ? null : result.Error);
    }

    private async Task<string> OwnAsync(string[] arguments, Dictionary<string, string?> variables, string home)
    {
        var globals = new GlobalFlags();
        using var output = new StringWriter();
        var streams = new CliStreams(output, output, () => null, false, false);
        string? said = null;
        var root = new CliRoot
        {
            Streams = streams,
            State = new Helmstuck.Recovery.StateFolder(home),
            Time = TimeProvider.System,
            Open = flags =>
            {
                said = LoadAsync(flags.Kube, variables, home).GetAwaiter().GetResult();
                return new SessionResult.Failed("");
            },
            IsReadOnly = _ => false,
            Names = _ => KubeconfigNames.None,
            Copy = _ => null,
            FullScreen = (_, _, _) => throw new InvalidOperationException("there is no terminal"),
            Screen = (_, _, _, _) => throw new InvalidOperationException("there is no terminal"),
            Views = Helmstuck.Tui.Loop.ScreenPrinter.ViewNames,
            ConfigView = _ => 0,
        };
        await Helmstuck.Cli.CommandLine.RunAsync(["list", .. arguments], root, CancellationToken.None);
        return Outcome(said ?? (output.ToString().Trim().Length > 0 ? output.ToString() : null));
    }

    private static async Task<string?> LoadAsync(KubeFlags flags, Dictionary<string, string?> variables, string home)
    {
        var environment = new KubeEnvironment(
            name => variables.TryGetValue(name, out var value) ? value : null,
            home,
            Path.Combine(home, "serviceaccount")
        );
        var loaded = Kubeconfig.Load(flags, environment);
        if (loaded.ValueOrDefault is not { } target)
            return loaded.Error!.Message;
        using var client = new KubeClient(target);
        return (await client.ListAsync(ResourceType.Events, target.Namespace, new ListOptions(), CancellationToken.None)).Error?.Message;
    }

    /// <summary>The first request of each sort that arrived; without any, or with an error, also what was said.</summary>
    private string Outcome(string? said)
    {
        var arrived = new List<string>();
        foreach (var queue in new[] { proxies.Arrivals, plain.Arrivals, tls.Arrivals, other.Arrivals })
        {
            while (queue.TryDequeue(out var one))
            {
                if (!arrived.Contains(one))
                    arrived.Add(one);
            }
        }
        if (said is not null)
            arrived.Add("said: " + Normal(said));
        return string.Join("\n", arrived);
    }

    /// <summary>One line, without what differs between two runs of kubectl itself.</summary>
    private static string Normal(string said)
    {
        var lines = said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines is [.., var last, var hint] && hint.StartsWith("See 'kubectl ", StringComparison.Ordinal))
            lines = [last];
        // Only commands that list say so, and in the name of their own resource. Go names the DNS server that it asked. The lines of
        // klog are not the message.
        var text = string.Join(' ', lines.Where(line => !Regex.IsMatch(line, @"^[EWI]\d{4} ")));
        return Regex.Replace(text, @" on [0-9a-f.:\[\]]+:53: ", ": ").Replace("Unable to list \"events\": ", "", StringComparison.Ordinal);
    }

    private void WriteFiles(string home, ParityCase one)
    {
        Directory.CreateDirectory(Path.Combine(home, ".kube"));
        Write("ca.crt", TestCertificates.Pem(Authority));
        Write("other.crt", TestCertificates.Pem(OtherAuthority));
        Write("ann.crt", TestCertificates.Pem(Ann));
        Write("ann.key", TestCertificates.KeyPem(Ann));
        Write("bob.crt", TestCertificates.Pem(Bob));
        Write("bob.key", TestCertificates.KeyPem(Bob));
        Write("token", "from-file\n"u8.ToArray());
        if (one.Config is { } config)
            File.WriteAllText(Path.Combine(home, ".kube/config"), Filled(config));
        foreach (var (path, content) in one.Files)
        {
            var file = Path.Combine(home, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, Filled(content));
            if (content.StartsWith("#!", StringComparison.Ordinal))
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        void Write(string name, byte[] content) => File.WriteAllBytes(Path.Combine(home, ".kube", name), content);
    }

    private string Filled(string text)
    {
        foreach (var (name, value) in words)
            text = text.Replace("{" + name + "}", value, StringComparison.Ordinal);
        return text;
    }

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes);

    private static string Escaped(byte[] pem) =>
        System
            .Text.Encoding.ASCII.GetString(pem)
            .Replace("\r", "", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
}
