using Helmstuck.Cli;
using Helmstuck.Config;
using Helmstuck.Demo;
using Helmstuck.Helm.Records;
using Helmstuck.Kube;
using Helmstuck.Kube.Client;
using Helmstuck.Kube.Configuration;
using Helmstuck.Pipelines;
using Helmstuck.Processes;
using Helmstuck.Recovery;
using Helmstuck.Survey;
using Helmstuck.Tui.Loop;

namespace Helmstuck.Hosting;

/// <summary>Puts the parts together: plain values from settings and flags, a cluster or the demo, and the commands.</summary>
internal static class Composition
{
    private static readonly TimeProvider Time = TimeProvider.System;

    private static KubeEnvironment Machine => new(Environment.GetEnvironmentVariable, Home);

    private static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <param name="underWay">Receives every write, so that the end of the process can report an unfinished one.</param>
    public static CliRoot Root(CliStreams streams, WriteUnderWay? underWay = null) =>
        new()
        {
            Streams = streams,
            State = StateFolder.From(Environment.GetEnvironmentVariable, Home),
            Time = Time,
            Open = flags => Open(streams, flags, underWay ?? new WriteUnderWay()),
            IsReadOnly = flags => flags.ReadOnly || (Load(flags) is SettingsResult.Ok { Settings.ReadOnly: true }),
            Names = flags => flags.Demo ? KubeconfigNames.None : Kubeconfig.Names(flags.Kube, Machine),
            Copy = Streams.Copy,
            FullScreen = (contexts, flags, cancellation) =>
                FullScreen.RunAsync(
                    contexts,
                    flags,
                    other => Open(streams, other, underWay ?? new WriteUnderWay()),
                    () => flags.Demo ? [] : Kubeconfig.Names(flags.Kube, Machine).Contexts,
                    cancellation
                ),
            Screen = FullScreen.PrintAsync,
            Views = ScreenPrinter.ViewNames,
            ConfigView = flags => ConfigView(streams, flags),
        };

    private static SessionResult Open(CliStreams streams, GlobalValues flags, WriteUnderWay underWay)
    {
        var loaded = Load(flags);
        if (loaded is not SettingsResult.Ok { Settings: var settings })
            return new SessionResult.Failed(((SettingsResult.Failed)loaded).Message);
        if (Driver(flags.Driver ?? settings.Helm.Driver) is not { } driver)
            return new SessionResult.Failed(NoSuchDriver(flags.Driver ?? settings.Helm.Driver));

        // A namespace in the settings overrides the kubeconfig's; the flag overrides both.
        var kube =
            flags.Kube.Namespace is null && settings.Namespace is { Length: > 0 } configured
                ? flags.Kube with
                {
                    Namespace = configured,
                }
                : flags.Kube;
        var target = flags.Demo ? new KubeResult<ClusterTarget>.Ok(DemoTarget(kube)) : Kubeconfig.Load(kube, Machine);
        if (target is not KubeResult<ClusterTarget>.Ok { Value: var cluster })
            return new SessionResult.Failed(target.Error!.Message);
        var notices = new NoticeBoard(streams);
        foreach (var line in cluster.Notices)
            notices.Say(line);
        var file = flags.LogFile is { Length: > 0 } path ? new LogFile(path, notices) : null;
        if (file?.Problem() is { } problem)
            return new SessionResult.Failed(problem);
        var level = file is not null && flags.Kube.Verbosity == 0 ? RequestLog.Lowest : flags.Kube.Verbosity;
        var log = level >= RequestLog.Lowest ? new RequestLog(level, Time, file is null ? notices.Log : file.Write) : null;
        var client = new KubeClient(cluster, flags.Demo ? new DemoCluster(Time) : null, Time) { Notice = notices.Say, RequestLog = log };
        var own = flags.LeavesOutOwnJob ? new OwnJob(Environment.GetEnvironmentVariable) : null;
        var state = flags.Demo
            // The demo cluster ends with the program, and so do the backups of its records.
            ? new StateFolder(Directory.CreateTempSubdirectory("helmstuck-demo-").FullName) { EndsWithProgram = true }
            : StateFolder.From(Environment.GetEnvironmentVariable, Home);
        var options = Options(settings, driver, own) with
        {
            Deleted = (ns, release) => new DeletedRecords(state).Newest(cluster.ServerHost, ns, release),
            LocalProcesses = settings.Helm.LocalProcesses && !flags.Demo ? new LocalProcesses() : null,
        };
        var surveyor = new Surveyor(client, options, Time);
        return new SessionResult.Ok(
            new Session
            {
                Streams = streams,
                Client = client,
                Surveyor = surveyor,
                Recoverer = new Recoverer(
                    client,
                    surveyor,
                    state,
                    Time,
                    settings.Event,
                    settings.EncryptBackupsTo.Count > 0 ? new BackupEncryption(settings.EncryptBackupsTo) : null
                )
                {
                    UnderWay = underWay,
                },
                Restorer = new Restorer(client, surveyor, state, Time) { UnderWay = underWay },
                Reporter = new Reporter(client, surveyor, state, Time, BuildFacts.Own.Version),
                Aftermath = new Aftermath(client, surveyor, state, Time),
                Notices = notices,
                Time = Time,
                Display = new DisplayOptions(
                    flags.Theme ?? settings.Ui.Theme,
                    // kubectl: present at all, even empty, means no colours.
                    flags.NoColor || Environment.GetEnvironmentVariable("NO_COLOR") is not null,
                    flags.Ascii || settings.Ui.Ascii || !Terminal.TerminalOptions.IsUtf8(Environment.GetEnvironmentVariable),
                    settings.Ui.Refresh,
                    settings.ProductionContexts is { } production && CiFilter.Found(production, cluster.Context) != false,
                    settings.Ui.Mouse
                ),
                Temporary = flags.Demo ? state.Root : null,
                AllNamespaces = flags.AllNamespaces,
                Named = flags.Namespaces,
                Known = flags.AllNamespaces && !flags.Demo ? Known(flags, settings, cluster) : [],
                ReadOnly = flags.ReadOnly || settings.ReadOnly,
            }
        );
    }

