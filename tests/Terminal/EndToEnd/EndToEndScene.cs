using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Helmstuck.Tests.Terminal.EndToEnd;

/// <summary>
/// A namespace with a release that real Helm left stuck, healthy Deployments, and an engineer who may do what the runbook needs and nothing
/// else. The published program is started in a pseudo-terminal and driven by keys.
/// </summary>
internal sealed class EndToEndScene
{
    private static readonly string[] Read = ["get", "list"];

    private EndToEndScene(ControlPlane plane, StuckRelease release, ClusterUser user, IReadOnlyList<HeldRecord> before)
    {
        (Plane, Release, User, Before) = (plane, release, user, before);
        StateHome = Path.Combine(plane.Folder, $"state-{release.Namespace}");
    }

    public ControlPlane Plane { get; }

    public StuckRelease Release { get; }

    public ClusterUser User { get; }

    public string Space => Release.Namespace;

    /// <summary>XDG_STATE_HOME of the program: backups and journal go there.</summary>
    public string StateHome { get; }

    /// <summary>What the namespace held when the scene was set.</summary>
    public IReadOnlyList<HeldRecord> Before { get; }

    public string RecordPath => $"api/v1/namespaces/{Space}/secrets/{Release.Record}";

    private string JournalFile => Path.Combine(StateHome, "helmstuck/journal.jsonl");

    /// <summary>Real Helm is killed in the middle of an upgrade; then the Pods become ready.</summary>
    public static async Task<EndToEndScene> StuckAsync(SharedControlPlane shared, int helmMajor)
    {
        var plane = await shared.GetAsync();
        var release = await plane.LeaveStuckUpgradeAsync(helmMajor, await plane.CreateNamespaceAsync("e2e"), "web");
        await plane.MakeHealthyAsync(release.Namespace);
        return await OfAsync(plane, release);
    }

    /// <summary>
    /// The same, once Helm's last write is some seconds old. An API server tells its time in whole seconds: before that, a Helm that
    /// wrote a moment ago counts as alive in one look and as idle in the next.
    /// </summary>
    public static async Task<EndToEndScene> IdleAsync(SharedControlPlane shared, int helmMajor)
    {
        var scene = await StuckAsync(shared, helmMajor);
        await Task.Delay(TimeSpan.FromSeconds(3));
        return scene;
    }

    /// <summary>The scene around a release that is there already.</summary>
    public static async Task<EndToEndScene> OfAsync(ControlPlane plane, StuckRelease release)
    {
        var user = plane.AddTokenUser($"sre-{release.Namespace}", "engineers");
        await plane.GrantAsync(
            user,
            release.Namespace,
            new Allow(["secrets"], [.. Read, "delete"]),
            new Allow(
                [
                    "configmaps",
                    "pods",
                    "events",
                    "apps/deployments",
                    "apps/replicasets",
                    "autoscaling/horizontalpodautoscalers",
                    "batch/jobs",
                ],
                Read
            )
        );
        await plane.GrantAsync(
            user,
            null,
            new Allow(["namespaces"], ["get"], [release.Namespace]),
            new Allow(["namespaces"], ["get"], ["kube-system"])
        );
        return new EndToEndScene(plane, release, user, await plane.Second.RecordsAsync(release.Namespace));
    }

    /// <summary>
    /// The program's variables: the engineer's kubeconfig, folders of its own for state and settings, and what a test lays over them.
    /// </summary>
    public Dictionary<string, string?> Environment(params (string Name, string Value)[] more)
    {
        var environment = new Dictionary<string, string?>(Plane.EnvironmentOf(User))
        {
            ["XDG_STATE_HOME"] = StateHome,
            ["XDG_CONFIG_HOME"] = Path.Combine(StateHome, "config"),
        };
        foreach (var (name, value) in more)
            environment[name] = value;
        return environment;
    }

