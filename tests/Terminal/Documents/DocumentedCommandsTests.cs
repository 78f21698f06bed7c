using System.Text.RegularExpressions;
using Helmstuck.Tests.Terminal.EndToEnd;

namespace Helmstuck.Tests.Terminal.Documents;

/// <summary>Every command block of the documents is run: here on a real cluster, or by the test that is named beside it.</summary>
public sealed partial class DocumentedCommandsTests(SharedControlPlane shared) : IDisposable
{
    /// <summary>The commands on a cluster, in the order of the document, and what each prints.</summary>
    private static readonly (string Command, string Printed)[] OnACluster =
    [
        ("kubectl helmstuck -n gitlab", "1 Stuck"),
        ("kubectl helmstuck list -A", @"web +7 +pending-upgrade"),
        ("kubectl helmstuck explain web -n shop", "unlocks"),
        ("kubectl helmstuck unstick web --revision 7", "Helm is unstuck: Helm thinks web is at revision 6"),
        ("kubectl helmstuck guard web -n shop", "Helm is free: revision 6 is deployed"),
        ("kubectl helmstuck restore FILE", "restored"),
        ("kubectl helmstuck backups", @"\bweb +7\b"),
        ("kubectl helmstuck journal --since 24h", "restore"),
        ("kubectl helmstuck report web > incident.md", "^$"),
        ("kubectl helmstuck screen web --size 80x24", "1 Stuck"),
    ];

    /// <summary>The commands that another test runs, and its class.</summary>
    private static readonly Dictionary<string, string> RunElsewhere = new()
    {
        ["./install.sh --demo"] = "InstallScriptTests",
        ["./install.sh --from helmstuck_linux_amd64.tar.gz"] = "InstallArchiveTests",
        ["dpkg -i kubectl-helmstuck_VERSION_amd64.deb"] = "PackageTests",
        ["release/build.sh VERSION"] = "BuiltRelease",
    };

    /// <summary>The commands that no test runs, and why. That their program and their options are there is tested.</summary>
    private static readonly Dictionary<string, string> OnlyRead = new()
    {
        ["tests/run.sh"] = "runs this test",
        ["tests/run.sh unit [FILTER]"] = "runs the tests",
        ["tests/run.sh cluster [FILTER]"] = "runs the tests",
        ["tests/run.sh terminal [FILTER]"] = "runs the tests",
        ["tests/run.sh unit SnapshotConventionTests"] = "runs the tests",
        ["tests/run.sh terminal OtherMachineTests"] = "runs the tests",
        ["tests/tools/differential.sh --count 2000 --seed 7"] = "takes half an hour; ForecastTests run a small number",
        ["tests/tools/race.sh --count 500 --seed 7"] = "takes minutes; RaceTests run a small number",
        ["bench/run.sh --peer kubernetes-client"] = "takes minutes and needs a quiet machine",
        ["bench/run.sh --peer terminal-gui"] = "takes minutes and needs a quiet machine",
        ["bench/run.sh"] = "takes minutes and needs a quiet machine",
        ["release/aot/hot-methods.sh KUBECONFIG"] = "takes minutes and writes into the sources",
        ["dotnet build"] = "tests/run.sh has built when this runs",
        ["dotnet test"] = "runs the tests",
        ["dotnet csharpier format ."] = "would change the sources that are tested; tests/run.sh runs its check",
        ["./install.sh --publish DIR"] = "tests/run.sh has run it when this runs",
        ["dotnet bin/Debug/net10.0/kubectl-helmstuck.dll screen --demo --size 80x24"] = "DemoTests run the same with the native binary",
    };

    private string _gitlab = "",
        _shop = "";

