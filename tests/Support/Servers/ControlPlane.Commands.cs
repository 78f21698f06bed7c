using System.Diagnostics;

namespace Helmstuck.Tests.Support;

internal sealed partial class ControlPlane
{
    /// <summary>Runs the real kubectl as admin.</summary>
    public Task<CommandResult> Kubectl(params string[] arguments) => RunAsync("kubectl", AdminUser, arguments);

    /// <summary>Runs the real Helm 3 as admin.</summary>
    public Task<CommandResult> Helm3(params string[] arguments) => RunAsync("helm3", AdminUser, arguments);

    /// <summary>Runs the real Helm 4 as admin.</summary>
    public Task<CommandResult> Helm4(params string[] arguments) => RunAsync("helm4", AdminUser, arguments);

    /// <summary>Runs the real Helm of the given major version (3 or 4) as admin.</summary>
    public Task<CommandResult> Helm(int major, params string[] arguments) => RunAsync(HelmName(major), AdminUser, arguments);

    /// <summary>Runs one of the provided programs (kubectl, helm3, helm4) as somebody.</summary>
    public Task<CommandResult> RunAsync(
        string program,
        ClusterUser user,
        IEnumerable<string> arguments,
        string input = "",
        CancellationToken cancel = default
    ) => ExternalCommand.RunAsync(TestPrograms.Find(program), arguments, EnvironmentOf(user), input, cancel);

    /// <summary>
    /// Starts the real Helm as admin and does not wait for its end. Both its outputs must be read or closed by the caller.
    /// </summary>
    public Process StartHelm(int major, params string[] arguments) =>
        ExternalCommand.Start(TestPrograms.Find(HelmName(major)), arguments, EnvironmentOf(AdminUser));

    /// <summary>
    /// The variables that make kubectl, Helm and kubectl-helmstuck act as a user, and keep their files in this control plane's folder.
    /// </summary>
    public IReadOnlyDictionary<string, string?> EnvironmentOf(ClusterUser user) =>
        new Dictionary<string, string?>
        {
            ["KUBECONFIG"] = user.Kubeconfig,
            ["KUBECACHEDIR"] = Path.Combine(Folder, "kubectl-cache"),
            ["HELM_CACHE_HOME"] = Path.Combine(Folder, "helm/cache"),
            ["HELM_CONFIG_HOME"] = Path.Combine(Folder, "helm/config"),
            ["HELM_DATA_HOME"] = Path.Combine(Folder, "helm/data"),
            ["HELM_DRIVER"] = null,
            ["HELM_NAMESPACE"] = null,
            ["HELM_KUBECONTEXT"] = null,
            ["HELM_MAX_HISTORY"] = null,
        };

    private static string HelmName(int major) =>
        major is 3 or 4 ? $"helm{major}" : throw new ArgumentOutOfRangeException(nameof(major), major, "3 or 4");
}