    /// <summary>The same, with the program and its completion shim on PATH, where kubectl finds them.</summary>
    public Dictionary<string, string?> WithPlugin(params (string Name, string Value)[] more)
    {
        var folder = Directory.CreateDirectory(Path.Combine(StateHome, "bin")).FullName;
        Link("kubectl-helmstuck", PseudoTerminal.Product);
        Link("kubectl_complete-helmstuck", Path.Combine(TestPrograms.RepositoryRoot, "plugin/kubectl_complete-helmstuck"));
        return Environment([("PATH", $"{folder}:{System.Environment.GetEnvironmentVariable("PATH")}"), .. more]);

        void Link(string name, string target)
        {
            if (!File.Exists(Path.Combine(folder, name)))
                File.CreateSymbolicLink(Path.Combine(folder, name), Path.GetFullPath(target));
        }
    }

    /// <summary>Opens the program on the namespace.</summary>
    public PseudoTerminal Start(int columns = 80, int rows = 24, params (string Name, string Value)[] environment) =>
        PseudoTerminal.Start(PseudoTerminal.Product, ["-n", Space], columns, rows, Environment(environment));

    /// <summary>Presses d, and waits for the dialog's last line and for the question behind its frame: from then on keys count.</summary>
    public async Task OpenDialogAsync(PseudoTerminal terminal)
    {
        var asked = Screens.Questions(terminal);
        terminal.Send("d");
        await terminal.WaitUntilAsync(
            screen =>
                screen.Contains($"Type {Release.Revision} to delete {Release.Record} in {Space}") && Screens.Questions(terminal) > asked,
            "the dialog asks for the revision"
        );
    }

    /// <summary>Attests that no CI job runs, as the engineer who looked.</summary>
    public static async Task AttestAsync(PseudoTerminal terminal)
    {
        terminal.Send("c");
        await terminal.WaitForAsync("attested: I have checked that no CI job is running");
    }

    /// <summary>Gives the reason why a Helm that wrote a moment ago is dead all the same.</summary>
    public static async Task OverrideHelmIdleAsync(PseudoTerminal terminal, string reason)
    {
        terminal.Send("o");
        await terminal.WaitForAsync("Reason to override helm-idle:");
        terminal.Send(reason + "\r");
        await terminal.WaitUntilAsync(
            screen => !screen.Contains("Reason to override") && !screen.Contains("Blocked by"),
            "nothing blocks any more"
        );
    }

    /// <summary>Types the revision and waits until the dialog's last line shows it.</summary>
    public async Task TypeRevisionAsync(PseudoTerminal terminal)
    {
        terminal.Send($"{Release.Revision}");
        await terminal.WaitUntilAsync(screen => Screens.Typed(screen) == $"{Release.Revision}", "the revision is typed");
    }

    /// <summary>From the panes to the record deleted and Helm unstuck, by keys.</summary>
    public async Task DeleteAsync(PseudoTerminal terminal)
    {
        await Screens.WaitUntilReadAsync(terminal);
        await OpenDialogAsync(terminal);
        await AttestAsync(terminal);
        await OverrideHelmIdleAsync(terminal, "the runner was evicted");
        await TypeRevisionAsync(terminal);
        await terminal.EnterAsync();
        await terminal.WaitForAsync("✓ done");
    }

    /// <summary>From a filled dialog to the record deleted, Helm unstuck and the program ended.</summary>
    public static async Task ConfirmAndLeaveAsync(PseudoTerminal terminal)
    {
        await terminal.EnterAsync();
        await terminal.WaitForAsync("✓ done");
        terminal.Send("q");
        Assert.Equal(0, await terminal.WaitForExitAsync());
        Screens.AssertGivenBack(terminal);
    }

    /// <summary>What the engineer asked the API server to change; no dry runs, and no questions about the own rights and name.</summary>
    public async Task<IReadOnlyList<AuditEvent>> ChangesAskedForAsync() =>
        [
            .. (await Plane.AuditAsync(User.Name)).Where(entry =>
                entry.Verb is not ("get" or "list" or "watch")
                && !entry.Path.Contains("dryRun=All", StringComparison.Ordinal)
                && entry.Resource is not ("selfsubjectaccessreviews" or "selfsubjectreviews")
            ),
        ];

    /// <summary>The only backup there is.</summary>
    public string Backup() =>
        Assert.Single(
            Directory.GetFiles(Path.Combine(StateHome, "helmstuck/backups"), "*.json", SearchOption.AllDirectories),
            file => !file.EndsWith(".meta.json", StringComparison.Ordinal)
        );

