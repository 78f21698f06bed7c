using System.Text.RegularExpressions;

namespace Helmstuck.Tests.Terminal.EndToEnd;

/// <summary>The published program with encrypted backups: what it prints restores the record, and no other program is run.</summary>
public sealed class EndToEndEncryptedTests(SharedControlPlane shared) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("helmstuck-sealed-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_printed_command_restores_what_was_deleted()
    {
        var scene = await EndToEndScene.StuckAsync(shared, 4);
        await scene.Plane.GrantAsync(scene.User, scene.Space, new Allow(["secrets"], ["create"]));
        var environment = Environment(scene, Script("age", "exec base64"));
        var deleted = (await UnstickAsync(scene, environment)).MustSucceed();
        await scene.AssertOnlyTheRecordIsGoneAsync();
        var command = Regex.Match(
            deleted.Output,
            "(?m)^to restore it: (age --decrypt --identity KEYFILE (.+) \\| kubectl helmstuck restore -)$"
        );
        Assert.True(command.Success, deleted.Output);
        // The stand-in has no key.
        Script("age", "shift 3; exec base64 -d \"$1\"");
        (await ExternalCommand.RunAsync("/bin/sh", ["-ec", command.Groups[1].Value], environment)).MustSucceed();
        await scene.AssertTheRecordIsBackAsync();
        Assert.EndsWith(".json.enc", command.Groups[2].Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_of_the_current_folder_is_not_run_and_nothing_is_sent()
    {
        var scene = await EndToEndScene.StuckAsync(shared, 4);
        var mark = Path.Combine(_folder, "ran");
        Script("seal", $"touch '{mark}'; exec base64");
        var environment = Environment(scene, "seal");
        environment["PATH"] = $":{System.Environment.GetEnvironmentVariable("PATH")}";
        var refused = await UnstickAsync(scene, environment);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("seal was found in the current folder by PATH", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(mark));
        Assert.Equal(scene.Before, await scene.Plane.Second.RecordsAsync(scene.Space));
    }

    private Task<CommandResult> UnstickAsync(EndToEndScene scene, Dictionary<string, string?> environment)
    {
        string[] unstick = ["unstick", "web", "--revision", "2", "-n", scene.Space, "--yes", "--override", "'the test killed Helm'"];
        var line = $"cd '{_folder}'\n{Path.GetFullPath(PseudoTerminal.Product)} {string.Join(' ', unstick)}";
        return ExternalCommand.RunAsync("/bin/sh", ["-ec", line], environment);
    }

    private string Script(string name, string body)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    private Dictionary<string, string?> Environment(EndToEndScene scene, string program)
    {
        var programs = Directory.CreateDirectory(Path.Combine(_folder, "bin")).FullName;
        File.CreateSymbolicLink(Path.Combine(programs, "kubectl"), TestPrograms.Find("kubectl"));
        File.CreateSymbolicLink(Path.Combine(programs, "kubectl-helmstuck"), Path.GetFullPath(PseudoTerminal.Product));
        return scene.Environment(
            ("HELMSTUCK_BACKUP__ENCRYPTTO__0", program),
            ("PATH", $"{programs}:{_folder}:{System.Environment.GetEnvironmentVariable("PATH")}")
        );
    }
}
