using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Helmstuck.Tests.Support;

/// <summary>
/// A fresh, real control plane on loopback: etcd, kube-apiserver and kube-controller-manager. No kubelet: pods never run by themselves
/// (<see cref="MakePodsReadyAsync"/> says that they do). Starts in seconds, leaves no process behind.
/// </summary>
internal sealed partial class ControlPlane : IAsyncDisposable
{
    private readonly List<ServerProcess> _servers = [];
    private readonly CertificateAuthority _authority = new("helmstuck-test-ca");
    private readonly TokenReviewer _reviewer = new();
    private readonly string _adminToken = RandomNumberGenerator.GetHexString(32, lowercase: true);
    private readonly ControlPlaneOptions _options;
    private ServerProcess? _apiServer;
    private string[] _apiServerArguments = [];

    private ControlPlane(ControlPlaneOptions options)
    {
        _options = options;
        Folder = Directory.CreateTempSubdirectory("helmstuck-cluster-").FullName;
        AuthorityFile = Write("ca.crt", _authority.Pem);
        Admin = null!;
        Second = null!;
        Server = null!;
        AdminUser = null!;
    }

    /// <summary>A folder of its own; gone after dispose.</summary>
    public string Folder { get; }

    /// <summary>Where the API server listens (https on 127.0.0.1).</summary>
    public Uri Server { get; private set; }

    /// <summary>The certificate of the authority that signed the API server's certificate, as a PEM file.</summary>
    public string AuthorityFile { get; }

    /// <summary>A member of system:masters.</summary>
    public ClusterUser AdminUser { get; private set; }

    /// <summary>The API as <see cref="AdminUser"/>, with <see cref="Server"/> as base address.</summary>
    public HttpClient Admin { get; private set; }

    /// <summary>The API as <see cref="AdminUser"/>, through a client that shares no code with the product.</summary>
    public SecondClient Second { get; private set; }

    /// <summary>The process ids of the servers, for a test that looks for what was left behind.</summary>
    public IReadOnlyList<int> ProcessIds => [.. _servers.Select(server => server.Id)];