    /// <summary>The journal's lines; none if there is no journal.</summary>
    public async Task<List<JsonElement>> JournalAsync() =>
        File.Exists(JournalFile) ? [.. (await File.ReadAllLinesAsync(JournalFile)).Select(line => JsonElement.Parse(line))] : [];

    public UnixFileMode JournalMode => File.GetUnixFileMode(JournalFile);

    /// <summary>What real Helm says about the release's revisions: "1 superseded", "2 pending-upgrade".</summary>
    public async Task<string[]> HistoryAsync()
    {
        var history = await Plane.Helm(Release.HelmMajor, "history", Release.Name, "-n", Space, "-o", "json");
        return [.. JsonNode.Parse(history.MustSucceed().Output)!.AsArray().Select(entry => $"{entry!["revision"]} {entry["status"]}")];
    }

    /// <summary>Runs the real helm upgrade.</summary>
    public Task<CommandResult> UpgradeAsync() =>
        Plane.Helm(Release.HelmMajor, "upgrade", Release.Name, Release.Chart, "-n", Space, "--set", "image.tag=v3");

    /// <summary>The namespace holds what it held when the scene was set, byte for byte, but for the stuck record.</summary>
    public async Task AssertOnlyTheRecordIsGoneAsync() =>
        Assert.Equal(Before.Where(record => record.Name != Release.Record), await Plane.Second.RecordsAsync(Space));

    /// <summary>
    /// The namespace holds what it held when the scene was set: the stuck record as another object with the same name, labels, type and
    /// data, all others untouched.
    /// </summary>
    public async Task AssertTheRecordIsBackAsync()
    {
        var now = await Plane.Second.RecordsAsync(Space);
        Assert.Equal(Before.Select(record => record.Content), now.Select(record => record.Content));
        Assert.Equal([Release.Record], now.Except(Before).Select(record => record.Name));
        Assert.DoesNotContain(now, record => record.Uid == Stuck.Uid);
    }

    /// <summary>The stuck record as it was when the scene was set.</summary>
    public HeldRecord Stuck => Before.Single(record => record.Name == Release.Record);

    /// <summary>The record is still the same object, and the engineer asked for no change at all.</summary>
    public async Task AssertNothingWasDeletedAsync()
    {
        Assert.Contains(await Plane.Second.RecordsAsync(Space), record => record.Uid == Stuck.Uid);
        Assert.Empty(await ChangesAskedForAsync());
        Assert.Empty(await JournalAsync());
    }
}

/// <summary>What tests look for on the screen.</summary>
internal static class Screens
{
    /// <summary>Whether the header says when everything was read.</summary>
    public static bool IsRead(VirtualScreen screen) =>
        System.Text.RegularExpressions.Regex.IsMatch(screen.Lines[0], @" read \d\d:\d\d:\d\dZ$");

    public static Task WaitUntilReadAsync(PseudoTerminal terminal) =>
        terminal.WaitUntilAsync(IsRead, "the header says when everything was read");

    /// <summary>
    /// How often the program asked the terminal where its cursor is; the terminal has answered each by the time this is seen.
    /// </summary>
    public static int Questions(PseudoTerminal terminal) => terminal.Written.AsSpan().Count("\e[6n"u8);

    /// <summary>What stands behind the colon of the dialog's last line.</summary>
    public static string Typed(VirtualScreen screen)
    {
        var text = new StringBuilder();
        foreach (var line in screen.Lines.SkipWhile(line => !line.StartsWith(" Type ", StringComparison.Ordinal)))
            text.Append(line);
        return text.ToString() is { Length: > 0 } prompt ? prompt[(prompt.LastIndexOf(':') + 1)..].Trim() : "";
    }

    /// <summary>The terminal is as the program found it, and it understood all that was written to it.</summary>
    public static void AssertGivenBack(PseudoTerminal terminal)
    {
        Assert.Equal(terminal.ModesAtStart, terminal.Modes);
        Assert.True(terminal.See(screen => screen.IsGivenBack), terminal.Screen);
        Assert.Empty(terminal.See(screen => screen.Unknown));
    }
}
