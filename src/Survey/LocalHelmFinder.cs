using Helmstuck.Kube;
using Helmstuck.Kube.Configuration;
using Helmstuck.Processes;
using Helmstuck.Runbook;

namespace Helmstuck.Survey;

/// <summary>
/// Finds helm, helmfile and plugins of helm that run on this machine and may change a release of this cluster. One pass over the processes;
/// kubeconfig files are read only for those that name the release.
/// </summary>
internal sealed class LocalHelmFinder(LocalProcesses processes, ClusterTarget target)
{
    public async Task<Loadable<IReadOnlyList<LocalHelm>>> FindAsync(string ns, string release, CancellationToken cancellation)
    {
        try
        {
            var found = await processes.FindAsync(HelmCommandLine.IsHelm, cancellation).ConfigureAwait(false);
            return new Loadable<IReadOnlyList<LocalHelm>>.Known([.. found.Select(process => Of(process, ns, release)).OfType<LocalHelm>()]);
        }
        catch (IOException error)
        {
            return Loadable.Unreadable<IReadOnlyList<LocalHelm>>(error.Message);
        }
    }

    /// <summary>Null where it works on something else.</summary>
    private LocalHelm? Of(LocalProcess process, string ns, string release)
    {
        var command = HelmCommandLine.Of(process.Arguments)!;
        var other = TargetOf(command, process.Environment);
        var server =
            (command.Server ?? process.Environment?.GetValueOrDefault("HELM_KUBEAPISERVER")) is { } named
            && Uri.TryCreate(named, UriKind.Absolute, out var address)
                ? address
                : other?.Server;
        if (server is not null && !IsSameServer(server))
            return null;
        var variable = process.Environment?.GetValueOrDefault("HELM_NAMESPACE");
        if (!command.ConcernsRelease(release, ns, string.IsNullOrEmpty(variable) ? other?.Namespace : variable))
            return null;
        return new LocalHelm(
            process.Pid,
            process.User,
            process.State.ToString().ToLowerInvariant(),
            process.Age,
            MaskedCommand.Of(process.Arguments),
            server is null
        );
    }

    /// <summary>The cluster that the process works on; null where this user may not read what says so.</summary>
    private static ClusterTarget? TargetOf(HelmCommandLine command, IReadOnlyDictionary<string, string>? environment)
    {
        if (environment is null)
            return null;
        var flags = new KubeFlags
        {
            Kubeconfig = command.Kubeconfig,
            Context = command.Context ?? environment.GetValueOrDefault("HELM_KUBECONTEXT"),
        };
        // The process may have another working directory, from which its relative paths count.
        var files = command.Kubeconfig ?? environment.GetValueOrDefault("KUBECONFIG") ?? "";
        if (files.Split(':').Any(file => file.Length > 0 && !Path.IsPathRooted(file)))
            return null;
        var home = environment.GetValueOrDefault("HOME") ?? "";
        return Kubeconfig.Load(flags, new KubeEnvironment(name => environment.GetValueOrDefault(name), home)).ValueOrDefault;
    }

    private bool IsSameServer(Uri server) =>
        (
            string.Equals(server.Host, target.Server.Host, StringComparison.OrdinalIgnoreCase)
            || (server.IsLoopback && target.Server.IsLoopback)
        )
        && server.Port == target.Server.Port
        && server.AbsolutePath.TrimEnd('/') == target.Server.AbsolutePath.TrimEnd('/');
}
