namespace Helmstuck.Tests.Cluster.Kube;

/// <summary>
/// What the real kubectl gives a plugin of its preferences: nothing. Source: kubectl pkg/cmd/cmd.go, pkg/kuberc/kuberc.go.
/// </summary>
public sealed class KubercTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("helmstuck-kuberc-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("defaults: [{command: probe, options: [{name: namespace, default: by-kuberc}]}]")]
    [InlineData("defaults: [{command: get, options: [{name: namespace, default: by-kuberc}]}]")]
    [InlineData("aliases: [{name: probe, command: get, options: [{name: namespace, default: by-kuberc}], appendArgs: [x]}]", false)]
    [InlineData("aliases: [{name: other, command: probe, appendArgs: [x]}]")]
    [InlineData("credentialPluginPolicy: DenyAll")]
    public async Task A_plugin_gets_its_arguments_as_they_were_typed(string preference, bool reachesThePlugin = true)
    {
        Write(".kube/kuberc", $"apiVersion: kubectl.config.k8s.io/v1beta1\nkind: Preference\n{preference}\n");
        Write("kubectl-probe", "#!/bin/sh\necho \"arguments: $*\"\nenv | grep -i '^kuberc\\|^[a-z_]*namespace=' || echo 'no variable'\n");
        var path = Path.Combine(folder, "kubectl-probe");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var result = await ExternalCommand.RunAsync(
            TestPrograms.Find("kubectl"),
            ["probe", "--context", "a", "one"],
            new Dictionary<string, string?>
            {
                ["HOME"] = folder,
                ["KUBECONFIG"] = null,
                ["KUBERC"] = null,
                ["PATH"] = $"{folder}:/usr/bin:/bin",
            }
        );
        // An alias of that name replaces the plugin, as a subcommand of kubectl would.
        Assert.Equal(reachesThePlugin ? "arguments: --context a one\nno variable\n" : "", result.Output);
    }

    private void Write(string name, string content)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }
}
