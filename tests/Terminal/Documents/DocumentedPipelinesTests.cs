using YamlDotNet.RepresentationModel;

namespace Helmstuck.Tests.Terminal.Documents;

/// <summary>
/// The scripts of docs/ci.md free a release whose upgrade was killed in an earlier run of the same pipeline, and go on; in another pipeline
/// they stop at guard.
/// </summary>
public sealed class DocumentedPipelinesTests(SharedControlPlane shared) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("helmstuck-pipelines-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0, 3)]
    [InlineData(0, 4)]
    [InlineData(1, 3)]
    [InlineData(1, 4)]
    public async Task Script_goes_on_after_its_own_Helm_was_killed(int block, int helm)
    {
        var plane = await shared.GetAsync();
        var space = await plane.CreateNamespaceAsync("shop");
        var environment = await EnvironmentAsync(plane, helm);
        string[] steps = [.. Scripts(block).Select(script => script.Replace("-n shop", $"-n {space}", StringComparison.Ordinal))];
        Assert.Equal(2, steps.Length);
        Assert.StartsWith("kubectl helmstuck guard web", steps[0], StringComparison.Ordinal);

        // The first deploy of all, by an earlier pipeline; guard finds no release.
        await using (plane.KeepPodsReady(space))
            foreach (var step in steps)
                (await RunAsync(step, environment, pipeline: 122)).MustSucceed();

        await File.WriteAllTextAsync(Path.Combine(_folder, "values.yaml"), "image: {tag: v2}\n");
        await using (var killed = new RunningHelm(ExternalCommand.Start("/bin/sh", Here($"exec {steps[1]}"), In(environment, 123))))
        {
            while (!await IsUnderWayAsync(plane, space))
            {
                await killed.MustStillRunAsync();
                await Task.Delay(20);
            }
        }
        await plane.MakeHealthyAsync(space);

        var foreign = await RunAsync(steps[0], environment, pipeline: 124);
        Assert.True(foreign.ExitCode == 4, foreign.ToString());
        Assert.Contains("the record has no label", foreign.Error, StringComparison.Ordinal);

        await using var ready = plane.KeepPodsReady(space);
        foreach (var step in steps)
            (await RunAsync(step, environment, pipeline: 123)).MustSucceed();
        var record = await plane.GetAsync($"api/v1/namespaces/{space}/secrets/sh.helm.release.v1.web.v2");
        Assert.Equal("deployed", (string?)record!["metadata"]!["labels"]!["status"]);
    }

    [Fact]
    public async Task Variables_of_the_encryption_are_settings()
    {
        var variables = Pipeline(2).Map("deploy", "variables");
        var environment = variables.Keys().ToDictionary(name => name, name => (string?)variables.Text(name));
        var view = await ExternalCommand.RunAsync(PseudoTerminal.Product, ["config", "view"], environment);
        Assert.Matches(@"(?m)^backup\.encryptTo +age --recipient age1\w+ +HELMSTUCK_BACKUP__ENCRYPTTO__0$", view.MustSucceed().Output);
    }

    private static async Task<bool> IsUnderWayAsync(ControlPlane plane, string space)
    {
        var deployment = await plane.GetAsync($"apis/apps/v1/namespaces/{space}/deployments/web");
        var image = (string?)deployment?["spec"]?["template"]?["spec"]?["containers"]?[0]?["image"];
        return image?.EndsWith(":v2", StringComparison.Ordinal) == true;
    }

    /// <summary>The shell scripts of one pipeline of the page, in order.</summary>
    private static IEnumerable<string> Scripts(int block) =>
        block == 0
            ? Pipeline(block).Map("deploy").Texts("script")
            : Pipeline(block)
                .Map("jobs", "deploy")
                .Maps("steps")
                .Where(step => step.Children.ContainsKey("run"))
                .Select(step => step.Text("run"));

    /// <summary>The first for GitLab, the second for GitHub, the third with the encryption of backups.</summary>
    private static YamlMappingNode Pipeline(int block)
    {
        var pipelines = DocumentedBlock
            .All.Where(one => one.Language == "yaml" && one.Place.StartsWith("docs/ci.md:", StringComparison.Ordinal))
            .ToList();
        Assert.Equal(3, pipelines.Count);
        using var text = new StringReader(string.Join('\n', pipelines[block].Lines));
        return YamlFile.Read(text);
    }

    private Task<CommandResult> RunAsync(string script, IReadOnlyDictionary<string, string?> environment, int pipeline) =>
        ExternalCommand.RunAsync("/bin/sh", Here(script), In(environment, pipeline));

    private string[] Here(string script) => ["-ec", $"cd '{_folder}'\n{script}"];

    private static Dictionary<string, string?> In(IReadOnlyDictionary<string, string?> environment, int pipeline) =>
        new(environment) { ["CI_PIPELINE_ID"] = $"{pipeline}", ["GITHUB_RUN_ID"] = $"{pipeline}" };

    /// <summary>The programs and files of the job, and settings to which every Helm is idle at once.</summary>
    private async Task<Dictionary<string, string?>> EnvironmentAsync(ControlPlane plane, int helm)
    {
        Directory.Move(TestChart.Small.Write(_folder), Path.Combine(_folder, "chart"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "values.yaml"), "message: first\n");
        var settings = Directory.CreateDirectory(Path.Combine(_folder, "config/helmstuck")).FullName;
        await File.WriteAllTextAsync(Path.Combine(settings, "config.json"), """{ "helm": { "idleAfter": "1ms" } }""");
        var programs = Directory.CreateDirectory(Path.Combine(_folder, "bin")).FullName;
        File.CreateSymbolicLink(Path.Combine(programs, "kubectl"), TestPrograms.Find("kubectl"));
        File.CreateSymbolicLink(Path.Combine(programs, "helm"), TestPrograms.Find($"helm{helm}"));
        File.CreateSymbolicLink(Path.Combine(programs, "kubectl-helmstuck"), Path.GetFullPath(PseudoTerminal.Product));
        return new Dictionary<string, string?>(plane.EnvironmentOf(plane.AdminUser))
        {
            ["XDG_CONFIG_HOME"] = Path.Combine(_folder, "config"),
            ["XDG_STATE_HOME"] = Path.Combine(_folder, "state"),
            ["PATH"] = $"{programs}:{Environment.GetEnvironmentVariable("PATH")}",
        };
    }
}
