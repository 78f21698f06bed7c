using Helmstuck.Kube;
using Helmstuck.Kube.Client;

namespace Helmstuck.Tests.Cluster.Kube;

/// <summary>
/// The same kubeconfig and flags to real kubectl: the same error messages, with the lines joined. The rules come from
/// client-go: tools/clientcmd (loader.go, client_config.go, overrides.go, validation.go) and plugin/pkg/client/auth/exec/exec.go.
/// </summary>
public sealed class KubeconfigAgainstKubectlTests : IDisposable
{
    private const string Kubeconfig = """
        apiVersion: v1
        kind: Config
        current-context: a
        clusters:
        - {name: c, cluster: {server: "https://127.0.0.1:1"}}
        - {name: caboth, cluster: {server: "https://127.0.0.1:1", certificate-authority: /nope, certificate-authority-data: aGk=}}
        - {name: badca, cluster: {server: "https://127.0.0.1:1", certificate-authority-data: aGk=}}
        - {name: insecureca, cluster: {server: "https://127.0.0.1:1", insecure-skip-tls-verify: true, certificate-authority-data: aGk=}}
        - {name: badproxy, cluster: {server: "https://127.0.0.1:1", proxy-url: "ftp://x"}}
        - {name: plain, cluster: {server: "127.0.0.1:1"}}
        - {name: ftp, cluster: {server: "ftp://127.0.0.1:1"}}
        users:
        - {name: u, user: {token: t}}
        - {name: two, user: {token: t, username: x, password: z}}
        - {name: noapi, user: {exec: {command: foo}}}
        - {name: nomode, user: {exec: {command: foo, apiVersion: client.authentication.k8s.io/v1}}}
        - {name: badmode, user: {exec: {command: foo, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Sometimes, env: [{name: "", value: x}]}}}
        - {name: alpha, user: {exec: {command: foo, apiVersion: client.authentication.k8s.io/v1alpha1, interactiveMode: Never}}}
        - {name: fails, user: {exec: {command: "false", apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never}}}
        - {name: silent, user: {exec: {command: "echo", args: ["{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\"}"], apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never}}}
        - {name: othervs, user: {exec: {command: "echo", args: ["{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1beta1\",\"status\":{\"token\":\"x\"}}"], apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never}}}
        - {name: notoken, user: {exec: {command: "echo", args: ["{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{}}"], apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never}}}
        - {name: nokey, user: {exec: {command: "echo", args: ["{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"clientCertificateData\":\"x\"}}"], apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never}}}
        - {name: always, user: {exec: {command: foo, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Always}}}
        - {name: both, user: {exec: {command: foo, apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never}, auth-provider: {name: oidc}}}
        - {name: gcp, user: {auth-provider: {name: gcp}}}
        - {name: azure, user: {auth-provider: {name: azure}}}
        - {name: nocert, user: {client-certificate: /nope}}
        - {name: badcert, user: {client-certificate-data: aGk=, client-key-data: aGk=}}
        - {name: groups, user: {as-groups: [g]}}
        - {name: tokenfile, user: {tokenFile: /nope}}
        contexts:
        - {name: a, context: {cluster: c, user: u}}
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("helmstuck-kubectl-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("--context nope")]
    [InlineData("--cluster nope")]
    [InlineData("--user nope")]
    [InlineData("--cluster caboth")]
    [InlineData("--cluster badca")]
    [InlineData("--cluster insecureca")]
    [InlineData("--cluster badproxy")]
    [InlineData("--cluster plain")]
    [InlineData("--cluster ftp")]
    [InlineData("--cluster caboth --user two")]
    [InlineData("--user two")]
    [InlineData("--user noapi")]
    [InlineData("--user nomode")]
    [InlineData("--user badmode")]
    [InlineData("--user alpha")]
    [InlineData("--user fails")]
    [InlineData("--user silent")]
    [InlineData("--user othervs")]
    [InlineData("--user notoken")]
    [InlineData("--user nokey")]
    [InlineData("--user always")]
    [InlineData("--user both")]
    [InlineData("--user gcp")]
    [InlineData("--user azure")]
    [InlineData("--user nocert")]
    [InlineData("--user badcert")]
    [InlineData("--user groups")]
    [InlineData("--user tokenfile")]
    [InlineData("--request-timeout x")]
    [InlineData("--request-timeout -5")]
    [InlineData("--as-group g")]
    [InlineData("--certificate-authority /nope")]
    [InlineData("--client-certificate /nope")]
    [InlineData("--server https://127.0.0.1:1/prefix")]
    [InlineData("--kubeconfig /nope")]
    public async Task Same_complaint(string flags)
    {
        var file = Path.Combine(folder, "config");
        await File.WriteAllTextAsync(file, Kubeconfig);
        await CompareAsync(file, flags);
    }

    [Theory]
    [InlineData("clusters: 3")]
    [InlineData("clusters: {}")]
    [InlineData("clusters: [{name: a, cluster: {server: true}}]")]
    [InlineData("clusters: [{name: a, cluster: {server: 3}}]")]
    [InlineData("users: [{name: a, user: {token: 12345}}]")]
    [InlineData("users: [{name: a, user: {token: {}}}]")]
    [InlineData("clusters: [{name: a, cluster: {insecure-skip-tls-verify: 3}}]")]
    [InlineData("clusters: [{name: a, cluster: {insecure-skip-tls-verify: \"true\"}}]")]
    public async Task Same_verdict_on_a_field_of_the_wrong_type(string content)
    {
        var file = Path.Combine(folder, "config");
        await File.WriteAllTextAsync(file, content);
        var theirs = await KubectlAsync(file, "");
        var ours = Helmstuck.Kube.Configuration.Kubeconfig.Load(new KubeFlags { Kubeconfig = file }, NoEnvironment).Error!.Message;
        const string start = "error: error loading config file ";
        Assert.StartsWith(start, theirs, StringComparison.Ordinal);
        // Go names the path to the field in its own structs, which change between its versions: what was found and where is compared.
        Assert.Equal(Found(theirs), Found(ours));

        static string Found(string message) => message[..message.IndexOf(" into ", StringComparison.Ordinal)];
    }

    private KubeEnvironment NoEnvironment => new(static _ => null, folder);

    private async Task CompareAsync(string file, string flags)
    {
        var theirs = await KubectlAsync(file, flags);
        var parsed = Flags(file, flags.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var loaded = Helmstuck.Kube.Configuration.Kubeconfig.Load(parsed, NoEnvironment);
        var ours = loaded.Error?.Message;
        if (loaded.ValueOrDefault is { } target)
        {
            using var client = new KubeClient(target);
            ours = (await client.ServerVersionAsync(default)).Error!.Message;
        }
        Assert.Equal(theirs, ours);
    }

    private async Task<string> KubectlAsync(string file, string flags)
    {
        var arguments = new List<string> { "get", "--raw", "/version" };
        if (!flags.Contains("--kubeconfig", StringComparison.Ordinal))
            arguments.AddRange(["--kubeconfig", file]);
        arguments.AddRange(flags.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var environment = new Dictionary<string, string?>
        {
            ["HOME"] = folder,
            ["KUBECONFIG"] = null,
            ["KUBERNETES_MASTER"] = null,
        };
        var result = await ExternalCommand.RunAsync(TestPrograms.Find("kubectl"), arguments, environment);
        Assert.NotEqual(0, result.ExitCode);
        return string.Join(' ', result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    private static KubeFlags Flags(string file, string[] arguments)
    {
        var flags = new KubeFlags { Kubeconfig = file };
        for (var at = 0; at + 1 < arguments.Length; at += 2)
        {
            var value = arguments[at + 1];
            flags = arguments[at] switch
            {
                "--context" => flags with { Context = value },
                "--cluster" => flags with { Cluster = value },
                "--user" => flags with { User = value },
                "--request-timeout" => flags with { RequestTimeout = value },
                "--as-group" => flags with { AsGroups = [value] },
                "--certificate-authority" => flags with { CertificateAuthority = value },
                "--client-certificate" => flags with { ClientCertificate = value },
                "--server" => flags with { Server = value },
                "--kubeconfig" => flags with { Kubeconfig = value },
                var other => throw new InvalidOperationException(other),
            };
        }
        return flags;
    }
}
