using Helmstuck.Cli;
using Helmstuck.Config;
using Helmstuck.Helm.Records;
using Helmstuck.Hosting;
using Helmstuck.Kube.Client;
using Helmstuck.Pipelines;
using Helmstuck.Tests.Unit.Recovery;

namespace Helmstuck.Tests.Unit.Cli;

/// <summary>The command line over the demo's cluster, with streams that can be read.</summary>
internal sealed class CliScene(StorageDriver driver = StorageDriver.Secret, string? ns = "gitlab", bool readOnly = false) : IDisposable
{
    public RecoveryScene World { get; } = new(driver, ns ?? "default");

    /// <summary>What is typed on the terminal; null where standard input is none.</summary>
    public string? Typed { get; set; }

    /// <summary>What the global flags were when a session was last opened.</summary>
    public GlobalValues? Globals { get; private set; }

    /// <summary>The setting <c>backup.encryptTo</c>.</summary>
    public IReadOnlyList<string> EncryptTo { get; set; } = [];

    /// <summary>What is piped into standard input.</summary>
    public byte[] Piped { get; set; } = [];

    /// <summary>The CI sources that are asked.</summary>
    public IReadOnlyList<ICiSource> CiSources { get; set; } = [];

    /// <summary>What a terminal says that cannot be written to; null where it takes everything.</summary>
    public string? CopyError { get; set; }

    /// <summary>What the clipboard holds.</summary>
    public string? Copied { get; private set; }

    public async Task<CliResult> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var streams = new CliStreams(output, error, () => Typed, Typed is not null, false) { OpenInput = () => new MemoryStream(Piped) };
        var root = new CliRoot
        {
            Streams = streams,
            State = World.State,
            Time = World.Clock,
            Open = flags =>
            {
                Globals = flags;
                return new SessionResult.Ok(Open(streams));
            },
            Copy = Copy,
            FullScreen = (_, _, _) => Task.FromResult(77),
            Screen = (_, _, request, _) =>
            {
                streams.Print($"screen {request.Release} {request.Size} {request.View}");
                return Task.FromResult(0);
            },
            IsReadOnly = flags => readOnly || flags.ReadOnly,
            Names = _ => Helmstuck.Kube.KubeconfigNames.None,
            Views = Helmstuck.Tui.Loop.ScreenPrinter.ViewNames,
            ConfigView = _ => 0,
        };
        var code = await CommandLine.RunAsync(arguments, root, CancellationToken.None);
        return new CliResult(code, output.ToString(), error.ToString());
    }

    public void Dispose() => World.Dispose();

    private string? Copy(string text)
    {
        Copied = CopyError is null ? text : null;
        return CopyError;
    }

    // A client of its own: the session disposes it.
    private Session Open(CliStreams streams)
    {
        var client = new KubeClient(World.Client.Target, World.Api, World.Clock);
        var surveyor = new Helmstuck.Survey.Surveyor(
            client,
            Composition.Options(new Settings(), driver) with
            {
                CiSources = CiSources,
            },
            World.Clock
        );
        return new Session
        {
            Streams = streams,
            Client = client,
            Surveyor = surveyor,
            Recoverer = new Helmstuck.Recovery.Recoverer(
                client,
                surveyor,
                World.State,
                World.Clock,
                encryption: EncryptTo.Count > 0 ? new Helmstuck.Recovery.BackupEncryption(EncryptTo) : null
            ),
            Restorer = new Helmstuck.Recovery.Restorer(client, surveyor, World.State, World.Clock),
            Reporter = new Helmstuck.Recovery.Reporter(client, surveyor, World.State, World.Clock, "0.0.0"),
            Aftermath = new Helmstuck.Recovery.Aftermath(client, surveyor, World.State, World.Clock),
            Notices = new NoticeBoard(streams),
            Display = new DisplayOptions("default", false, false, new UiSettings().Refresh),
            Time = World.Clock,
            AllNamespaces = ns is null,
            ReadOnly = readOnly,
        };
    }
}