    private static List<string> Known(GlobalValues flags, Settings settings, ClusterTarget cluster) =>
        [
            .. flags
                .Namespaces.Append(settings.Namespace ?? "")
                .Concat(Kubeconfig.Names(flags.Kube with { Context = cluster.Context }, Machine).Namespaces)
                .Where(name => name.Length > 0)
                .Distinct(StringComparer.Ordinal),
        ];

    private static ClusterTarget DemoTarget(KubeFlags flags) =>
        new()
        {
            Context = "demo",
            Cluster = "demo",
            User = "sre",
            Server = new Uri("https://demo.example"),
            Namespace = flags.Namespace is { Length: > 0 } named ? named : "gitlab",
        };

    private static SettingsResult Load(GlobalValues flags) =>
        SettingsLoader.Load(flags.ConfigFile, Environment.GetEnvironmentVariable, SettingsLoader.ProcessVariables, Home);

    private static int ConfigView(CliStreams streams, GlobalValues flags)
    {
        var loaded = Load(flags);
        if (loaded is not SettingsResult.Ok ok)
        {
            streams.Say(((SettingsResult.Failed)loaded).Message);
            return 1;
        }
        streams.Print(new ConfigView(ok.Settings, ok.Provenance).Print());
        return 0;
    }

    /// <summary>The options of a survey from the settings.</summary>
    /// <param name="own">The CI job that this program is a part of and that does not count; null: every job counts.</param>
    public static SurveyOptions Options(Settings settings, StorageDriver driver, OwnJob? own = null) =>
        new()
        {
            Driver = driver,
            IdleAfter = settings.Helm.IdleAfter,
            LongestTimeout = settings.Helm.LongestTimeout,
            HpaTolerance = settings.Health.HpaTolerance,
            CiSources = [.. settings.CiSources.Select(source => CiSources.Of(source, settings.Helm.IdleAfter, Time, own))],
            OwnJob = own,
        };

    private static StorageDriver? Driver(string name) =>
        name.ToLowerInvariant() switch
        {
            // Helm accepts the plural, too (Helm: action.Configuration.Init).
            "" or "secret" or "secrets" => StorageDriver.Secret,
            "configmap" or "configmaps" => StorageDriver.ConfigMap,
            _ => null,
        };

    private static string NoSuchDriver(string name) =>
        name.ToLowerInvariant() switch
        {
            "sql" => "error: Helm's sql driver keeps its records in a database, which this program cannot read; use helm itself",
            "memory" => "error: Helm's memory driver keeps no records after helm ends, so nothing can be stuck",
            _ => $"error: unknown Helm storage driver \"{name}\": it must be secret or configmap (--driver, HELM_DRIVER)",
        };
}
