using System.Diagnostics;

namespace Helmstuck.Tests.Terminal.KillMatrix;

/// <summary>
/// One run of the native binary, with a state folder of its own and a proxy of its own to the API server, which later commands pass, too:
/// the journal names the server by its address.
/// </summary>
internal sealed class KillRun : IAsyncDisposable
{
    private readonly Dictionary<string, string?> _environment;

    public KillRun(KillScene scene, int request = -1)
    {
        Home = Directory.CreateTempSubdirectory("helmstuck-kill-").FullName;
        Proxy = new SteppingProxy(scene.Plane, request);
        _environment = new Dictionary<string, string?>(scene.Plane.EnvironmentOf(scene.Plane.AdminUser))
        {
            ["KUBECONFIG"] = Proxy.KubeconfigOf(scene.Plane.AdminUser),
            ["XDG_STATE_HOME"] = Home,
            ["XDG_CONFIG_HOME"] = Path.Combine(Home, "config"),
            ["HELM_DRIVER"] = scene.Release.Driver,
            ["HELMSTUCK_HELM__LOCALPROCESSES"] = "false",
        };
        // Seen from the beginning: a watch on a folder that has just been made is late.
        Directory.CreateDirectory(Path.Combine(Home, "helmstuck/backups/test", scene.Release.Namespace));
    }

    /// <summary>XDG_STATE_HOME.</summary>
    public string Home { get; }

    public SteppingProxy Proxy { get; }

    public string Journal => Path.Combine(Home, "helmstuck/journal.jsonl");

    /// <summary>Whether any file is in the state folder.</summary>
    public bool HasWritten => Directory.EnumerateFiles(Home, "*", SearchOption.AllDirectories).Any();

    /// <summary>Runs a command to its end.</summary>
    public Task<CommandResult> RunAsync(params string[] arguments) =>
        ExternalCommand.RunAsync(PseudoTerminal.Product, arguments, _environment);

    /// <summary>Starts a command and ends it with SIGKILL when the proxy holds its moment; false if it ended before.</summary>
    public async Task<bool> KillAtRequestAsync(string[] arguments)
    {
        using var process = Start(arguments);
        var end = process.WaitForExitAsync();
        var reached = await Task.WhenAny(Proxy.Reached, end) == Proxy.Reached;
        process.Kill();
        await end;
        return reached;
    }

    /// <summary>Starts a command and ends it with SIGKILL at a moment of its files; what was seen of them.</summary>
    public async Task<IReadOnlyList<string>> KillAtFileAsync(string[] arguments, int moment)
    {
        using var started = new ManualResetEventSlim();
        Process? process = null;
        using var steps = new FileSteps(
            Home,
            moment,
            () =>
            {
                started.Wait();
                process!.Kill();
            }
        );
        using (process = Start(arguments))
        {
            started.Set();
            await process.WaitForExitAsync();
            await Proxy.LeftAsync();
            return steps.Moments;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        Directory.Delete(Home, recursive: true);
    }

    private Process Start(string[] arguments)
    {
        var process = ExternalCommand.Start(PseudoTerminal.Product, arguments, _environment);
        process.StandardInput.Close();
        // Read by nobody: a pipe that is full would hold the program.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
