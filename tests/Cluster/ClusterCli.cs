using Helmstuck.Cli;
using Helmstuck.Config;
using Helmstuck.Helm.Records;
using Helmstuck.Hosting;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Configuration;
using Helmstuck.Processes;
using Helmstuck.Recovery;
using Helmstuck.Runbook;
using Helmstuck.Survey;
using Helmstuck.Tui.Loop;

namespace Helmstuck.Tests.Cluster;

/// <summary>
/// The command line in this process, against a real API server as one of its users, with a state folder of its own. What it leaves there
/// must be as the schemas say.
/// </summary>
internal sealed class ClusterCli : IDisposable
{
    private readonly string space;
    private readonly SurveyOptions options;
    private readonly bool writeEvent;
    private readonly HttpMessageHandler? network;

    /// <param name="idleAfter">As the setting <c>helm.idleAfter</c>; a negative one takes a record of this very moment for old.</param>
    /// <param name="longestTimeout">As the setting <c>helm.longestTimeout</c>; a negative one takes every operation for over.</param>
    /// <param name="state">The state folder; null: one of its own, as on a machine of its own.</param>
    /// <param name="writeEvent">As the setting <c>event</c>.</param>
    /// <param name="processes">Where to look for a helm that runs; null: nowhere.</param>
    /// <param name="requestTimeout">As the flag <c>--request-timeout</c>.</param>
    /// <param name="network">Carries the requests of the commands; null: the network itself.</param>
    public ClusterCli(
        ControlPlane plane,
        ClusterUser user,
        string space,
        StorageDriver driver = StorageDriver.Secret,
        TimeSpan? idleAfter = null,
        LocalProcesses? processes = null,
        TimeSpan? longestTimeout = null,
        StateFolder? state = null,
        bool writeEvent = false,
        TimeSpan? requestTimeout = null,
        HttpMessageHandler? network = null
    )
    {
        this.space = space;
        this.writeEvent = writeEvent;
        this.network = network;
        options = Composition.Options(new Settings(), driver);
        options = options with
        {
            IdleAfter = idleAfter ?? options.IdleAfter,
            LocalProcesses = processes,
            LongestTimeout = longestTimeout ?? options.LongestTimeout,
        };
        var loaded = Kubeconfig.Load(
            new KubeFlags { Kubeconfig = user.Kubeconfig, Namespace = space },
            new KubeEnvironment(static _ => null, "")
        );
        Target = ((KubeResult<ClusterTarget>.Ok)loaded).Value with { RequestTimeout = requestTimeout };
        State = state ?? new StateFolder(Path.Combine(plane.Folder, "state", Guid.NewGuid().ToString("N")));
        Client = new KubeClient(Target);
        Surveyor = new Surveyor(Client, options, TimeProvider.System);
        Recoverer = new Recoverer(Client, Surveyor, State, TimeProvider.System, writeEvent);
    }

    public ClusterTarget Target { get; }
    public StateFolder State { get; }
    public KubeClient Client { get; }
    public Surveyor Surveyor { get; }
    public Recoverer Recoverer { get; }

    public IReadOnlyList<string> Backups => BackupFiles.In(State.Root);

    public async Task<CliResult> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var streams = new CliStreams(output, error, () => null, false, false);
        var code = await CommandLine.RunAsync(
            arguments,
            new CliRoot
            {
                Streams = streams,
                State = State,
                Time = TimeProvider.System,
                Open = _ => new SessionResult.Ok(Open(streams)),
                IsReadOnly = _ => false,
                Names = _ => Helmstuck.Kube.KubeconfigNames.None,
                Copy = _ => throw new InvalidOperationException("nothing was copied"),
                Views = ScreenPrinter.ViewNames,
                FullScreen = (_, _, _) => throw new InvalidOperationException("there is no terminal"),
                Screen = FullScreen.PrintAsync,
                ConfigView = _ => throw new InvalidOperationException("no settings were asked for"),
            },
            CancellationToken.None
        );
        return new CliResult(code, output.ToString(), error.ToString());
    }

    /// <summary><c>explain -o json</c>, which must be as the schema says.</summary>
    public async Task<ReviewJson> ExplainAsync(string release)
    {
        var result = await RunAsync("explain", release, "-o", "json");
        Assert.True(result.ExitCode == 0, result.Error);
        return new ReviewJson(DocumentSchema.Review.Parse(result.Out));
    }

    /// <summary>Unsticks with a reason for whatever blocks: what a real Helm left a second ago is neither idle nor healthy.</summary>
    public Task<CliResult> UnstickAsync(string release, string revision, params string[] more) =>
        RunAsync(["unstick", release, "--revision", revision, "--yes", "--override", "the test killed Helm", .. more]);

    public async Task<RecoveryPlan> PlanAsync(string release) =>
        Planner.For(
            await Surveyor.ReviewAsync(space, release, new ReviewOptions(), static _ => { }, CancellationToken.None),
            Remedy.Delete
        )!;

    public void Dispose()
    {
        Client.Dispose();
        DocumentSchema.CheckState(State.Root);
    }

    /// <summary>What the full screen is opened with.</summary>
    public Session Open() => Open(new CliStreams(TextWriter.Null, TextWriter.Null, () => null, false, false));

    private Session Open(CliStreams streams)
    {
        var client = new KubeClient(Target, network);
        var surveyor = new Surveyor(client, options, TimeProvider.System);
        return new Session
        {
            Streams = streams,
            Client = client,
            Surveyor = surveyor,
            Recoverer = new Recoverer(client, surveyor, State, TimeProvider.System, writeEvent),
            Restorer = new Restorer(client, surveyor, State, TimeProvider.System),
            Reporter = new Reporter(client, surveyor, State, TimeProvider.System, "0.0.0"),
            Aftermath = new Aftermath(client, surveyor, State, TimeProvider.System),
            Notices = new NoticeBoard(streams),
            Display = new DisplayOptions("default", false, false, new UiSettings().Refresh),
            Time = TimeProvider.System,
            ReadOnly = false,
        };
    }
}