    /// <summary>Starts a control plane and returns when it answers that it is ready.</summary>
    public static async Task<ControlPlane> StartAsync(ControlPlaneOptions? options = null, CancellationToken cancel = default)
    {
        while (true)
        {
            var plane = new ControlPlane(options ?? new ControlPlaneOptions());
            try
            {
                await plane.StartServersAsync(cancel);
                return plane;
            }
            catch (PortTakenException)
            {
                // Somebody else took a port between our choosing it and the server's binding it: choose others.
                await plane.DisposeAsync();
            }
            catch
            {
                await plane.DisposeAsync();
                throw;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Admin?.Dispose();
        Second?.Dispose();
        // The API server goes before etcd, or it spends its last moments complaining.
        foreach (var server in Enumerable.Reverse(_servers))
            await server.DisposeAsync();
        _reviewer.Dispose();
        _authority.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>
    /// Kills the API server (SIGKILL), does something while there is none, starts it again and returns when it says that it is ready.
    /// </summary>
    public async Task RestartApiServerAsync(Func<Task> meanwhile, CancellationToken cancel = default)
    {
        _servers.Remove(_apiServer!);
        await _apiServer!.DisposeAsync();
        await meanwhile();
        _apiServer = await StartAsync("kube-apiserver", _apiServerArguments);
        await WaitAsync(_apiServer, Admin, "readyz", cancel);
    }

    private async Task StartServersAsync(CancellationToken cancel)
    {
        var etcd = $"http://127.0.0.1:{FreePort()}";
        var peers = $"http://127.0.0.1:{FreePort()}";
        Server = new Uri($"https://127.0.0.1:{FreePort()}/");
        AdminUser = new ClusterUser("admin", ["system:masters"], "", _adminToken);
        AdminUser = AdminUser with { Kubeconfig = WriteKubeconfig(AdminUser, null) };
        Admin = CreateClient(_adminToken);
        Second = new SecondClient(Server, _adminToken, _authority.Pem);

        _store = new Uri(etcd);
        var store = await StartAsync(
            "etcd",
            [
                "--data-dir",
                Path.Combine(Folder, "etcd"),
                "--listen-client-urls",
                etcd,
                "--advertise-client-urls",
                etcd,
                "--listen-peer-urls",
                peers,
                "--initial-advertise-peer-urls",
                peers,
                "--initial-cluster",
                $"default={peers}",
                "--quota-backend-bytes",
                "8000000000",
            ]
        );
        using (var plain = new HttpClient { BaseAddress = new Uri(etcd) })
            await WaitAsync(store, plain, "health", cancel);

        _apiServerArguments = [.. ApiServerArguments(etcd), .. _options.ApiServerArguments];
        _apiServer = await StartAsync("kube-apiserver", _apiServerArguments);
        await WaitAsync(_apiServer, Admin, "readyz", cancel);

        if (_options.Controllers)
            await StartAsync(
                "kube-controller-manager",
                [
                    $"--kubeconfig={AdminUser.Kubeconfig}",
                    "--controllers=deployment,replicaset,statefulset,daemonset,job,cronjob,namespace,garbagecollector,"
                        + "horizontalpodautoscaling,disruption",
                    "--leader-elect=false",
                    "--concurrent-deployment-syncs=10",
                    .. await ControllerPortArgumentsAsync(cancel),
                ]
            );
    }

    private string[] ApiServerArguments(string etcd)
    {
        var serving = _authority.IssueServer();
        using var account = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signing = Write("sa.key", account.ExportECPrivateKeyPem() + "\n");
        return
        [
            $"--etcd-servers={etcd}",
            $"--secure-port={Server.Port}",
            "--bind-address=127.0.0.1",
            $"--cert-dir={Path.Combine(Folder, "certs")}",
            $"--tls-cert-file={Write("server.crt", serving.Certificate)}",
            $"--tls-private-key-file={Write("server.key", serving.Key)}",
            $"--client-ca-file={AuthorityFile}",
            $"--token-auth-file={Write("tokens.csv", $"{_adminToken},admin,admin,system:masters\n")}",
            $"--authentication-token-webhook-config-file={Write("reviewer.kubeconfig", ReviewerKubeconfig())}",
            "--authentication-token-webhook-version=v1",
            "--authorization-mode=RBAC",
            $"--service-account-key-file={Write("sa.pub", account.ExportSubjectPublicKeyInfoPem() + "\n")}",
            $"--service-account-signing-key-file={signing}",
            "--service-account-issuer=https://kubernetes.default.svc",
            "--service-cluster-ip-range=10.0.0.0/24",
            "--disable-admission-plugins=ServiceAccount",
            "--endpoint-reconciler-type=none",
            .. _options.Audit
                ? new[] { $"--audit-policy-file={Write("audit-policy.yaml", AuditPolicy)}", $"--audit-log-path={AuditFile}" }
                : [],
        ];
    }

    // Kubernetes 1.24 removed the flag of the old insecure port, which older ones open on a fixed number unless told not to.
    private static async Task<string[]> ControllerPortArgumentsAsync(CancellationToken cancel)
    {
        var version = await ExternalCommand.RunAsync(TestPrograms.Find("kube-controller-manager"), ["--version"], cancel: cancel);
        var minor = int.Parse(version.MustSucceed().Output.Split('.')[1], CultureInfo.InvariantCulture);
        return minor < 24 ? ["--port=0", "--secure-port=0"] : ["--secure-port=0"];
    }

    private async Task<ServerProcess> StartAsync(string program, IEnumerable<string> arguments)
    {
        var server = await ServerProcess.StartAsync(TestPrograms.Find(program), arguments, Path.Combine(Folder, program + ".log"));
        _servers.Add(server);
        return server;
    }

    private static async Task WaitAsync(ServerProcess server, HttpClient client, string path, CancellationToken cancel)
    {
        while (!await AnswersAsync(client, path, cancel))
        {
            if (server.HasExited)
            {
                var words = await server.LastWordsAsync();
                throw words.Contains("address already in use", StringComparison.Ordinal)
                    ? new PortTakenException(words)
                    : new InvalidOperationException($"a server ended while it was starting:\n{words}");
            }
            await Task.Delay(25, cancel);
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient client, string path, CancellationToken cancel)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), cancel);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private HttpClient CreateClient(string token)
    {
        var handler = new SocketsHttpHandler();
        var anchor = X509Certificate2.CreateFromPem(_authority.Pem);
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(anchor);
        var client = new HttpClient(handler) { BaseAddress = Server };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private string Write(string name, string content)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    private sealed class PortTakenException(string message) : Exception(message);
}
