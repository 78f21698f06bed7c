using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Helmstuck.Kube;
using Helmstuck.Kube.Configuration;

namespace Helmstuck.Tests.Unit.Kube;

public sealed class KubeconfigTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("helmstuck-kubeconfig-").FullName;
    private readonly Dictionary<string, string> variables = [];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private KubeEnvironment Environment => new(name => variables.GetValueOrDefault(name), folder, Path.Combine(folder, "serviceaccount"));

    private string Write(string name, string content)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    private ClusterTarget Load(KubeFlags flags)
    {
        var result = Kubeconfig.Load(flags, Environment);
        return result.ValueOrDefault ?? throw new InvalidOperationException(result.Error!.Message);
    }

    private string Fail(KubeFlags flags)
    {
        var error = Kubeconfig.Load(flags, Environment).Error!;
        Assert.Equal(KubeErrorKind.Configuration, error.Kind);
        Assert.DoesNotContain('\n', error.Message);
        return error.Message;
    }

    private static string Config(string server, string user = "{token: t}", string cluster = "", string current = "a") =>
        $$"""
            apiVersion: v1
            kind: Config
            current-context: {{current}}
            clusters:
            - name: c
              cluster: {server: "{{server}}"{{cluster}}}
            users:
            - name: u
              user: {{user}}
            contexts:
            - name: a
              context: {cluster: c, user: u, namespace: from-context}
            """;

    [Theory]
    [InlineData("https://ann:s3c/ret@api.example", "", "host must be a URL or a host:port pair: \"https://api.example\"")]
    [InlineData("https://api.example", "ftp://ann:s3cret@proxy.example", "invalid 'proxy-url' \"ftp://proxy.example\"")]
    public void Address_that_is_refused_is_told_without_the_password(string server, string proxy, string words)
    {
        var said = Fail(new KubeFlags { Kubeconfig = Write("config", Config(server, cluster: $", proxy-url: \"{proxy}\"")) });
        Assert.Contains(words, said, StringComparison.Ordinal);
        Assert.DoesNotContain("s3c", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Flag_names_the_one_file_and_it_must_exist_rule_1()
    {
        variables["KUBECONFIG"] = Write("env", Config("https://env"));
        var flag = Write("flag", Config("https://flag", current: "''"));
        Assert.Equal("https://flag/", Load(new KubeFlags { Kubeconfig = flag, Context = "a" }).Server.AbsoluteUri);
        Assert.StartsWith(
            "error: current-context is not set in " + flag,
            Fail(new KubeFlags { Kubeconfig = flag }),
            StringComparison.Ordinal
        );
        Assert.Equal("error: stat /nope: no such file or directory", Fail(new KubeFlags { Kubeconfig = "/nope" }));
    }

    [Fact]
    public void What_two_files_define_differently_is_noticed_if_it_is_used()
    {
        var first = Write("one", "clusters: [{name: c, cluster: {server: 'https://first'}}]\nusers: [{name: u, user: {token: one}}]");
        var second = Write("two", Config("https://second", "{token: two}") + "\n- name: b\n  context: {cluster: d, user: u}\n");
        var third = Write("three", "clusters: [{name: c, cluster: {server: 'https://third'}}, {name: d, cluster: {server: 'https://d'}}]");
        variables["KUBECONFIG"] = $"{first}:{second}:{third}";
        Assert.Equal(
            [
                $"Warning: cluster \"c\" is defined in {first} and differently in {second}: {first} counts",
                $"Warning: user \"u\" is defined in {first} and differently in {second}: {first} counts",
                $"Warning: cluster \"c\" is defined in {first} and differently in {third}: {first} counts",
            ],
            Load(new KubeFlags()).Notices
        );
        Assert.Equal(
            [$"Warning: user \"u\" is defined in {first} and differently in {second}: {first} counts"],
            Load(new KubeFlags { Context = "b" }).Notices
        );
        // A copy that says the same is nothing to notice.
        variables["KUBECONFIG"] = $"{second}:{Write("copy", Config("https://second", "{token: two}"))}";
        Assert.Empty(Load(new KubeFlags()).Notices);
    }

    [Theory]
    [InlineData("contexts: [{context: {cluster: c, user: u, namespace: shop}}]", "https://c/", "t", "shop")]
    [InlineData("contexts: [{name: '', context: {cluster: c}}]", "https://c/", "", "default")]
    [InlineData("contexts: [{context: {namespace: shop}}]\ncurrent-context: ''", "https://nameless/", "nobody", "shop")]
    public void Nameless_context_cluster_and_user_are_used_where_nothing_is_chosen(string contexts, string server, string token, string ns)
    {
        var nameless = token == "nobody";
        variables["KUBECONFIG"] = Write(
            "one",
            $$$"""
            {{{contexts}}}
            clusters: [{name: c, cluster: {server: 'https://c'}} {{{(nameless ? ", {cluster: {server: 'https://nameless'} }" : "")}}} ]
            users: [{name: u, user: {token: t}} {{{(nameless ? ", {user: {token: nobody} }" : "")}}} ]
            """
        );
        var target = Load(new KubeFlags());
        Assert.Equal(
            (server, token, ns, ""),
            (target.Server.AbsoluteUri, target.Credentials.Token ?? "", target.Namespace, target.Context)
        );
    }

    [Fact]
    public void Files_merge_entry_by_entry_and_the_first_wins_rules_2_and_4()
    {
        var first = Write("one", "clusters: [{name: c, cluster: {server: 'https://first'}}]\nusers: [{name: u, user: {token: one}}]");
        var second = Write("two", Config("https://second", "{token: two, as: boss}", ", insecure-skip-tls-verify: true"));
        variables["KUBECONFIG"] = $":{first}:/nope::{first}:{second}";
        var target = Load(new KubeFlags());
        Assert.Equal(
            ("https://first/", "one", "a", "from-context"),
            (target.Server.AbsoluteUri, target.Credentials.Token, target.Context, target.Namespace)
        );
        // The first file's entries whole: nothing of the second shines through.
        Assert.False(target.Tls.InsecureSkipVerify);
        Assert.Null(target.Impersonation);
    }

    [Fact]
    public void Home_is_the_last_place_rule_3_and_nothing_at_all_is_told_rule_8()
    {
        Assert.Equal(
            $"error: invalid configuration: no configuration has been provided, try setting KUBERNETES_MASTER environment variable "
                + $"(looked for {folder}/.kube/config)",
            Fail(new KubeFlags())
        );
        Write(".kube/config", Config("https://home"));
        Assert.Equal("https://home/", Load(new KubeFlags()).Server.AbsoluteUri);
        variables["KUBECONFIG"] = "";
        Assert.Equal(
            "https://home/",
            Load(
                new KubeFlags
                {
                    Context = "",
                    Cluster = "",
                    User = "",
                    Server = "",
                }
            ).Server.AbsoluteUri
        );
    }

    [Fact]
    public void Server_flag_needs_no_kubeconfig()
    {
        var target = Load(
            new KubeFlags
            {
                Server = "https://there:6443",
                Token = "t",
                InsecureSkipTlsVerify = true,
                Namespace = "web",
            }
        );
        Assert.Equal(
            ("there:6443", "t", true, "web"),
            (target.ServerHost, target.Credentials.Token, target.Tls.InsecureSkipVerify, target.Namespace)
        );
        variables["KUBERNETES_MASTER"] = "http://master:8080";
        Assert.Equal("http://master:8080/", Load(new KubeFlags()).Server.AbsoluteUri);
    }

    [Fact]
    public void Every_broken_file_is_named_rule_5()
    {
        var one = Write("one", "clusters: [");
        var two = Write("two", "clusters: [{name: a}, {name: a}]");
        variables["KUBECONFIG"] = $"{one}:{two}";
        var error = Fail(new KubeFlags());
        Assert.StartsWith($"error loading config file \"{one}\": yaml: line ", error, StringComparison.Ordinal);
        Assert.Contains($"error loading config file \"{two}\": duplicate name \"a\" in list of clusters", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Relative_paths_are_relative_to_their_file_rule_6()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256).CreateSelfSigned(
            DateTimeOffset.UnixEpoch,
            DateTimeOffset.UnixEpoch.AddYears(100)
        );
        Write("sub/ca.crt", certificate.ExportCertificatePem());
        Write("sub/tls.crt", certificate.ExportCertificatePem());
        Write("sub/tls.key", key.ExportPkcs8PrivateKeyPem());
        Write("token", "secret\n");
        var file = Write(
            "sub/config",
            Config(
                "https://h",
                "{tokenFile: ../token, client-certificate: tls.crt, client-key: ./tls.key}",
                ", certificate-authority: ca.crt"
            )
        );
        var target = Load(new KubeFlags { Kubeconfig = file });
        Assert.Equal(
            (Path.Combine(folder, "sub/tls.crt"), Path.Combine(folder, "sub/tls.key"), Path.Combine(folder, "token")),
            (target.Tls.ClientCertificateFile, target.Tls.ClientKeyFile, target.Credentials.TokenFile)
        );
        Assert.NotNull(target.Tls.CertificateAuthority);

        const string exec = "{exec: {command: '%', apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never}}";
        file = Write("sub/exec", Config("https://h", exec.Replace("%", "./bin/login", StringComparison.Ordinal)));
        Assert.Equal(Path.Combine(folder, "sub/bin/login"), Load(new KubeFlags { Kubeconfig = file }).Credentials.Exec!.Command);
        file = Write("sub/exec", Config("https://h", exec.Replace("%", "login", StringComparison.Ordinal)));
        Assert.Equal("login", Load(new KubeFlags { Kubeconfig = file }).Credentials.Exec!.Command);
    }

    [Fact]
    public void Json_unknown_fields_and_anchors_are_fine_rule_7()
    {
        var file = Write(
            "config",
            """
            {"kind":"Config","new":{"x":[1]},"current-context":"a","contexts":[{"name":"a","context":{"cluster":"c","user":""}}],
              "clusters":[{"name":"c","cluster":{"server":"https://json"}}]}
            """
        );
        Assert.Equal("https://json/", Load(new KubeFlags { Kubeconfig = file }).Server.AbsoluteUri);
        file = Write(
            "config",
            "current-context: a\nclusters: [{name: c, cluster: &it {server: 'https://anchor'}}, {name: d, cluster: *it}]\ncontexts: "
                + "[{name: a, context: {cluster: d}}]\nusers: null\n"
        );
        Assert.Equal("https://anchor/", Load(new KubeFlags { Kubeconfig = file }).Server.AbsoluteUri);
        Assert.Equal(
            "https://other/",
            Load(new KubeFlags { Kubeconfig = Write("empty", ""), Server = "https://other" }).Server.AbsoluteUri
        );
    }

    [Fact]
    public void Exec_config_of_the_cluster_is_kept_as_JSON_rule_29()
    {
        var file = Write(
            "config",
            """
            current-context: a
            contexts: [{name: a, context: {cluster: c, user: u}}]
            clusters:
            - name: c
              cluster:
                server: https://h
                extensions:
                - name: other
                  extension: {x: 1}
                - name: client.authentication.k8s.io/exec
                  extension: {audience: "06", n: 5, r: 1.5, t: true, z: null, list: [a]}
            users:
            - name: u
              user:
                exec:
                  apiVersion: client.authentication.k8s.io/v1beta1
                  command: login
                  args: [get, token]
                  env: [{name: A, value: b}]
                  provideClusterInfo: true
            """
        );
        var exec = Load(new KubeFlags { Kubeconfig = file }).Credentials.Exec!;
        Assert.Equal("""{"audience":"06","n":5,"r":1.5,"t":true,"z":null,"list":["a"]}""", exec.ClusterConfigJson);
        Assert.Equal(["get", "token"], exec.Arguments);
        Assert.Equal(
            ("A", "b", InteractiveMode.IfAvailable, true),
            (exec.Environment[0].Key, exec.Environment[0].Value, exec.InteractiveMode, exec.ProvideClusterInfo)
        );
    }

    [Fact]
    public void Server_flag_clears_the_tls_server_name_rule_10()
    {
        var file = Write("config", Config("https://h", cluster: ", tls-server-name: inner"));
        Assert.Equal("inner", Load(new KubeFlags { Kubeconfig = file }).Tls.ServerName);
        Assert.Null(Load(new KubeFlags { Kubeconfig = file, Server = "https://x" }).Tls.ServerName);
        Assert.Equal(
            "mine",
            Load(
                new KubeFlags
                {
                    Kubeconfig = file,
                    Server = "https://x",
                    TlsServerName = "mine",
                }
            ).Tls.ServerName
        );
    }

    [Fact]
    public void Insecure_flag_clears_the_CA_rule_11()
    {
        var file = Write("config", Config("https://h", cluster: ", certificate-authority: /nope"));
        Assert.Contains(
            "unable to read certificate-authority /nope for c due to open /nope: no such file or directory",
            Fail(new KubeFlags { Kubeconfig = file }),
            StringComparison.Ordinal
        );
        var target = Load(new KubeFlags { Kubeconfig = file, InsecureSkipTlsVerify = true });
        Assert.True(target.Tls.InsecureSkipVerify);
        Assert.Null(target.Tls.CertificateAuthority);
    }

    [Theory]
    [InlineData(null, "from-context")]
    [InlineData("", "from-context")]
    [InlineData("web", "web")]
    public void Namespace_is_the_flags_then_the_contexts_rule_12(string? flag, string expected) =>
        Assert.Equal(expected, Load(new KubeFlags { Kubeconfig = Write("config", Config("https://h")), Namespace = flag }).Namespace);

    [Theory]
    [InlineData("ns/web", "/")]
    [InlineData("a%b", "%")]
    public void Namespace_that_would_change_the_path_is_refused_rule_12(string flag, string letter) =>
        Assert.Equal(
            $"error: invalid namespace \"{flag}\": [may not contain '{letter}']",
            Fail(new KubeFlags { Kubeconfig = Write("config", Config("https://h")), Namespace = flag })
        );

    [Theory]
    [InlineData("h:8080", "", "http://h:8080/")]
    [InlineData("h:8080", ", insecure-skip-tls-verify: true", "http://h:8080/")]
    [InlineData("https://h/a/b/?q=1#f", "", "https://h/a/b")]
    [InlineData("https://h/a/../b//c", "", "https://h/b/c")]
    [InlineData("https://[::1]:6443", "", "https://[::1]:6443/")]
    public void Address_is_completed_rule_14(string server, string more, string expected) =>
        Assert.Equal(expected, Load(new KubeFlags { Kubeconfig = Write("config", Config(server, cluster: more)) }).Server.AbsoluteUri);

    [Theory]
    [InlineData("0", null)]
    [InlineData("5", 5.0)]
    [InlineData("1m", 60.0)]
    public void Request_timeout_rule_16(string flag, double? seconds) =>
        Assert.Equal(
            seconds,
            Load(new KubeFlags { Kubeconfig = Write("config", Config("https://h")), RequestTimeout = flag }).RequestTimeout?.TotalSeconds
        );

    [Fact]
    public void Service_account_is_used_where_nothing_is_configured_rule_17()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256).CreateSelfSigned(
            DateTimeOffset.UnixEpoch,
            DateTimeOffset.UnixEpoch.AddYears(100)
        );
        variables["KUBERNETES_SERVICE_HOST"] = "fd00::1";
        variables["KUBERNETES_SERVICE_PORT"] = "443";
        Assert.Contains("no configuration has been provided", Fail(new KubeFlags()), StringComparison.Ordinal);
        Write("serviceaccount/token", "pod-token");
        Write("serviceaccount/namespace", "pod-ns\n");
        Write("serviceaccount/ca.crt", certificate.ExportCertificatePem());
        var target = Load(new KubeFlags());
        Assert.Equal(
            ("https://[fd00::1]:443", "pod-ns", Path.Combine(folder, "serviceaccount/token")),
            (target.Server.OriginalString, target.Namespace, target.Credentials.TokenFile)
        );
        Assert.NotNull(target.Tls.CertificateAuthority);
        variables["POD_NAMESPACE"] = "by-variable";
        Assert.Equal("by-variable", Load(new KubeFlags()).Namespace);
        Assert.Equal("flag", Load(new KubeFlags { Namespace = "flag" }).Namespace);
        // A kubeconfig wins over the pod.
        Write(".kube/config", Config("https://home"));
        Assert.Equal("https://home/", Load(new KubeFlags()).Server.AbsoluteUri);
    }

    [Fact]
    public void Impersonation_comes_from_flags_over_the_file_rule_25()
    {
        var file = Write("config", Config("https://h", "{token: t, as: boss, as-groups: [g1], as-user-extra: {reason: [a, b]}}"));
        var impersonation = Load(
            new KubeFlags
            {
                Kubeconfig = file,
                AsGroups = ["g2", "g3"],
                AsUid = "7",
            }
        ).Impersonation!;
        Assert.Equal(("boss", "7"), (impersonation.User, impersonation.Uid));
        Assert.Equal(["g2", "g3"], impersonation.Groups);
        Assert.Equal(["reason=a", "reason=b"], impersonation.Extra.Select(pair => $"{pair.Key}={pair.Value}"));
        Assert.Equal(
            "error: invalid --as-user-extra \"x\": expected key=value",
            Fail(new KubeFlags { Kubeconfig = file, AsUserExtra = ["x"] })
        );
    }

    [Theory]
    [InlineData("{auth-provider: {name: gcp}}", "error: The gcp auth plugin has been removed.")]
    [InlineData("{auth-provider: {name: oidc}}", "error: the auth-provider \"oidc\" is not supported here")]
    [InlineData("{auth-provider: {name: other}}", "error: no Auth Provider found for name \"other\"")]
    public void Legacy_auth_provider_is_an_error_rule_37(string user, string expected) =>
        Assert.StartsWith(
            expected,
            Fail(new KubeFlags { Kubeconfig = Write("config", Config("https://h", user)) }),
            StringComparison.Ordinal
        );

    [Fact]
    public void Context_that_names_what_is_not_there_is_told()
    {
        var file = Write(
            "config",
            Config("https://h")
                + "\n- name: b\n  context: {cluster: gone, user: u}\n- name: d\n  context: {cluster: c, user: gone}\n- name: e\n  "
                + "context: {user: u}\n"
        );
        Assert.Equal("error: cluster \"gone\" was not found for context \"b\"", Fail(new KubeFlags { Kubeconfig = file, Context = "b" }));
        Assert.Equal("error: user \"gone\" was not found for context \"d\"", Fail(new KubeFlags { Kubeconfig = file, Context = "d" }));
        Assert.Equal("error: context \"e\" names no cluster", Fail(new KubeFlags { Kubeconfig = file, Context = "e" }));
    }

    [Fact]
    public void Nothing_that_a_file_may_hold_throws()
    {
        var random = new Random(7);
        string[] pieces =
        [
            "clusters",
            "users",
            "contexts",
            ":",
            " ",
            "\n",
            "- ",
            "name",
            "cluster",
            "{",
            "}",
            "[",
            "]",
            "&a",
            "*a",
            "!!x",
            "server",
            "https://h",
            "|",
            "\"",
            "'",
            "null",
            "1",
            "true",
            "\t",
            "%",
            "---",
            "...",
            "? ",
            "<<",
            ",",
            "current-context",
            "\u0000",
            "é",
        ];
        for (var round = 0; round < 3000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 25)).Select(_ => pieces[random.Next(pieces.Length)]));
            _ = Kubeconfig.Load(new KubeFlags { Kubeconfig = Write("fuzz", text), Server = "https://h" }, Environment);
        }
        var deep = string.Concat(Enumerable.Repeat("[", 10_000));
        Assert.Contains(
            "error loading config file",
            Fail(new KubeFlags { Kubeconfig = Write("deep", "clusters: " + deep) }),
            StringComparison.Ordinal
        );
    }
}
