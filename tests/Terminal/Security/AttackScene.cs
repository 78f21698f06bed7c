using System.Text;

namespace Helmstuck.Tests.Terminal.Security;

/// <summary>A folder of its own, an imitating server, and the product between them.</summary>
internal sealed class AttackScene : IAsyncDisposable
{
    public const string Stuck = "sh.helm.release.v1.gitlab-cny.v1234";

    private readonly string _folder = Directory.CreateTempSubdirectory("helmstuck-attack-").FullName;

    public ImitatingServer Server { get; } = new();

    /// <summary>The folder that the product is started in.</summary>
    public string Here => _folder;

    /// <summary>Laid over the tests' own variables.</summary>
    public Dictionary<string, string?> Variables { get; } = [];

    /// <summary>The kubeconfig's context.</summary>
    public string Context { get; set; } = "prod";

    /// <summary>More members of the kubeconfig's cluster and of its user, in YAML.</summary>
    public string Cluster { get; set; } = "";

    public string User { get; set; } = "{}";

    /// <summary>Before all else in the kubeconfig.</summary>
    public string Preface { get; set; } = "";

    /// <summary>The address of the server in the kubeconfig; null: the imitating server's.</summary>
    public string? Address { get; set; }

    public string StateFolder => Path.Combine(_folder, "state/helmstuck");

    public string Write(string name, string content, bool executable = false)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        if (executable)
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    public void WriteSettings(string json) => Write("config/helmstuck/config.json", json);

    public bool Exists(string name) => Path.Exists(Path.Combine(_folder, name));

    /// <summary>Runs the product on the kubeconfig of this scene.</summary>
    public Task<AttackRun> RunAsync(params string[] arguments)
    {
        var kubeconfig = Write(
            "kubeconfig",
            new StringBuilder(Preface)
                .Append(
                    $$"""
                    apiVersion: v1
                    kind: Config
                    current-context: {{Context}}
                    contexts:
                    - name: {{Context}}
                      context: {cluster: c, user: u, namespace: gitlab}
                    users:
                    - name: u
                      user: {{User}}
                    clusters:
                    - name: c
                      cluster:
                        server: {{Address ?? $"http://127.0.0.1:{Server.Port}"}}
                    {{Cluster}}

                    """
                )
                .ToString()
        );
        return AttackRun.OfAsync(["--kubeconfig", kubeconfig, .. arguments], Environment, _folder);
    }

    public Dictionary<string, string?> Environment =>
        new(Variables)
        {
            ["XDG_CONFIG_HOME"] = Path.Combine(_folder, "config"),
            ["XDG_STATE_HOME"] = Path.Combine(_folder, "state"),
            ["HOME"] = _folder,
            ["TMPDIR"] = _folder,
            ["HELM_DRIVER"] = null,
            ["KUBECONFIG"] = null,
        };

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