    private readonly string _folder = Directory.CreateTempSubdirectory("helmstuck-documents-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_block_says_what_it_is()
    {
        Assert.NotEmpty(DocumentedBlock.All);
        Assert.All(DocumentedBlock.All, block => Assert.True(Known().IsMatch(block.Language), $"{block.Place}: '{block.Language}'"));
    }

    [Fact]
    public void Every_command_is_run_or_says_why_not() =>
        Assert.Equal(
            OnACluster.Select(one => one.Command).Concat(RunElsewhere.Keys).Concat(OnlyRead.Keys).Order(StringComparer.Ordinal),
            DocumentedBlock
                .All.Where(block => block.Language == "sh")
                .SelectMany(block => block.Commands)
                .Distinct()
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Commands_that_are_not_run_here_name_scripts_and_options_that_exist()
    {
        foreach (var command in RunElsewhere.Keys.Concat(OnlyRead.Keys))
        {
            var words = command.Split(' ');
            if (!words[0].Contains('/', StringComparison.Ordinal))
                continue;
            var script = Path.Combine(TestPrograms.RepositoryRoot, words[0]);
            Assert.True(File.GetUnixFileMode(script).HasFlag(UnixFileMode.UserExecute), script);
            var text = File.ReadAllText(script);
            Assert.All(
                words.Where(word => word.StartsWith("--", StringComparison.Ordinal)),
                option => Assert.Contains(option, text, StringComparison.Ordinal)
            );
        }
        Assert.All(RunElsewhere.Values, test => Assert.Single(Sources($"{test}.cs")));
    }

    [Fact]
    public async Task Commands_do_what_they_say_on_a_cluster()
    {
        var environment = await SceneAsync();
        foreach (var (command, printed) in OnACluster)
        {
            await using var terminal = PseudoTerminal.Start("/bin/sh", ["-c", ToThisCluster(command)], 120, 40, environment, _folder);
            if (command.Contains(" -n gitlab", StringComparison.Ordinal))
            {
                await Screens.WaitUntilReadAsync(terminal);
                Assert.Matches(printed, terminal.Screen);
                terminal.Send("q");
                Assert.Equal(0, await terminal.WaitForExitAsync());
                continue;
            }
            if (command.Contains("unstick", StringComparison.Ordinal))
            {
                await terminal.WaitForAsync("Type 7 to continue:");
                terminal.Send("7\r");
            }
            Assert.True(await terminal.WaitForExitAsync() == 0, $"{command}\n{terminal.Screen}");
            var text = System.Text.Encoding.UTF8.GetString(terminal.Written);
            Assert.True(Regex.IsMatch(text, printed), $"{command} does not print {printed}:\n{text}");
        }
        Assert.StartsWith("# ", await File.ReadAllTextAsync(Path.Combine(_folder, "incident.md")), StringComparison.Ordinal);
    }

    /// <summary>
    /// The namespaces of the documents, a release web whose revision 7 is stuck, and settings that say that no CI job runs.
    /// </summary>
    private async Task<Dictionary<string, string?>> SceneAsync()
    {
        var plane = await shared.GetAsync();
        _gitlab = await plane.CreateNamespaceAsync("gitlab");
        _shop = await plane.CreateNamespaceAsync("shop");
        await plane.SeedHistoryAsync(_gitlab, "gitlab-cny", "deployed", "pending-upgrade");
        string[] statuses = [.. Enumerable.Repeat("superseded", 5), "deployed", "pending-upgrade"];
        await plane.SeedHistoryAsync(_shop, "web", statuses);
        var seeded = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var settings = Directory.CreateDirectory(Path.Combine(_folder, "config/helmstuck")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(settings, "config.json"),
            """{ "helm": { "idleAfter": "1ms" }, "pipelines": { "command": [ { "name": "none", "run": ["true"] } ] } }"""
        );
        var kubeconfig = Path.Combine(_folder, "kubeconfig");
        File.Copy(plane.AdminUser.Kubeconfig, kubeconfig);
        var programs = Directory.CreateDirectory(Path.Combine(_folder, "bin")).FullName;
        File.CreateSymbolicLink(Path.Combine(programs, "kubectl"), TestPrograms.Find("kubectl"));
        File.CreateSymbolicLink(Path.Combine(programs, "kubectl-helmstuck"), Path.GetFullPath(PseudoTerminal.Product));
        var environment = new Dictionary<string, string?>(plane.EnvironmentOf(plane.AdminUser))
        {
            ["KUBECONFIG"] = kubeconfig,
            ["XDG_CONFIG_HOME"] = Path.Combine(_folder, "config"),
            ["XDG_STATE_HOME"] = Path.Combine(_folder, "state"),
            ["PATH"] = $"{programs}:{Environment.GetEnvironmentVariable("PATH")}",
        };
        string[] context = ["config", "set-context", "--current", $"--namespace={_shop}"];
        (await ExternalCommand.RunAsync(TestPrograms.Find("kubectl"), context, environment)).MustSucceed();
        // The server's clock shows whole seconds: in the same one, nothing has been silent for any time.
        while (DateTimeOffset.UtcNow.ToUnixTimeSeconds() <= seeded)
            await Task.Delay(50);
        return environment;
    }

    /// <summary>The namespaces of this test, and the backup that the command before left.</summary>
    private string ToThisCluster(string command) =>
        command
            .Replace("-n gitlab", $"-n {_gitlab}", StringComparison.Ordinal)
            .Replace("-n shop", $"-n {_shop}", StringComparison.Ordinal)
            .Replace(
                "FILE",
                Directory.Exists(Path.Combine(_folder, "state"))
                    ? Directory
                        .GetFiles(Path.Combine(_folder, "state"), "*.json", SearchOption.AllDirectories)
                        .SingleOrDefault(file => !file.EndsWith(".meta.json", StringComparison.Ordinal))
                    : null,
                StringComparison.Ordinal
            );

    private static string[] Sources(string name) =>
        [
            .. Directory
                .GetFiles(Path.Combine(TestPrograms.RepositoryRoot, "tests"), name, SearchOption.AllDirectories)
                .Where(path => !path.Contains("/obj/", StringComparison.Ordinal)),
        ];

    // The scripts of docs/settings.md have names, by which DocumentedScriptTests take and run them; DocumentedSettingsTests load the JSON.
    // DocumentedPipelinesTests run the scripts in the YAML.
    [GeneratedRegex("^(sh|sh check-[a-z]+|json|yaml|text)$")]
    private static partial Regex Known();
}
