namespace Helmstuck.Tests.Terminal.Security;

internal static partial class Attacks
{
    private const string Says =
        """printf '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"x"}}'""";

    private static IEnumerable<Attack> Programs =>
        [
            Of("plugin in the current folder, PATH=:/usr/bin", scene => PluginAsync(scene, ":/usr/bin", "the current folder")),
            Of("plugin in the current folder, PATH=.:/usr/bin", scene => PluginAsync(scene, ".:/usr/bin", "the current folder")),
            Of("plugin in the current folder, PATH=", scene => PluginAsync(scene, "", "not found")),
            Of("plugin in a folder that PATH names relatively", scene => PluginAsync(scene, "tools:/usr/bin", "the relative folder tools")),
            Of("CI command in the current folder, PATH=.:/usr/bin", CommandAsync),
        ];

    private static async Task<AttackRun> PluginAsync(AttackScene scene, string path, string words)
    {
        scene.Write("login", $"#!/bin/sh\ntouch '{scene.Here}/ran'\n{Says}\n", executable: true);
        scene.Write("tools/login", $"#!/bin/sh\ntouch '{scene.Here}/ran'\n{Says}\n", executable: true);
        scene.User = "{exec: {apiVersion: client.authentication.k8s.io/v1, command: login, interactiveMode: Never}}";
        // Over plain HTTP no plugin is asked.
        scene.Address = $"https://127.0.0.1:{scene.Server.Port}";
        scene.Variables["PATH"] = path;
        var run = Ended(await scene.RunAsync("list"), 1, words);
        Assert.False(scene.Exists("ran"));
        Assert.Empty(scene.Server.Requests);
        return run;
    }

    private static async Task<AttackRun> CommandAsync(AttackScene scene)
    {
        scene.Write("deploys", $"#!/bin/sh\ntouch '{scene.Here}/ran'\n", executable: true);
        scene.WriteSettings("""{ "pipelines": { "command": [ { "name": "deploys", "run": [ "deploys" ] } ] } }""");
        scene.Variables["PATH"] = ".:/usr/bin";
        var run = Ended(await scene.RunAsync("explain", "gitlab-cny"), 0, "the current folder");
        Assert.False(scene.Exists("ran"));
        return run;
    }
}
