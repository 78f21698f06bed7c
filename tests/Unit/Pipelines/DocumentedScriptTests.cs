using System.Runtime.CompilerServices;
using Helmstuck.Pipelines;

namespace Helmstuck.Tests.Unit.Pipelines;

/// <summary>The scripts of docs/settings.md, run as a command source runs them, with the program that they ask replaced.</summary>
public sealed class DocumentedScriptTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("helmstuck-scripts-");

    public void Dispose() => folder.Delete(recursive: true);

    private static string Page([CallerFilePath] string path = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "..", "docs", "settings.md"));

    /// <summary>Runs the script; <paramref name="answer"/> is what the fake program does, as shell.</summary>
    private async Task<SourceAnswer> Run(string script, string program, string answer, params string[] arguments)
    {
        var file = Path.Combine(folder.FullName, script);
        File.WriteAllText(file, Page().Split($"```sh {script}\n")[1].Split("```")[0]);
        var fake = Path.Combine(folder.FullName, program);
        // A program's standard input is read, as curl reads its configuration.
        File.WriteAllText(fake, $"#!/bin/sh\necho \"$*\" >> '{folder.FullName}/asked'\ncat >> '{folder.FullName}/input'\n{answer}\n");
        File.SetUnixFileMode(fake, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string[] run =
        [
            "/usr/bin/env",
            $"PATH={folder.FullName}:/usr/bin:/bin",
            "JENKINS_URL=https://ci.example",
            "JENKINS_USER=jane",
            "JENKINS_TOKEN=s3cret",
            "/bin/sh",
            file,
            .. arguments,
        ];
        return await new CommandSource(new CommandOptions(script, run, TimeSpan.FromMinutes(1), null)).AskAsync(CancellationToken.None);
    }

    private string Asked => File.ReadAllText(Path.Combine(folder.FullName, "asked"));

    [Theory]
    [InlineData("exit 0", "Idle", "/usr/bin/env exited 0")]
    [InlineData(
        "case \"$*\" in *'--status waiting'*) echo 'Release 7 waiting https://github.example/7' ;; esac",
        "Running",
        "Release 7 waiting https://github.example/7"
    )]
    [InlineData("echo 'HTTP 401' >&2; exit 1", "Unknown", "/usr/bin/env exited 2|HTTP 401")]
    public async Task GitHub_by_gh(string gh, string state, string evidence)
    {
        var answer = await Run("check-gh", "gh", gh, "owner/name", "deploy.yml");
        Assert.Equal((state, evidence), (answer.State.ToString(), string.Join('|', answer.Evidence)));
        Assert.StartsWith("run list --repo owner/name --workflow deploy.yml --status queued --limit 100 --json", Asked);
    }

    [Theory]
    [InlineData("""echo '{"builds":[{"building":false}],"inQueue":false}'""", "Idle", "/usr/bin/env exited 0")]
    [InlineData("""echo '{"builds":[],"inQueue":false}'""", "Idle", "/usr/bin/env exited 0")]
    [InlineData(
        """echo '{"builds":[{"building":true}],"inQueue":false}'""",
        "Running",
        "deploy is queued or builds: https://ci.example/job/deploy/"
    )]
    [InlineData("""echo '{"builds":[],"inQueue":true}'""", "Running", "deploy is queued or builds: https://ci.example/job/deploy/")]
    [InlineData("echo '<html>sign in</html>'", "Unknown", "/usr/bin/env exited 2")]
    [InlineData("echo 'curl: (22) 403' >&2; exit 22", "Unknown", "/usr/bin/env exited 2|curl: (22) 403")]
    public async Task Jenkins_by_curl(string curl, string state, string evidence)
    {
        var answer = await Run("check-jenkins", "curl", curl, "deploy");
        Assert.Equal((state, evidence), (answer.State.ToString(), string.Join('|', answer.Evidence)));
        Assert.EndsWith("https://ci.example/job/deploy/api/json?tree=inQueue,builds[building]\n", Asked);
    }

    [Fact]
    public async Task The_token_for_Jenkins_is_not_on_a_command_line()
    {
        await Run("check-jenkins", "curl", "exit 22", "deploy");
        Assert.DoesNotContain("s3cret", Asked);
        Assert.Equal("user = \"jane:s3cret\"\n", File.ReadAllText(Path.Combine(folder.FullName, "input")));
    }

    [Theory]
    [InlineData("check-argo", "exit 0", "Idle", "/usr/bin/env exited 0")]
    [InlineData("check-argo", "echo 'deploy-x7k Running'; echo 'deploy-new '", "Running", "deploy-x7k Running|deploy-new")]
    [InlineData("check-argo", "echo Forbidden >&2; exit 1", "Unknown", "/usr/bin/env exited 2|Forbidden")]
    [InlineData("check-tekton", "exit 0", "Idle", "/usr/bin/env exited 0")]
    [InlineData("check-tekton", "echo 'a True'; echo 'b False'", "Idle", "/usr/bin/env exited 0")]
    [InlineData("check-tekton", "echo 'a True'; echo 'b Unknown'; echo 'c '", "Running", "b Unknown|c")]
    [InlineData("check-tekton", "echo Forbidden >&2; exit 1", "Unknown", "/usr/bin/env exited 2|Forbidden")]
    public async Task Argo_Workflows_and_Tekton_by_kubectl(string script, string kubectl, string state, string evidence)
    {
        var answer = await Run(script, "kubectl", kubectl, "gprd", "ci", "app=deploy");
        Assert.Equal((state, evidence), (answer.State.ToString(), string.Join('|', answer.Evidence)));
        Assert.StartsWith("--context gprd --namespace ci get ", Asked);
        Assert.Contains("app=deploy", Asked);
    }
}
